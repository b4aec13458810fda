"""The targets, and how a run stands to each: ours, the peers and the limit."""

from collections.abc import Callable, Iterator, Mapping

from copy_stands import copies, many, servers
from digest_stands import digests, peaks
from results import Chapter, Results
from stand import Stand
from work_stands import growing, in_python, lags, painting, starting, verifying

Find = Callable[[Chapter], Iterator[Stand]]

TABLE: tuple[tuple[str, Find], ...] = (
    ("digest", digests),
    ("digest", peaks),
    ("memory", peaks),
    ("lag", lags),
    ("python", in_python),
    ("rescue", copies),
    ("server", servers),
    ("verify", verifying),
    ("many", many),
    ("ui_budgets", painting),
    ("start_up", starting),
    ("growth", growing),
)
"""Each chapter, and what finds its rows in it."""

REASONS: Mapping[int, str] = {
    1: "one stream of sha256 cannot be split. Where openssl loses little to reading, as "
    "it does here, the wanted wall time lies below that of the bare digests, in the column "
    "*limit*: no program gets there.",
    2: "see *The limit*: a loop that does nothing but read into a buffer and hash is as "
    "fast as `file_digest`, and no faster with any buffer.",
    3: "what is left above the limit is the kernel's copy of every byte into a buffer, "
    "which `xargs -P2 openssl` pays as well, and Python's start.",
    4: "see *The limit*: the shortest Python loop leaves a sixtieth of a second for "
    "start-up, order, progress and cancelling.",
    5: "see *The limit*, likewise.",
    9: "as for 3: two cores hash no faster than twice one, and the kernel copies each byte.",
    14: "the shortest loop of *The limit* would be some 47 times as fast as aiofiles here; "
    "ours takes as long again, with its start-up, for order, results and cancelling.",
    16: "most of the CPU, and half of the wall time, is the sha256 of the whole disk, holes "
    "included, read back from the copy: no peer proves what it has written. The bare digest "
    "of so many bytes takes what `openssl speed` says below.",
    18: "the limit is the shortest Python program that receives ranges, hashes them once and "
    "writes them. See *A web server* for what is above it.",
    19: "the limit is the shortest Python program that receives and hashes. Above it are, for "
    "each GiB, 0.16 s for the checksum by which a broken read is taken up, 0.3 s for new "
    "buffers, and the event loop. A start-up of a third of a second, which is taken off, "
    "weighs more than 128 MiB do.",
    21: "Textual alone takes 0.3 s and more to its first line, see *minimal*; a page of "
    "lines costs it some 15 ms to paint.",
    23: "a first step takes a few tenths of a second, which a busy moment doubles: three "
    "doublings together say more, and CI counts calls and bytes.",
}
"""Why a target is missed, by its number, where that is known."""


def stands(results: Results) -> Iterator[Stand]:
    """Every row that was measured, by number."""
    found = (
        stand
        for chapter, find in TABLE
        if chapter in results
        for stand in find(results[chapter])
    )
    yield from sorted(found, key=lambda stand: stand.number)
