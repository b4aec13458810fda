"""The targets, and how a run stands to each: ours, the peers and the limit."""

from collections.abc import Callable, Iterator, Mapping

from copy_stands import copies, many, servers
from copy_tools import NOT_READ_BACK
from digest_stands import digests, frugality, peaks, rates
from least_tools import AHEAD_BY_EXTENSION, BARE, BY_EXTENSION
from results import Chapter, Results
from stand import Stand
from work_stands import growing, in_python, lags, painting, starting, verifying

Find = Callable[[Chapter], Iterator[Stand]]

TABLE: tuple[tuple[str, Find], ...] = (
    ("digest", rates),
    ("digest", digests),
    ("digest", frugality),
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
    1: "one stream of sha256 cannot be split. The limit is the shortest program, of Python or C, "
    "that reads in one thread and hashes in another. It pays by CPU for each byte that goes from one "
    f"core to the other; *{BARE}* in the table of the case is the digest by itself. The program "
    "in C is what our extension does. What ours takes above it is the start of Python, and "
    f"modules that only a large file needs; the rate has it all in it. *{AHEAD_BY_EXTENSION}* does "
    "nothing but load the extension and call it: no program of Python can be quicker.",
    2: "the limit is the shortest loop, of Python or C: it reads into one buffer, hashes that, "
    "and does nothing else. *Mapped memory* may take less, and is not safe: see *The limit*. Above it are "
    "modules that only a large file needs, which one byte does not show as start-up, progress and a "
    f"place to cancel. *{BY_EXTENSION}* does what the one in C does.",
    3: "the limit is a process of the shortest loop, of Python or C, for each core. The kernel's copy "
    "of every byte is in it, as it is in `xargs -P2 openssl`; what we do with two threads of "
    "one process, order and cancelling included, stands beside it in the table.",
    4: "the limit is the shortest Python loop, below which our extension can come. What is above "
    "it is start-up, told in the table of one byte, and order, progress and cancelling: see "
    "*The limit*.",
    5: "by CPU the limit is the shortest Python loop in two threads, which the wall time "
    "needs: they hand Python's lock to each other for each file, ours with the extension for "
    "each row. Above it as for 4.",
    6: "the limit is the shortest Python loop that takes three digests of each piece; by wall "
    "time one thread reads and takes the quick ones, another takes sha256.",
    7: "the limit is the shortest Python loop that reads no hole: it takes zeros from a buffer. "
    f"*{BARE}* and ours take turns by themselves, because who reads holes fills the page cache, and "
    "on a virtual machine all that follows is dearer for a while.",
    9: "chunks are what several cores can hash. The limit of sha256 is the shortest Python loop in two "
    "threads, each with one half of the file; of blake3 and xxh3 it is one in which each thread takes "
    "chunk by chunk. What is above that one is start-up, for the most part. b3sum maps the file, which we do not (see *The limit*), so that it copies "
    "nothing; it has the digest of the whole file, as our *blake3* beside it in the table, which "
    "takes longer than it. xxh3 takes less than the kernel's copy of the same bytes, and that is "
    "paid for any digest.",
    11: "the median of five rounds, of each the 99th of a hundred turns of the loop: whatever else "
    "runs on the machine counts.",
    12: "the limit is two threads, of which one receives and another hashes, while the loop looks "
    "on; the sender has the same two cores. Ours receives on the loop, as an HTTP client does.",
    13: "each file is looked at, and asked for by itself; the limit asks SQLite and does nothing "
    "else. What is above it are a lock, threads and errors that the cache survives.",
    14: "the limit is the shortest Python loop, on the same files in the same rounds. Ours "
    "has its start-up above it, order, results and cancelling.",
    15: "the limit is the shortest program with our own four streams in a thread on each core: of C for "
    "files, of Python for chunks, one of C beside it in the table. The kernel's copy of each byte "
    "stays as long as before.",
    16: "the limit is the shortest Python program that asks where there is data, receives and "
    "writes that, and hashes the whole disk meanwhile, holes included: no peer proves what it "
    f"has written. *{BARE}* in the table of the case is the digest by itself, "
    f"*{NOT_READ_BACK}* our copy without it. What is left of the difference are the checksum "
    "of each range, the journal, and reading back what was written: see the table below *Copies*.",
    17: "what is under way and what the journal does not know yet are at most 60 MiB together, "
    "whenever it is killed; requests and answers come on top.",
    18: "the limit is the shortest Python program that receives ranges, hashes them once and "
    "writes them. See *A web server* for what is above it.",
    19: "the target was set for https; plain http stands beside it. The limit is the shortest Python "
    "program that receives and hashes. See *Verify* for "
    "what is above it.",
    20: "most of the journal's time passes in SQLite's commits, which sync its log, and the rest is "
    "CPU of SQLite and Python: see the figures below *Copies*. The limit are as many bare writes, each "
    "made and synced right behind a commit, where the disk has little left to do. The stream whose "
    "range makes a commit due waits for it, the others go on.",
    21: "milliseconds, and no ratio, so that the machine counts: Textual alone takes most of them "
    "to its first line, see *minimal*, and took 200 to 260 where the target was set.",
    22: "seconds, and no ratio, so that the machine counts: *python -c pass* in the table of "
    "start-up tells how quick it is at what all of them do. CI counts the modules instead. What "
    "each template takes is the CPU of a folder of them without start-up, by their number.",
    23: "all steps of a work run at once, so that a busy moment is the same for all of them; their "
    "calls are counted as well, which none disturbs: see *How cost grows*.",
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
