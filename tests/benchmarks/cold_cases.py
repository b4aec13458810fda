"""One file that is on the disk and not in memory.

    python tests/benchmarks/cold_cases.py [--small] [--directory DIR]

Only this file's pages are dropped before each run: other jobs keep theirs.
"""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import alone
from digest_cases import fill
from digest_tools import ours, ours_on_one_core, peers
from measuring import GIB, MIB, Case, measure


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is read, and how often."""

    size: int
    rounds: int


FULL = Sizes(size=GIB, rounds=3)
SMALL = Sizes(size=128 * MIB, rounds=2)
PEERS = ("openssl", "rhash", "rclone", "file_digest")


def run(sizes: Sizes, directory: Path | None = None) -> Iterator[Case]:
    """Measure it."""
    with tempfile.TemporaryDirectory(dir=directory) as name:
        folder = Path(name)
        fill(folder / "large", sizes.size)
        os.sync()
        tools = [ours(folder), ours_on_one_core(folder), *peers(folder, PEERS)]
        case = Case(
            f"cold disk: 1 x {sizes.size // MIB:,} MiB",
            sizes.size,
            tools,
            sizes.rounds,
            folder / "large",
        )
        measure(case)
        yield case


if __name__ == "__main__":
    alone.main(run, FULL, SMALL)
