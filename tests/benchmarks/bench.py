"""All benchmarks: measure some chapters or all, keep the results, write the page.

    python tests/benchmarks/bench.py [CHAPTER...] [--small] [--directory DIR]

Chapters that are not measured keep the results that they have. What is measured small
is told and not kept.
"""

import argparse
import importlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

PROJECT = Path(__file__).parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests" / "support")]

import page
import results
from figures import Figure
from measuring import Case, environment
from results import Chapter
from tables import case_table, figure_table
from telling import say

Found = Iterator[Case | Figure | str]
Measure = Callable[[str, Path | None], Found]
"""Measures at a size, `FULL` or `SMALL`, with files below a folder."""


def _cases(name: str) -> Measure:
    """A module that has `FULL`, `SMALL` and `run(sizes, directory)`."""

    def measure(size: str, directory: Path | None) -> Found:
        module = importlib.import_module(name)
        for found in module.run(getattr(module, size), directory):
            if isinstance(found, Case):
                say(*case_table(found))
            else:
                say(*figure_table([found]))
            yield found

    return measure


def _script(name: str, *words: str) -> Measure:
    """A script that prints Markdown or lines, and is asked as it is."""

    def measure(size: str, directory: Path | None) -> Found:
        del size, directory
        command = [sys.executable, Path(__file__).with_name(name), *words]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, env=environment(), cwd=PROJECT, text=True
        ) as process:
            assert process.stdout
            for line in process.stdout:
                say(line.rstrip())
                yield line
        if process.returncode:
            say(f"{name} ended with code {process.returncode}")

    return measure


CHAPTERS: Mapping[str, Measure] = {
    "digest": _cases("digest"),
    "rescue": _cases("copy_cases"),
    "server": _cases("server_cases"),
    "many": _cases("many_cases"),
    "verify": _cases("verify_cases"),
    "python": _cases("python_cases"),
    "lag": _cases("lag_cases"),
    "memory": _cases("memory_cases"),
    "cold": _cases("cold_cases"),
    "growth": _cases("growth_cases"),
    "start_up": _script("start_up.py"),
    "ui_lists": _script("ui_lists.py"),
    "ui_budgets": _script("ui_budgets.py"),
}


def main() -> int:
    """Measure, keep, and write the page."""
    options = argparse.ArgumentParser(description="Measure bakeferry and its peers.")
    options.add_argument(
        "chapters", nargs="*", metavar="CHAPTER", help=", ".join(CHAPTERS)
    )
    options.add_argument(
        "--small", action="store_const", dest="size", const="SMALL", default="FULL",
        help="a look, not kept",
    )  # fmt: skip
    options.add_argument("--directory", type=Path, help="where files are made")
    given = options.parse_args()
    if unknown := set(given.chapters) - set(CHAPTERS):
        options.error(
            f"no chapter {', '.join(unknown)}; there are {', '.join(CHAPTERS)}"
        )
    kept = results.load()
    for name in given.chapters or CHAPTERS:
        say(f"\n## {name}\n")
        began = time.monotonic()
        chapter = Chapter.begin()
        chapter.add(CHAPTERS[name](given.size, given.directory))
        kept[name] = chapter
        say(f"{name} took {time.monotonic() - began:.0f} s")
        if given.size == "FULL":
            results.save(kept)
    if given.size == "FULL":
        page.write(kept)
    return 0


if __name__ == "__main__":
    sys.exit(main())
