"""The manual of the rules: a page in Markdown, a page for a terminal, and the index."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from difflib import unified_diff

from integrity.lint.rule import Needs, Rule

_JUDGED_BY: Mapping[Needs, str] = {
    Needs.TEXT: "judged by `bakeferry lint`, offline",
    Needs.ARTIFACTS: "judged by `bakeferry verify`, which reads the artifacts",
    Needs.AZURE: "judged only where Azure could be asked",
    Needs.RUN: "explained, never judged: only a run can tell",
}

_WIDEST = 88
"""Cells beyond which prose is hard to read."""


def page(rule: Rule, bad_example: str | None, good_example: str | None) -> str:
    """The page of a rule in Markdown, and what makes a good template of a bad one."""
    return "\n".join([
        f"## {rule.id} {rule.name}",
        "",
        f"*{rule.severity}; {_JUDGED_BY[rule.needs]}*",
        "",
        rule.manual,
        "",
        *_mending(bad_example or "", good_example or ""),
    ])  # fmt: skip


def _mending(bad_example: str, good_example: str) -> Iterator[str]:
    """The lines that differ; none where other facts make the difference."""
    difference = list(
        unified_diff(
            bad_example.splitlines(), good_example.splitlines(), n=2, lineterm=""
        )
    )
    if difference:
        yield from ("```diff", *difference[2:], "```", "")


def contents(rules: Iterable[Rule]) -> Iterator[str]:
    """A table of all rules in Markdown, each linked to its page."""
    yield from ("| Rule | Name | Severity | |", "|---|---|---|---|")
    for rule in rules:
        anchor = f"{rule.id.lower()}-{rule.name}"
        summary = rule.summary.replace("|", "\\|")
        yield f"| [{rule.id}](#{anchor}) | {rule.name} | {rule.severity} | {summary} |"


def terminal_page(rule: Rule, width: int) -> Iterator[str]:
    """The page of a rule below its heading, in lines that fit a terminal's width."""
    width = min(width, _WIDEST)
    yield from textwrap.wrap(f"{rule.severity}; {_JUDGED_BY[rule.needs]}", width)
    for paragraph in rule.manual.split("\n\n"):
        yield ""
        if paragraph.startswith((" ", "- ")):
            yield from paragraph.splitlines()
        else:
            yield from textwrap.wrap(
                paragraph, width, break_long_words=False, break_on_hyphens=False
            )
