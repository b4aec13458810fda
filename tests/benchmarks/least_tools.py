"""The least programs that do the jobs of `bakeferry digest`: what no tool can go below."""

import subprocess
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

import extension_way
import lanes_way
import quick_way
import shortest_way
from digest_tools import CORES, all_digests, over_all
from measuring import Tool, which

from integrity.digests.lanes import IN_TURN, best_lanes

LOOP = "shortest Python loop"
AHEAD = f"{LOOP}, reading ahead"
MAPPED = f"{LOOP}, mapped memory"
BY_EXTENSION = f"{LOOP}, by our extension"
AHEAD_BY_EXTENSION = f"{LOOP}, reading ahead by our extension"
HALVES = f"{LOOP}, two halves"
THREADS = f"{LOOP}, two threads"
CHUNKS = f"{LOOP}, chunks by {CORES} threads of several streams"
LOOPS = f"{LOOP}, xargs -P{CORES}"
FLOOR = "shortest C program"
FLOORS = f"{FLOOR}, xargs -P{CORES}"
FLOOR_AHEAD = f"{FLOOR}, reading ahead"
FLOOR_LANES = f"{FLOOR}, {CORES} threads of several streams"
FLOOR_CHUNKS = f"{FLOOR}, chunks by {CORES} threads of several streams"
BARE = "bare sha256, no file"
THREE = f"{LOOP}, 3 digests"
THREE_AHEAD = f"{LOOP}, 3 digests, reading ahead"
HOLES = f"{LOOP}, holes not read"
HOLES_BLAKE3 = f"{LOOP}, blake3, holes not read"
HOLES_XXH3 = f"{LOOP}, xxh3-128, holes not read"
DATA = f"{LOOP}, data alone"
BLAKE3 = f"{LOOP}, blake3"
BLAKE3_IN_TURN = f"{LOOP}, blake3 by {CORES} threads in turn"
BLAKE3_CHUNKS = f"{LOOP}, blake3 of chunks by {CORES} threads"
BLAKE3_MAPPED = f"{LOOP}, blake3 by {CORES} threads, mapped memory"
XXH3 = f"{LOOP}, xxh3-128"
XXH3_IN_TURN = f"{LOOP}, xxh3-128 by {CORES} threads in turn"
XXH3_CHUNKS = f"{LOOP}, xxh3-128 of chunks by {CORES} threads"

_WAY = (sys.executable, "-IS", shortest_way.__file__)
_LOADS = (sys.executable, "-Es")
_QUICK = (*_LOADS, quick_way.__file__)
_EXTENSION = (sys.executable, "-IS", extension_way.__file__)
_HERE = Path(shortest_way.__file__).parent
_STREAMS = _HERE.parents[1] / "integrity/digests/native"


def of_one_file(file: Path) -> Iterator[Tool]:
    """On one core and on two; and the digest without the file."""
    yield loop(file)
    for program in _compiled(file.parent.parent):
        yield Tool(FLOOR, (program, str(file)), all_digests)
    yield Tool(MAPPED, _way("mapped", file), all_digests)
    yield Tool(AHEAD, _way("ahead", file), all_digests)
    for program in _compiled_for_cores(file.parent.parent):
        yield Tool(FLOOR_AHEAD, (program, "ahead", str(file)), all_digests)
        yield Tool(FLOOR_CHUNKS, (program, "chunks", str(file)), None)
    yield Tool(HALVES, _way("halves", file), None)
    if best_lanes() is not IN_TURN:
        yield Tool(BY_EXTENSION, (*_EXTENSION, "loop", str(file)), all_digests)
        yield Tool(AHEAD_BY_EXTENSION, (*_EXTENSION, "ahead", str(file)), all_digests)
        yield Tool(CHUNKS, (*_LOADS, lanes_way.__file__, str(file)), None)
    yield bare(file.stat().st_size)


def of_three_digests(file: Path) -> Iterator[Tool]:
    """Of one file in one pass, on one core and on two."""
    yield Tool(THREE, _quick("three", file), None)
    yield Tool(THREE_AHEAD, _quick("three_ahead", file), None)


def of_quick_digests(file: Path) -> Iterator[Tool]:
    """Of one file, on one core and on all."""
    for name, way in (
        (BLAKE3, ("one", "blake3")),
        (BLAKE3_IN_TURN, ("in_turn", "blake3")),
        (BLAKE3_MAPPED, ("mapped",)),
    ):
        yield Tool(name, _quick(*way, file), all_digests, algorithm="blake3")
    yield Tool(XXH3, _quick("one", "xxh3-128", file), None)
    yield Tool(XXH3_IN_TURN, _quick("in_turn", "xxh3-128", file), None)
    yield Tool(BLAKE3_CHUNKS, _quick("chunks", "blake3", file), None)
    yield Tool(XXH3_CHUNKS, _quick("chunks", "xxh3-128", file), None)


def of_holes(disk: Path) -> Iterator[Tool]:
    """Whose zeros come from a buffer; the data by itself; and no file at all."""
    yield from of_sha256_of_holes(disk)
    blake3 = _quick("holes", "blake3", disk)
    yield Tool(HOLES_BLAKE3, blake3, all_digests, algorithm="blake3")
    yield holes_by_xxh3(disk)
    yield Tool(DATA, _quick("data", "sha256", disk), None)


def of_sha256_of_holes(disk: Path) -> Iterator[Tool]:
    """Whose zeros come from a buffer; and no file at all."""
    yield Tool(HOLES, _quick("holes", "sha256", disk), all_digests)
    yield bare(disk.stat().st_size)


def holes_by_xxh3(disk: Path) -> Tool:
    """The quickest digest of a disk that is mostly empty."""
    return Tool(HOLES_XXH3, _quick("holes", "xxh3-128", disk), None)


def of_several(folder: Path, files: int) -> Iterator[Tool]:
    """As many processes as cores, each with its share of the files."""
    share = max(1, files // CORES)
    python = over_all(" ".join((*_WAY, "loop")), folder, CORES, share)
    yield Tool(LOOPS, python, all_digests)
    for program in _compiled(folder.parent):
        yield Tool(FLOORS, over_all(program, folder, CORES, share), all_digests)
    for program in _compiled_for_cores(folder.parent):
        row = sorted(map(str, folder.iterdir()))
        yield Tool(FLOOR_LANES, (program, "files", *row), all_digests)


def of_many(folder: Path) -> Iterator[Tool]:
    """In one thread, and in two."""
    yield loop(folder)
    for program in _compiled(folder.parent):
        yield Tool(FLOOR, (program, str(folder)), all_digests)
    yield threads(folder)


def loop(files: Path) -> Tool:
    """One file, or all below a folder, in one thread."""
    return Tool(LOOP, _way("loop", files), all_digests)


def threads(folder: Path) -> Tool:
    """All below a folder, in two threads."""
    return Tool(THREADS, _way("threads", folder), all_digests)


def bare(size: int) -> Tool:
    """As many zeros, which are in a small buffer."""
    return Tool(BARE, _way("bare", size), None)


def absent(names: Collection[str]) -> dict[str, str]:
    """The program in C, and why, if its like in Python is without it."""
    if any(name.startswith(FLOOR) for name in names) or not {LOOP, LOOPS} & {*names}:
        return {}
    return {FLOOR: "no C compiler, or no headers of OpenSSL"}


def _compiled(folder: Path) -> Iterator[str]:
    """The program for one core, where there is what it takes."""
    return _program(folder / "floor", "-O2", str(_HERE / "floor.c"))


def _compiled_for_cores(folder: Path) -> Iterator[str]:
    """The program for all cores, where their SHA units can be used by hand."""
    if best_lanes() is not IN_TURN:
        source = str(_HERE / "quickest.c")
        yield from _program(
            folder / "quickest", "-O3", source, f"-I{_STREAMS}", "-pthread"
        )


def _program(program: Path, *words: str) -> Iterator[str]:
    command = ["cc", "-o", str(program), *words, "-lcrypto"]
    if which("cc") and not subprocess.run(command, check=False).returncode:
        yield str(program)


def _quick(*words: object) -> tuple[str, ...]:
    return (*_QUICK, *map(str, words))


def _way(*words: object) -> tuple[str, ...]:
    return (*_WAY, *map(str, words))
