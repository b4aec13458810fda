"""Functions of expressions that calculate and compare."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from integrity.template.expressions.values import (
    Function,
    Maker,
    Unknowable,
    definite_text_of,
    identity_of,
    integer_of,
    truth_of,
)
from integrity.template.nodes import ArrayNode, Node, StringNode

_MAX_RANGE = 250
"""Items that `range` may make: of each that comes of it, much is judged."""


def add(make: Maker, left: Node, right: Node) -> Node:
    """The sum."""
    return make.number(integer_of(left) + integer_of(right))


def sub(make: Maker, left: Node, right: Node) -> Node:
    """The difference."""
    return make.number(integer_of(left) - integer_of(right))


def mul(make: Maker, left: Node, right: Node) -> Node:
    """The product."""
    return make.number(integer_of(left) * integer_of(right))


def div(make: Maker, left: Node, right: Node) -> Node:
    """The quotient, cut towards zero."""
    dividend, divisor = integer_of(left), _divisor(right)
    quotient = abs(dividend) // abs(divisor)
    return make.number(quotient if (dividend < 0) == (divisor < 0) else -quotient)


def mod(make: Maker, left: Node, right: Node) -> Node:
    """The remainder, with the sign of the dividend."""
    dividend, divisor = integer_of(left), _divisor(right)
    remainder = abs(dividend) % abs(divisor)
    return make.number(-remainder if dividend < 0 else remainder)


def _divisor(node: Node) -> int:
    divisor = integer_of(node)
    if divisor == 0:
        raise Unknowable
    return divisor


def min_(make: Maker, *values: Node) -> Node:
    """The smallest integer, of several or of an array."""
    return make.number(min(_integers(values)))


def max_(make: Maker, *values: Node) -> Node:
    """The largest integer, of several or of an array."""
    return make.number(max(_integers(values)))


def _integers(values: tuple[Node, ...]) -> list[int]:
    if len(values) == 1 and isinstance(values[0], ArrayNode):
        values = values[0].items
    if not values:
        raise Unknowable
    return list(map(integer_of, values))


def range_(make: Maker, start: Node, count: Node) -> Node:
    """Integers in a row."""
    first, length = integer_of(start), integer_of(count)
    if not 0 <= length <= _MAX_RANGE:
        raise Unknowable
    return make.array([make.number(first + step) for step in range(length)])


def equals(make: Maker, left: Node, right: Node) -> Node:
    """Whether two values are the same, with regard to case."""
    return make.truth(identity_of(left, make.budget) == identity_of(right, make.budget))


def not_(make: Maker, value: Node) -> Node:
    """The opposite."""
    return make.truth(not truth_of(value))


def _comparison(holds: Callable[[int], bool]) -> Function:
    """A function of the order of two integers or two strings."""

    def compare(make: Maker, left: Node, right: Node) -> Node:
        return make.truth(holds(_order(left, right)))

    return compare


def _order(left: Node, right: Node) -> int:
    """Below, at or above 0. Strings only where every way to sort them agrees."""
    if isinstance(left, StringNode) and isinstance(right, StringNode):
        one, other = definite_text_of(left), definite_text_of(right)
        order = (one > other) - (one < other)
        folded = (one.casefold() > other.casefold()) - (
            one.casefold() < other.casefold()
        )
        both = one + other
        if order != folded or not (both.isalnum() and both.isascii()):
            raise Unknowable
        return order
    first, second = integer_of(left), integer_of(right)
    return (first > second) - (first < second)


def true(make: Maker) -> Node:
    """`true`."""
    return make.truth(True)


def false(make: Maker) -> Node:
    """`false`."""
    return make.truth(False)


def null(make: Maker) -> Node:
    """`null`."""
    return make.null()


NUMBER_FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        "add": add,
        "sub": sub,
        "mul": mul,
        "div": div,
        "mod": mod,
        "min": min_,
        "max": max_,
        "range": range_,
        "equals": equals,
        "not": not_,
        "less": _comparison(lambda order: order < 0),
        "lessOrEquals": _comparison(lambda order: order <= 0),
        "greater": _comparison(lambda order: order > 0),
        "greaterOrEquals": _comparison(lambda order: order >= 0),
        "true": true,
        "false": false,
        "null": null,
    }
)
