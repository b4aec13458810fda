"""A chapter by itself: measured, and told in Markdown as it comes."""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from figures import Figure
from measuring import GIB, MIB, Case

Sizes = TypeVar("Sizes")


def main(
    run: Callable[[Sizes, Path | None], Iterator[Case | Figure]],
    full: Sizes,
    small: Sizes,
) -> None:
    """Measure what a chapter has, all of it or a look."""
    options = argparse.ArgumentParser()
    options.add_argument("--small", action="store_true", help="a look")
    options.add_argument("--directory", type=Path, help="where files are made")
    given = options.parse_args()
    for found in run(small if given.small else full, given.directory):
        lines = _table(found) if isinstance(found, Case) else [_line(found)]
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        sys.stdout.flush()


def _table(case: Case) -> Iterator[str]:
    """Each tool beside the first one."""
    first = case.tools[0].name
    yield f"\n### {case.name} ({case.rounds} rounds)\n"
    yield "| tool | CPU s | CPU s/GiB | wall s | peak MiB | CPU | wall |"
    yield "|---|---|---|---|---|---|---|"
    for name in case.runs:
        cpu = case.median(name, "cpu")
        per_gib = f"{cpu * GIB / case.size:.3f}" if case.size >= MIB else "-"
        yield (
            f"| {name} | {cpu:.3f} | {per_gib} | {case.median(name, 'wall'):.3f}"
            f" | {case.peak(name):.0f} | {case.ratio(first, name, 'cpu'):.2f}x"
            f" | {case.ratio(first, name, 'wall'):.2f}x |"
        )
    yield ""


def _line(figure: Figure) -> str:
    note = f" ({figure.note})" if figure.note else ""
    return f"- {figure.name}: {figure.value:.2f} {figure.unit}{note}"
