"""What becomes of a template under another api-version.

It is judged twice, by its own version and by the other one, and what is told is the
difference: what is refused, ignored or deprecated there and was not here. The tree of
properties knows the newer names (`became`), so the findings bring their fixes along.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeAlias

from integrity.lint.finding import Finding
from integrity.lint.severity import Severity
from integrity.template.model import ImageTemplate

Judge: TypeAlias = Callable[[ImageTemplate], Iterable[Finding]]
"""Makes findings of a template, by the version in its `judged_by` or its own."""


def migration(
    template: ImageTemplate, target: str, judge: Judge
) -> tuple[Finding, ...]:
    """The findings that a move to another api-version brings, or makes worse."""
    return new_findings(judge(template), judge(moved(template, target)))


def moved(template: ImageTemplate, target: str) -> ImageTemplate:
    """The same template, judged by another api-version."""
    return replace(template, judged_by=target)


def new_findings(
    before: Iterable[Finding], after: Iterable[Finding]
) -> tuple[Finding, ...]:
    """Those of `after` that were not there before, or were not as bad."""
    ranks: dict[tuple[object, ...], int] = {}
    for finding in before:
        rank = finding.severity.rank
        ranks[finding.identity] = min(rank, ranks.get(finding.identity, rank))
    return tuple(
        finding
        for finding in after
        if finding.severity.rank < ranks.get(finding.identity, len(Severity))
    )
