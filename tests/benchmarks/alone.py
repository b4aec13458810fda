"""A chapter by itself: measured, and told in Markdown as it comes."""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from figures import Figure
from measuring import Case
from tables import case_table, figure_table
from telling import say

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
        is_case = isinstance(found, Case)
        say(*(case_table(found) if is_case else figure_table([found])))
