"""What the functions of expressions read and make: nodes, within a budget."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from integrity.dataclass import dataclass
from integrity.template.context import NOWHERE, Context
from integrity.template.nodes import (
    ArrayNode,
    BooleanNode,
    Json,
    Member,
    Node,
    NullNode,
    NumberNode,
    ObjectNode,
    Reason,
    StringNode,
    UnknownNode,
    children,
)
from integrity.template.placeholders import has_placeholder
from integrity.template.position import Span

MAX_TEXT: Final = 131_072
"""Characters of one string; Resource Manager's own limit."""

MAX_ITEMS: Final = 1_000
"""Items of any array made here."""

_MAX_STEPS: Final = 30_000
"""Steps that all expressions of one file may take together: a few hundredths of a second."""

MAX_DEPTH: Final = 64
"""Levels of a value made by an expression."""

_MAX_LEVELS: Final = 120
"""Expressions, variables and values within one another; Python's stack is finite."""

_CHARACTERS_PER_STEP = 64
_MEMBERS_PER_STEP = 8
_LARGEST_INTEGER = 2**63 - 1
_SORTED = json.JSONEncoder(sort_keys=True)


class Unknowable(Exception):
    """A function needs a value that is not known, or has no result that is."""


class Refused(Exception):
    """A call that Resource Manager would refuse, with the reason in words."""


class Budget:
    """The steps that are left; it ends before hostile text costs time or memory."""

    def __init__(self, steps: int = _MAX_STEPS) -> None:
        self._left = steps
        self._levels = 0

    def charge(self, steps: int = 1) -> None:
        """Take steps.

        Raises:
            Unknowable: There are none left.
        """
        self._left -= steps
        if self._left < 0:
            raise Unknowable

    def charge_text(self, text: str) -> None:
        """Take the steps of making or reading a text."""
        self.charge(1 + len(text) // _CHARACTERS_PER_STEP)

    def charge_search(self, target: ObjectNode) -> None:
        """Take the steps of looking for a member."""
        self.charge(1 + len(target.members) // _MEMBERS_PER_STEP)

    def enter(self) -> None:
        """Go one level deeper; `leave` comes back.

        Raises:
            Unknowable: It is too deep; do not leave then.
        """
        if self._levels >= _MAX_LEVELS:
            raise Unknowable
        self._levels += 1

    def leave(self) -> None:
        """Come back from a level."""
        self._levels -= 1


@dataclass(frozen=True, slots=True, eq=False)
class Maker:
    """Makes computed nodes that point at the expression they come from."""

    span: Span

    expression: str
    """The expression as written."""

    budget: Budget
    context: Context = NOWHERE

    def unknown(self) -> UnknownNode:
        """A value that the expression does not give here."""
        return UnknownNode(self.span, Reason.EXPRESSION, self.expression)

    def some_text(self, outline: str = "") -> UnknownNode:
        """A text that is not known here, but has something in it."""
        self.budget.charge_text(outline)
        return replace(self.unknown(), nonempty=True, outline=outline)

    def text(self, value: str) -> StringNode:
        """A string."""
        self.budget.charge_text(value)
        if len(value) > MAX_TEXT:
            raise Unknowable
        return StringNode(self.span, value, computed=True)

    def number(self, value: int | float) -> NumberNode:
        """A number."""
        if abs(value) > _LARGEST_INTEGER:
            raise Unknowable
        return NumberNode(self.span, value, computed=True)

    def truth(self, value: bool) -> BooleanNode:
        """`true` or `false`."""
        return BooleanNode(self.span, value, computed=True)

    def null(self) -> NullNode:
        """`null`."""
        return NullNode(self.span, computed=True)

    def array(self, items: Sequence[Node]) -> ArrayNode:
        """An array; its items keep their places."""
        self.budget.charge(1 + len(items))
        if len(items) > MAX_ITEMS:
            raise Unknowable
        return ArrayNode(self.span, tuple(items), computed=True)

    def object(self, members: Iterable[Member]) -> ObjectNode:
        """An object; of members whose keys differ at most in case the last holds."""
        by_key: dict[str, Member] = {}
        for member in members:
            self.budget.charge()
            by_key[member.key.value.casefold()] = member
        if len(by_key) > MAX_ITEMS:
            raise Unknowable
        return ObjectNode(self.span, tuple(by_key.values()), computed=True)

    def member(self, key: str, value: Node) -> Member:
        """A member with a computed key."""
        return Member(self.text(key), value)

    def of_json(self, value: Json) -> Node:
        """The node of a plain value."""
        match value:
            case None:
                return self.null()
            case bool():
                return self.truth(value)
            case int() | float():
                return self.number(value)
            case str():
                return self.text(value)
            case list():
                return self.array([self.of_json(item) for item in value])
            case dict():
                return self.object(
                    self.member(key, self.of_json(inner))
                    for key, inner in value.items()
                )


Function = Callable[..., Node]
"""A function of expressions: a `Maker`, then its arguments as nodes."""


def text_of(node: Node) -> str:
    """A string, or a number as text; a placeholder in it may stay a placeholder."""
    if isinstance(node, StringNode):
        return node.value
    if isinstance(node, NumberNode):
        return str(integer_of(node))
    raise Unknowable


def definite_text_of(node: Node) -> str:
    """A string whose characters are going to be looked at: without a placeholder."""
    text = text_of(node)
    if has_placeholder(text):
        raise Unknowable
    return text


def integer_of(node: Node) -> int:
    """An integer."""
    if isinstance(node, NumberNode) and isinstance(node.value, int):
        return node.value
    raise Unknowable


def truth_of(node: Node) -> bool:
    """A boolean."""
    if isinstance(node, BooleanNode):
        return node.value
    raise Unknowable


def items_of(node: Node) -> tuple[Node, ...]:
    """The items of an array, unknown ones among them, but each at its place."""
    if isinstance(node, ArrayNode) and not any(map(is_many, node.items)):
        return node.items
    raise Unknowable


def is_many(node: Node) -> bool:
    """Say whether it stands for any number of items, so that none has a place."""
    return isinstance(node, UnknownNode) and node.many


def members_of(node: Node) -> tuple[Member, ...]:
    """The members of an object, unknown ones among them."""
    if isinstance(node, ObjectNode):
        return node.members
    raise Unknowable


def plain_of(node: Node, budget: Budget, depth: int = 0) -> Json:
    """A value with nothing unknown in it, as `json` would give it."""
    budget.charge()
    if depth > MAX_DEPTH:
        raise Unknowable
    match node:
        case StringNode():
            budget.charge_text(node.value)
            return definite_text_of(node)
        case NumberNode() | BooleanNode():
            return node.value
        case NullNode():
            return None
        case ArrayNode():
            return [plain_of(item, budget, depth + 1) for item in node.items]
        case ObjectNode():
            return {
                member.key.value: plain_of(member.value, budget, depth + 1)
                for member in node.members
            }
        case _:
            raise Unknowable


def identity_of(node: Node, budget: Budget) -> str:
    """A text that two values share when Resource Manager takes them for equal."""
    plain = plain_of(node, budget)
    if isinstance(plain, float) and plain.is_integer():
        plain = int(plain)
    return _SORTED.encode(plain)


def check_size(node: Node, budget: Budget) -> None:
    """Refuse a value too deep, or one that its shared parts make too large.

    Raises:
        Unknowable: Whoever walked through it would not come back.
    """
    waiting = [(node, 1)]
    while waiting:
        one, depth = waiting.pop()
        budget.charge()
        if depth > MAX_DEPTH:
            raise Unknowable
        waiting += ((child, depth + 1) for child in children(one))


def is_unknown(node: Node) -> bool:
    """Say whether nothing at all is known of a value."""
    return isinstance(node, UnknownNode)


def value_of_json(value: Json, span: Span) -> Node:
    """The computed node of a plain value; one too large is unknown.

    Args:
        span: The place to point at when speaking of it.
    """
    make = Maker(span, span.text, Budget())
    try:
        return make.of_json(value)
    except Unknowable:
        return make.unknown()
