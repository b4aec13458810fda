"""The least programs that do the jobs of `bakeferry digest`: what no tool can go below."""

import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import shortest_way
from digest_tools import CORES, all_digests, over_all
from measuring import Tool, which

LOOP = "shortest Python loop"
AHEAD = f"{LOOP}, reading ahead"
MAPPED = f"{LOOP}, mapped memory"
HALVES = f"{LOOP}, two halves"
THREADS = f"{LOOP}, two threads"
LOOPS = f"{LOOP}, xargs -P{CORES}"
FLOOR = "shortest C program"
FLOORS = f"{FLOOR}, xargs -P{CORES}"
BARE = "bare sha256, no file"

_WAY = (sys.executable, "-IS", shortest_way.__file__)
_C = Path(shortest_way.__file__).with_name("floor.c")


def of_one_file(file: Path) -> Iterator[Tool]:
    """On one core and on two; and the digest without the file."""
    yield loop(file)
    for program in _compiled(file.parent.parent):
        yield Tool(FLOOR, (program, str(file)), all_digests)
    yield Tool(MAPPED, _way("mapped", file), all_digests)
    yield Tool(AHEAD, _way("ahead", file), all_digests)
    yield Tool(HALVES, _way("halves", file), None)
    yield bare(file.stat().st_size)


def of_several(folder: Path, files: int) -> Iterator[Tool]:
    """As many processes as cores, each with its share of the files."""
    share = max(1, files // CORES)
    python = over_all(" ".join((*_WAY, "loop")), folder, CORES, share)
    yield Tool(LOOPS, python, all_digests)
    for program in _compiled(folder.parent):
        yield Tool(FLOORS, over_all(program, folder, CORES, share), all_digests)


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


def absent(tools: Iterable[Tool]) -> Mapping[str, str]:
    """The program in C, and why, if it is not among the others."""
    names = [tool.name for tool in tools]
    if not names or any(name.startswith(FLOOR) for name in names):
        return {}
    return {FLOOR: "no C compiler, or no headers of OpenSSL"}


def _compiled(folder: Path) -> Iterator[str]:
    """The program in C, where there is what it takes."""
    program = folder / "floor"
    command = ["cc", "-O2", "-o", program, _C, "-lcrypto"]
    if which("cc") and not subprocess.run(command, check=False).returncode:
        yield str(program)


def _way(*words: object) -> tuple[str, ...]:
    return (*_WAY, *map(str, words))
