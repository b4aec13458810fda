"""Writes docs/performance.md from the results and its template.

python tests/benchmarks/page.py [--check]
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

PROJECT = Path(__file__).parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests" / "support")]

import results
from results import Chapter, Results
from tables import case_table, figure_table
from targets import REASONS, stands

TEMPLATE = Path(__file__).with_name("performance.md.template")
PAGE = PROJECT / "docs" / "performance.md"


def written(kept: Results) -> str:
    """The page: each line `{{ name }}` of the template becomes what it names."""
    lines = []
    for line in TEMPLATE.read_text(encoding="utf-8").splitlines():
        if line.startswith("{{") and line.endswith("}}"):
            lines += _part(line.strip("{} "), kept)
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def write(kept: Results) -> None:
    """Replace the page, and the pictures where they can be drawn."""
    PAGE.write_text(written(kept), encoding="utf-8")
    try:
        import plots
    except ImportError as error:
        sys.stderr.write(f"the pictures stay as they are: {error}\n")
    else:
        plots.write(kept)


def _part(name: str, kept: Results) -> Iterator[str]:
    if make := PARTS.get(name):
        yield from make(kept)
    elif chapter := kept.get(name):
        yield from _chapter(chapter)
    else:
        yield "Not measured yet."


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield f"Measured on {chapter.measured}, load {chapter.load:.1f} at the beginning.\n"
    yield from figure_table(chapter.figures)
    for case in chapter.cases:
        yield from case_table(case)
    if chapter.text:
        yield chapter.text if "|" in chapter.text else f"```text\n{chapter.text}```"


def _targets(kept: Results) -> Iterator[str]:
    yield "| # | what | wanted | ours | peers | limit | |"
    yield "|---|---|---|---|---|---|---|"
    found = list(stands(kept))
    yield from (each.line for each in found)
    met = sum(each.is_met for each in found)
    out_of_reach = sum(not each.is_met and not each.is_reachable for each in found)
    yield f"\n{met} of {len(found)} rows are met; of the missed ones, out of reach: {out_of_reach}."
    missed = sorted({each.number for each in found if not each.is_met})
    for number in missed:
        if number in REASONS:
            yield f"\n**{number}**: {REASONS[number]}"


def _machine(kept: Results) -> Iterator[str]:
    for machine in dict.fromkeys(chapter.machine for chapter in kept.values()):
        chapters = [name for name in kept if kept[name].machine == machine]
        yield f"- {machine}: {', '.join(chapters)}"


PARTS: Mapping[str, Callable[[Results], Iterator[str]]] = {
    "targets": _targets,
    "machine": _machine,
}


def main() -> int:
    """Write, or say whether the page is what the results make."""
    kept = results.load()
    if "--check" in sys.argv:
        return int(PAGE.read_text(encoding="utf-8") != written(kept))
    write(kept)
    return 0


if __name__ == "__main__":
    sys.exit(main())
