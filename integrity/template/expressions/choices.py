"""What is known of a value that hangs on a condition which is not known."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from integrity.template.expressions.values import (
    Maker,
    Unknowable,
    identity_of,
    is_unknown,
)
from integrity.template.nodes import (
    Choice,
    Decisions,
    Node,
    ObjectNode,
    StringNode,
    UnknownNode,
    is_some_text,
)

MAX_CHOICES: Final = 8
"""Values that one may have before nothing is said of them."""


def either(make: Maker, condition: object, one: Node, other: Node) -> Node:
    """What `if` gives where its condition is not known.

    That is what both values agree on; else an unknown value that knows both.

    Args:
        condition: Equal to another's where both decide alike.
    """
    if _agree(make, one, other):
        return replace(one, span=make.span, computed=True)
    return _one_of(
        make,
        (*_choices(one, (condition, True)), *_choices(other, (condition, False))),
    )


def of_each(
    make: Maker, values: Sequence[Node], function: Callable[..., Node]
) -> Node | None:
    """A function's results for each value that one of its arguments may have.

    None where no argument is a choice of texts or objects: a function of arrays knows
    itself what to do with one that is not known.
    """
    whens = next((_whens(value) for value in values if _is_choice(value)), ())
    if not whens:
        return None
    results = []
    for when in whens:
        try:
            result = function(make, *(_chosen(value, when) for value in values))
        except Unknowable:
            result = make.unknown()
        results.append(Choice(when, result))
    return _one_of(make, tuple(results))


def _agree(make: Maker, one: Node, other: Node) -> bool:
    if isinstance(one, StringNode) and isinstance(other, StringNode):
        return one.value == other.value
    try:
        return identity_of(one, make.budget) == identity_of(other, make.budget)
    except Unknowable:
        return False


def _choices(value: Node, decided: tuple[object, bool]) -> Iterator[Choice]:
    """What one side of an `if` may be; one that is a choice itself counts as all its.

    But not as what would need the condition to be otherwise: nothing ever comes to that.
    """
    condition, holds = decided
    if isinstance(value, UnknownNode) and value.choices:
        for choice in value.choices:
            if (condition, not holds) not in choice.when:
                yield Choice((decided, *choice.when), choice.value)
    else:
        yield Choice((decided,), value)


def _one_of(make: Maker, choices: tuple[Choice, ...]) -> UnknownNode:
    nonempty = all(is_some_text(choice.value) for choice in choices)
    if len(choices) > MAX_CHOICES or all(is_unknown(one.value) for one in choices):
        choices = ()
    return replace(make.unknown(), nonempty=nonempty, choices=choices)


def _is_choice(value: Node) -> bool:
    return isinstance(value, UnknownNode) and any(
        isinstance(choice.value, StringNode | ObjectNode) for choice in value.choices
    )


def _whens(value: Node) -> tuple[Decisions, ...]:
    choices = value.choices if isinstance(value, UnknownNode) else ()
    return tuple(choice.when for choice in choices)


def _chosen(value: Node, when: Decisions) -> Node:
    found = value.choice(when) if isinstance(value, UnknownNode) else None
    return value if found is None else found
