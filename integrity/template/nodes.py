"""The values of a JSON text: a closed family of nodes that know where they stand."""

from collections.abc import Iterator
from dataclasses import field, replace
from enum import Enum
from functools import cached_property
from typing import Final, TypeAlias

from integrity.dataclass import dataclass
from integrity.template.position import Span

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
"""A value as the standard library's `json` would give it."""


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A value and the place to point at when speaking of it."""

    span: Span

    computed: bool = field(default=False, kw_only=True)
    """The value is the result of an expression; nothing at `span` can be edited."""

    open: bool = field(default=False, kw_only=True)
    """A parameter's empty default, or a text with one in it: a deployment gives it."""


@dataclass(frozen=True, slots=True, eq=False)
class StringNode(Node):
    """A string, escapes resolved. A literal's span includes its quotes."""

    value: str


@dataclass(frozen=True, slots=True, eq=False)
class NumberNode(Node):
    """A finite number; an `int` when it was written without fraction and exponent."""

    value: int | float


@dataclass(frozen=True, slots=True, eq=False)
class BooleanNode(Node):
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True, slots=True, eq=False)
class NullNode(Node):
    """`null`."""


Decisions = tuple[tuple[object, bool], ...]
"""Conditions, and whether each of them holds."""


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One of several values, where it is not known which will hold."""

    when: Decisions
    """What decides for it; a value elsewhere may hang on the very same."""

    value: Node


HOLE: Final = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in an outline for what is not known."""


class Reason(Enum):
    """Why a value is not known offline."""

    EXPRESSION = "expression"
    PLACEHOLDER = "placeholder"
    MISSPELT = "misspelt"
    """The key is, so that nobody reads the value; and that is told of the key."""


@dataclass(frozen=True, slots=True, eq=False)
class UnknownNode(Node):
    """A value that cannot be known here; rules that need it are skipped."""

    reason: Reason

    text: str
    """What is written instead: the expression or the string with its placeholder."""

    many: bool = field(default=False, kw_only=True)
    """In an array it stands for any number of items."""

    nonempty: bool = field(default=False, kw_only=True)
    """It is a text with something in it: a part of it is known."""

    outline: str = field(default="", kw_only=True)
    """The text with `HOLE` for each part that is not known; empty where all is unknown."""

    resource_kind: str = field(default="", kw_only=True)
    """It is the id of such a resource, `Microsoft.Compute/images`, whatever its name."""

    choices: tuple[Choice, ...] = field(default=(), kw_only=True)
    """The values that it may have, where these are known; some may be unknown too."""

    declared: str = field(default="", kw_only=True)
    """The type that the parameter it stands for is declared with, folded: `securestring`.

    Empty where it is more than the value of one parameter.
    """

    def choice(self, when: Decisions) -> Node | None:
        """The value that it has when something decides; None where that does not."""
        return next((one.value for one in self.choices if one.when == when), None)


@dataclass(frozen=True, slots=True, eq=False)
class ArrayNode(Node):
    """Values in their order."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """One `"key": value` of an object."""

    key: StringNode
    value: Node

    key_kind: str = ""
    """The key is the id of such a resource, whatever its name: an expression says so."""


def made_member(key: str, value: Node) -> Member:
    """A member of which the file has the value alone."""
    return Member(StringNode(value.span, key, computed=True), value)


@dataclass(frozen=True, eq=False)
class ObjectNode(Node):
    """Members in their order; of two with one key the last one holds."""

    members: tuple[Member, ...]

    @cached_property
    def _by_folded(self) -> dict[str, Member]:
        return {member.key.value.casefold(): member for member in self.members}

    def member(self, key: str) -> Member | None:
        """The member with exactly this key, else the one that differs in case only.

        Azure Resource Manager reads keys without regard to case.
        """
        near = self._by_folded.get(key.casefold())
        if near is None or near.key.value == key:
            return near
        exact = (one for one in reversed(self.members) if one.key.value == key)
        return next(exact, near)

    def get(self, key: str) -> Node | None:
        """The value of a member, found as `member` finds it."""
        member = self.member(key)
        return member.value if member else None

    def __iter__(self) -> Iterator[Member]:
        return iter(self.members)


def names_in(node: Node | None) -> tuple[str, ...]:
    """The keys of an object; none of anything else."""
    members = node.members if isinstance(node, ObjectNode) else ()
    return tuple(member.key.value for member in members)


def value_at(node: Node | None, *keys: str) -> Node | None:
    """The value that keys lead to, each below the one before; None where they end."""
    for key in keys:
        node = node.get(key) if isinstance(node, ObjectNode) else None
    return node


def text_at(node: Node | None, *keys: str) -> str | None:
    """The string that keys lead to; None for whatever else is there, or not."""
    found = value_at(node, *keys)
    return found.value if isinstance(found, StringNode) else None


def children(node: Node | None) -> tuple[Node, ...]:
    """The items of an array, the values of an object, what an unknown value may be."""
    if isinstance(node, ObjectNode):
        return tuple([member.value for member in node.members])
    if isinstance(node, ArrayNode):
        return node.items
    if isinstance(node, UnknownNode):
        return tuple([choice.value for choice in node.choices])
    return ()


def is_given(node: Node | None) -> bool:
    """Say whether a property has a value: it is there and not null."""
    return node is not None and not isinstance(node, NullNode)


def may_be_null(node: Node) -> bool:
    """Say whether an expression may choose null, and so that nothing is there."""
    return isinstance(node, UnknownNode) and any(
        isinstance(choice.value, NullNode) for choice in node.choices
    )


def without_nulls(node: ObjectNode) -> ObjectNode:
    """An object as if what is null in it, at any depth, were not there.

    To Resource Manager a property that is null, written so or by an expression, is none:
    https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions
    """
    members = tuple(
        replace(member, value=_without_nulls(member.value))
        for member in node.members
        if is_given(member.value)
    )
    return ObjectNode(node.span, members, computed=node.computed)


def _without_nulls(node: Node) -> Node:
    """Items that are null stay: an array keeps its places."""
    if isinstance(node, ObjectNode):
        return without_nulls(node)
    if isinstance(node, ArrayNode):
        return replace(node, items=tuple(map(_without_nulls, node.items)))
    return node


def is_some_text(node: Node) -> bool:
    """Say whether a value is a text that is not blank, known or not."""
    if isinstance(node, UnknownNode):
        return node.nonempty
    return isinstance(node, StringNode) and bool(node.value.strip())


def outlined(node: Node) -> str:
    """A text as it stands in an outline; what a deployment is to give is a hole."""
    if isinstance(node, UnknownNode):
        return node.outline or HOLE
    return node.value if isinstance(node, StringNode) and not node.open else HOLE


def to_json(node: Node) -> Json:
    """The plain value of a node.

    Raises:
        ValueError: Some part of it is unknown.
    """
    match node:
        case StringNode() | NumberNode() | BooleanNode():
            return node.value
        case NullNode():
            return None
        case ArrayNode():
            return [to_json(item) for item in node.items]
        case ObjectNode():
            return {member.key.value: to_json(member.value) for member in node}
        case _:
            raise ValueError("not known offline")
