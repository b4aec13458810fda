"""Digests in Python: how near they come to C, to aiofiles, and to not hashing at all.

python tests/benchmarks/python_cases.py [--small] [--directory DIR]
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]
sys.path[:0] = [str(PROJECT)]

import alone
import hashing_way
from digest_cases import fill
from digest_tools import all_digests, ours, peers
from figures import Figure
from measuring import KIB, MIB, OURS, Case, Tool, measure, ran, which

WAY = Path(hashing_way.__file__)
AIOFILES = "aiofiles, 4 MiB"
WITHOUT = "without the cache"
LOOP = "shortest Python loop"
FLOOR = "shortest C program"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many files of each kind, and how often."""

    large: int
    """Of 64 MiB."""

    small: int
    """Of 4 KiB."""

    limit: int
    """Of 4 KiB, and a tenth as many of 100 KiB, to hold against the least there is."""

    remembered: int
    """Of 64 KiB, the least that is remembered."""

    rounds: int


FULL = Sizes(large=16, small=20_000, limit=20_000, remembered=10_000, rounds=3)
SMALL = Sizes(large=4, small=500, limit=2_000, remembered=1_000, rounds=3)


def run(sizes: Sizes, directory: Path | None = None) -> Iterator[Case | Figure]:
    """Measure all of it."""
    for count, size in ((sizes.limit, 4 * KIB), (sizes.limit // 10, 100 * KIB)):
        with tempfile.TemporaryDirectory(dir=directory) as name:
            yield _beside_the_least(Path(name), count, size, sizes.rounds)
    for count, size in ((sizes.large, 64 * MIB), (sizes.small, 4 * KIB)):
        with tempfile.TemporaryDirectory(dir=directory) as name:
            yield _beside_aiofiles(Path(name), count, size, sizes.rounds)
    with tempfile.TemporaryDirectory(dir=directory) as name:
        yield from _hits(Path(name), sizes)


def _beside_the_least(folder: Path, count: int, size: int, rounds: int) -> Case:
    files = folder / "files"
    for number in range(count):
        below = files / str(number // 200)
        below.mkdir(parents=True, exist_ok=True)
        _write(below / str(number), size)
    tools = [
        ours(files),
        Tool(LOOP, (sys.executable, "-c", hashing_way.LOOP, str(files)), all_digests),
        *_floor(folder, files),
        *peers(files, ("rhash", "openssl")),
    ]
    name = f"the limit: {count:,} x {size // KIB} KiB"
    return _measured(Case(name, count * size, tools, rounds))


def _floor(folder: Path, files: Path) -> Iterator[Tool]:
    """The C program, where it can be compiled."""
    program = folder / "floor"
    source = WAY.with_name("floor.c")
    command = ["cc", "-O2", "-o", program, source, "-lcrypto"]
    if which("cc") and not subprocess.run(command, check=False).returncode:
        yield Tool(FLOOR, (str(program), str(files)), all_digests)


def _beside_aiofiles(folder: Path, count: int, size: int, rounds: int) -> Case:
    for number in range(count):
        _write(folder / str(number), size)
    tools = [
        Tool(OURS, _way("engine", folder), all_digests),
        Tool(AIOFILES, _way("aiofiles", folder), all_digests),
    ]
    name = f"engine and aiofiles: {count:,} x {size // KIB:,} KiB"
    return _measured(Case(name, count * size, tools, rounds))


def _hits(folder: Path, sizes: Sizes) -> Iterator[Case | Figure]:
    files, none, cache = folder / "files", folder / "none", folder / "cache"
    for made in (files, none, cache):
        made.mkdir()
    for number in range(sizes.remembered):
        _write(files / str(number), 64 * KIB)
    ran(_way("remember", files, cache))
    tools = [
        Tool(OURS, _way("recall", files, cache), all_digests),
        Tool(WITHOUT, _way("engine", files), all_digests),
    ]
    name = f"hits of the digest cache: {sizes.remembered:,} x 64 KiB"
    case = _measured(Case(name, sizes.remembered * 64 * KIB, tools, sizes.rounds))
    yield case
    start = min(ran(_way("recall", none, cache))[0].cpu for _ in range(sizes.rounds))
    each = (case.least(OURS, "cpu") - start) / sizes.remembered
    yield Figure("a hit of the digest cache", each * 1e6, "us CPU", "of any size")


def _measured(case: Case) -> Case:
    measure(case)
    return case


def _way(*words: str | Path) -> tuple[str, ...]:
    return (sys.executable, str(WAY), *map(str, words))


def _write(path: Path, size: int) -> None:
    if size < MIB:
        path.write_bytes(os.urandom(size))
    else:
        fill(path, size)


if __name__ == "__main__":
    alone.main(run, FULL, SMALL)
