"""What is wrong with a template only where one of its expressions chooses so."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from integrity.lint.finding import Finding
from integrity.lint.severity import Severity
from integrity.safe_text import safe_text
from integrity.template.chosen import Decisions, choosing_in, where
from integrity.template.model import ImageTemplate
from integrity.template.position import Span

_MOST_DECISIONS: Final = 16
"""A template is judged once for each; most have one or two, if any."""

_MOST_CHOOSING: Final = 500
"""Values that are looked at for what decides between them."""


def where_chosen(
    template: ImageTemplate,
    found: Sequence[Finding],
    judge: Callable[[ImageTemplate], Sequence[Finding]],
) -> Iterator[Finding]:
    """What its expressions may choose, as far as that is worse than a note.

    One decision is taken at a time: two may exclude each other.

    Args:
        found: What is wrong with it whatever is chosen; that is not told again.
    """
    choosing = tuple(islice(choosing_in(template.resource), _MOST_CHOOSING))
    places = {_place(node.span) for node in choosing}
    looks_itself = {one.rule for one in found if _place(one.span) in places}
    known = {one.identity for one in found}
    told = set()
    decisions = list[Decisions]()
    for when in (choice.when for node in choosing for choice in node.choices):
        if when not in decisions:
            decisions.append(when)
    for when in decisions[:_MOST_DECISIONS]:
        for one in judge(where(template, when)):
            key = one.identity, one.message
            is_news = one.identity not in known and key not in told
            if is_news and one.rule not in looks_itself and _is_bad(one):
                told.add(key)
                message = f"where an expression chooses so: {one.message}"
                yield replace(one, message=safe_text(message))


def _place(span: Span) -> tuple[str, int]:
    return span.document.name, span.start


def _is_bad(finding: Finding) -> bool:
    return finding.severity is not Severity.NOTE
