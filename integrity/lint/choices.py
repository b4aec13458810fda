"""What is wrong with a template only where one of its expressions chooses so."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Final

from integrity.lint.finding import Finding
from integrity.lint.severity import Severity
from integrity.safe_text import safe_text
from integrity.template.chosen import choosing_in, may_be_deployed, where
from integrity.template.model import ImageTemplate
from integrity.template.nodes import Decisions, UnknownNode

_MOST_DECISIONS: Final = 16
"""A template may be judged once for each; most have one or two, if any."""

_MOST_CHOOSING: Final = 500
"""Values that are looked at for what decides between them."""


def where_chosen(
    template: ImageTemplate,
    found: Sequence[Finding],
    judge: Callable[[ImageTemplate], Sequence[Finding]],
) -> Iterator[Finding]:
    """What its expressions may choose, as far as that is worse than a note.

    One decision is told of at a time: two may exclude each other. Those that do not by
    themselves are judged together first: what is wrong with one is wrong there, too.

    Args:
        found: What is wrong with it whatever is chosen; that is not told again.
    """
    choosing = tuple(islice(choosing_in(template.resource), _MOST_CHOOSING))
    places = {node.span.place for node in choosing}
    looks_itself = {one.rule for one in found if one.span.place in places}
    known = {one.identity for one in found}

    def news(decisions: Decisions) -> dict[object, Finding]:
        return {
            (one.identity, one.message): one
            for one in judge(where(template, decisions))
            if _is_bad(one) and one.identity not in known
            if one.rule not in looks_itself
        }

    told = set[object]()
    possible = [one for one in _each_once(choosing) if may_be_deployed(template, one)]
    for group in _groups(possible[:_MOST_DECISIONS]):
        left = news(tuple(chain.from_iterable(group))).keys() - told
        for decisions in group:
            if not left:
                break
            for key, one in news(decisions).items():
                if key not in told:
                    told.add(key)
                    message = f"where an expression chooses so: {one.message}"
                    yield replace(one, message=safe_text(message))
            left -= told


def _each_once(choosing: Iterable[UnknownNode]) -> list[Decisions]:
    found = list[Decisions]()
    for when in (choice.when for node in choosing for choice in node.choices):
        if when not in found:
            found.append(when)
    return found


def _groups(every: Iterable[Decisions]) -> list[list[Decisions]]:
    """Decisions beside others that decide nothing the other way."""
    groups = list[list[Decisions]]()
    for decisions in every:
        opposite = [(condition, not holds) for condition, holds in decisions]
        fitting = (
            group
            for group in groups
            if not any(one in taken for taken in group for one in opposite)
        )
        group = next(fitting, None)
        if group is None:
            groups.append([decisions])
        else:
            group.append(decisions)
    return groups


def _is_bad(finding: Finding) -> bool:
    return finding.severity is not Severity.NOTE
