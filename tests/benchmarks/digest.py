"""Measure `bakeferry digest` beside its peers; the report is Markdown.

    python tests/benchmarks/digest.py [--small | --guard] [--directory DIR]

Tools take turns in one run, and only ratios within it count: of CPU, because other jobs
may use the machine, and of wall time for whoever has it alone. Every digest of every tool
is held against ours.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from digest_cases import CASES, Sizes, measured
from digest_gates import GUARDED, guards
from digest_report import heading, reached
from digest_tools import SPEED, openssl_speed
from figures import Figure
from measuring import GIB, MIB, Case
from tables import case_table, figure_table
from telling import say

SLOW = {
    "one_large": ("hashdeep",),
    "eight": ("sha256sum",),
    "sparse": ("sha256sum", "hashdeep"),
}
"""They do without the processor's SHA unit, and a run takes six times as long as others'."""

FULL = Sizes(
    large=2 * GIB, sparse=16 * GIB, small_files=20_000, medium_files=2_000,
    rounds=5, sparse_rounds=1, slow=SLOW,
)  # fmt: skip
SMALL = Sizes(
    large=256 * MIB, sparse=4 * GIB, small_files=2_000, medium_files=500,
    rounds=3, sparse_rounds=1, slow=SLOW,
)  # fmt: skip

GUARD = Sizes(
    large=256 * MIB, sparse=GIB, small_files=20_000, medium_files=2_000,
    rounds=3, sparse_rounds=2, peers=("openssl", "rhash", "file_digest"),
    slow={"sparse": ("rhash", "file_digest")}, is_whole=False,
)  # fmt: skip


def run(sizes: Sizes, directory: Path | None = None) -> Iterator[Case | Figure]:
    """Measure all cases, in the order of `CASES`; and how fast a core hashes."""
    speeds = [openssl_speed()]
    for _, case in measured(CASES, sizes, directory):
        yield case
        speeds.append(openssl_speed())
    if known := [speed for speed in speeds if speed]:
        note = (
            "one core, without any file: the median before, between and after the cases"
        )
        yield Figure(SPEED, median(known), "MiB/s", note)


def report(sizes: Sizes, directory: Path | None) -> None:
    """Measure everything and tell all of it."""
    say(*heading())
    cases = []
    for found in run(sizes, directory):
        if isinstance(found, Figure):
            say(*figure_table([found]))
        else:
            cases.append(found)
            say(*case_table(found))
    say(*reached(dict(zip(CASES, cases, strict=True))))


def guard(directory: Path | None) -> int:
    """Measure little, and once more if need be; 1 when a guard is missed twice."""
    for _ in range(2):
        cases = dict(measured(GUARDED, GUARD, directory))
        stands = list(guards(cases))
        say(*(f"{'held' if held else 'MISSED'}  {words}" for held, words in stands))
        if all(held for held, _ in stands):
            return 0
    return 1


def main() -> int:
    """Measure, and tell."""
    options = argparse.ArgumentParser(description="Measure bakeferry digest.")
    how = options.add_mutually_exclusive_group()
    how.add_argument(
        "--small", action="store_true", help="a look, in a minute: start-up weighs"
    )
    how.add_argument("--guard", action="store_true", help="for CI: fail on a slip")
    options.add_argument("--directory", type=Path, help="where files are made")
    given = options.parse_args()
    if given.guard:
        return guard(given.directory)
    report(SMALL if given.small else FULL, given.directory)
    return 0


if __name__ == "__main__":
    sys.exit(main())
