"""The manual of the rules: a page in Markdown, a page for a terminal, and the index."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping

from integrity.lint.rule import Needs, Rule

JUDGED_BY: Mapping[Needs, str] = {
    Needs.TEXT: "judged by `bakeferry lint`, offline",
    Needs.ARTIFACTS: "judged by `bakeferry verify`, which reads the artifacts",
    Needs.AZURE: "judged only where Azure could be asked",
    Needs.RUN: "explained, never judged: only a run can tell",
}


def page(rule: Rule, bad_example: str | None, good_example: str | None) -> str:
    """The page of a rule in Markdown, with the files that its tests use."""
    return "\n".join([
        f"## {rule.id} {rule.name}",
        "",
        f"*{rule.severity}; {JUDGED_BY[rule.needs]}*",
        "",
        rule.manual,
        *_example("Breaks it", bad_example),
        *_example("Keeps it", good_example),
        "",
    ])  # fmt: skip


def _example(title: str, text: str | None) -> Iterator[str]:
    if text is None:
        return
    yield from ("", f"<details><summary>{title}</summary>", "")
    yield from ("```json", text.rstrip(), "```", "", "</details>")


def contents(rules: Iterable[Rule]) -> Iterator[str]:
    """A table of all rules in Markdown, each linked to its page."""
    yield from ("| Rule | Name | Severity | |", "|---|---|---|---|")
    for rule in rules:
        anchor = f"{rule.id.lower()}-{rule.name}"
        summary = rule.summary.replace("|", "\\|")
        yield f"| [{rule.id}](#{anchor}) | {rule.name} | {rule.severity} | {summary} |"


def terminal_page(rule: Rule, width: int) -> Iterator[str]:
    """The page of a rule below its heading, in lines of at most `width` cells."""
    yield f"{rule.severity}; {JUDGED_BY[rule.needs]}"
    for paragraph in rule.manual.split("\n\n"):
        yield ""
        if paragraph.startswith((" ", "- ")):
            yield from paragraph.splitlines()
        else:
            yield from textwrap.wrap(
                paragraph, width, break_long_words=False, break_on_hyphens=False
            )
