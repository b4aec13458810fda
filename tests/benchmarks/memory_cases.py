"""Memory by the size of a disk image: it must not grow.

The digest is xxh3, which is quick: memory is the same with any.

python tests/benchmarks/memory_cases.py [--small] [--directory DIR]
"""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import alone
from digest_tools import ours_by_manifest
from least_tools import holes_by_xxh3
from measuring import CLI, GIB, MIB, OURS, Case, Tool, measure
from quick_tools import xxhsum

_QUICK = 4 * GIB


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of the images, holes included."""

    virtual: tuple[int, ...]


FULL = Sizes(virtual=(GIB, 4 * GIB, 64 * GIB))
SMALL = Sizes(virtual=(GIB, 4 * GIB))


def run(sizes: Sizes, directory: Path | None = None) -> Iterator[Case]:
    """Measure each image: its digests, and its chunks held against their manifest."""
    for virtual in sizes.virtual:
        with tempfile.TemporaryDirectory(dir=directory) as name:
            disk = Path(name) / "disk"
            _make(disk, virtual)
            tools = [Tool(OURS, (*CLI, "digest", "-q", "-axxh3-128", str(disk)), None)]
            tools.append(holes_by_xxh3(disk))
            if virtual <= _QUICK:  # its manifest wants the sha256 of the whole
                tools.append(ours_by_manifest(disk, Path(name) / "disk.chunks"))
            if virtual == GIB:  # it reads holes
                tools += xxhsum(disk)
            case = Case(f"memory: {virtual // GIB} GiB, sparse", virtual, tools, 1)
            measure(case)
            yield case


def _make(disk: Path, virtual: int) -> None:
    """Of each GiB, 1 MiB holds data."""
    block = os.urandom(MIB)
    with disk.open("wb") as file:
        file.truncate(virtual)
        for place in range(0, virtual, GIB):
            os.pwrite(file.fileno(), block, place)


if __name__ == "__main__":
    alone.main(run, FULL, SMALL)
