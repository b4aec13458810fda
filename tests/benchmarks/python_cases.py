"""Digests in Python: the engine beside aiofiles, and beside not hashing at all.

python tests/benchmarks/python_cases.py [--small] [--directory DIR]
"""

import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]
sys.path[:0] = [str(PROJECT)]

import alone
import hashing_way
import least_tools
import recall_way
from digest_cases import fill, settle
from digest_tools import all_digests
from figures import Figure
from measuring import GIB, KIB, MIB, OURS, Case, Tool, measure, ran

WAY = Path(hashing_way.__file__)
AIOFILES = "aiofiles, 4 MiB"
WITHOUT = "without the cache"
ASKING = f"{least_tools.LOOP}, asking SQLite"
HIT = "the first hit of a process"
BY_HAND = f"{HIT}, asking SQLite by hand"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many files of each kind, and how often."""

    large: int
    """Of 64 MiB."""

    small: int
    """Of 4 KiB."""

    remembered: int
    """Of 64 KiB, the least that is remembered."""

    disk: int
    """Bytes of a disk image that is remembered."""

    rounds: int


FULL = Sizes(large=16, small=20_000, remembered=10_000, disk=4 * GIB, rounds=3)
SMALL = Sizes(large=4, small=500, remembered=1_000, disk=256 * MIB, rounds=3)


def run(sizes: Sizes, directory: Path | None = None) -> Iterator[Case | Figure]:
    """Measure all of it."""
    for count, size in ((sizes.large, 64 * MIB), (sizes.small, 4 * KIB)):
        with tempfile.TemporaryDirectory(dir=directory) as name:
            yield _beside_aiofiles(Path(name), count, size, sizes.rounds)
    with tempfile.TemporaryDirectory(dir=directory) as name:
        yield from _hits(Path(name), sizes)
    with tempfile.TemporaryDirectory(dir=directory) as name:
        yield from _hit(Path(name), sizes)


def _beside_aiofiles(folder: Path, count: int, size: int, rounds: int) -> Case:
    for number in range(count):
        _write(folder / str(number), size)
    if size < MIB:
        settle()
    tools = [
        Tool(OURS, _way("engine", folder), all_digests),
        Tool(AIOFILES, _way("aiofiles", folder), all_digests),
        least_tools.loop(folder) if size < MIB else least_tools.threads(folder),
    ]
    name = f"engine and aiofiles: {count:,} x {size // KIB:,} KiB"
    return _measured(Case(name, count * size, tools, rounds))


def _hits(folder: Path, sizes: Sizes) -> Iterator[Case | Figure]:
    files, none, cache = folder / "files", folder / "none", folder / "cache"
    for made in (files, none, cache):
        made.mkdir()
    for number in range(sizes.remembered):
        _write(files / str(number), 64 * KIB)
    settle()
    ran(_way("remember", files, cache))
    tools = [
        Tool(OURS, _way("recall", files, cache), all_digests),
        Tool(WITHOUT, _way("engine", files), all_digests),
        Tool(ASKING, _asking("each", files, cache), all_digests),
    ]
    name = f"hits of the digest cache: {sizes.remembered:,} x 64 KiB"
    case = _measured(Case(name, sizes.remembered * 64 * KIB, tools, sizes.rounds))
    yield case
    start = min(ran(_way("recall", none, cache))[0].cpu for _ in range(sizes.rounds))
    each = (case.least(OURS, "cpu") - start) / sizes.remembered
    yield Figure("a hit of the digest cache", each * 1e6, "us CPU", "of any size")


def _hit(folder: Path, sizes: Sizes) -> Iterator[Figure]:
    """One disk image, which takes seconds to hash."""
    images, cache = folder / "images", folder / "cache"
    images.mkdir()
    cache.mkdir()
    disk = images / "disk"
    with disk.open("wb") as file:
        file.truncate(sizes.disk)
    hashed, _ = ran(_way("remember", images, cache))
    note = f"of {sizes.disk // MIB:,} MiB, which took {hashed.wall:.1f} s to hash"
    for name, command in (
        (HIT, _way("hit", disk, cache)),
        (BY_HAND, _asking("hit", disk, cache)),
    ):
        taken = [float(ran(command)[1]) for _ in range(sizes.rounds)]
        yield Figure(name, statistics.median(taken), "ms", note)


def _measured(case: Case) -> Case:
    measure(case)
    return case


def _way(*words: str | Path) -> tuple[str, ...]:
    return (sys.executable, str(WAY), *map(str, words))


def _asking(way: str, files: Path, cache: Path) -> tuple[str, ...]:
    (database,) = cache.glob("*.sqlite")
    return (sys.executable, "-IS", recall_way.__file__, way, str(files), str(database))


def _write(path: Path, size: int) -> None:
    if size < MIB:
        path.write_bytes(os.urandom(size))
    else:
        fill(path, size)


if __name__ == "__main__":
    alone.main(run, FULL, SMALL)
