"""Functions of expressions that join values, as far as these are known."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from integrity.template.expressions.values import (
    MAX_DEPTH,
    MAX_TEXT,
    Function,
    Maker,
    Refused,
    Unknowable,
    identity_of,
    integer_of,
    is_unknown,
    items_of,
    members_of,
    text_of,
)
from integrity.template.nodes import (
    HOLE,
    ArrayNode,
    BooleanNode,
    Member,
    Node,
    ObjectNode,
    UnknownNode,
    is_some_text,
    outlined,
)

_FORMAT_ITEM = re.compile(r"\{\{|\}\}|\{([0-9]{1,4})(?::[Dd]([0-9]{1,2}))?\}|[{}]")


def concat(make: Maker, *parts: Node) -> Node:
    """Strings one after the other, or arrays one after the other."""
    if any(isinstance(part, ArrayNode) for part in parts):
        return make.array(list(_items(parts)))
    if any(map(is_unknown, parts)) and any(map(is_some_text, parts)):
        return make.some_text(_outline(parts))
    return make.text("".join(map(text_of, parts)))


def _outline(parts: Sequence[Node]) -> str:
    """What is known of texts one after the other."""
    texts = list(map(outlined, parts))
    return "".join(texts) if sum(map(len, texts)) <= MAX_TEXT else ""


def flatten(make: Maker, value: Node) -> Node:
    """The items of the arrays in an array."""
    return make.array(list(_items(items_of(value))))


def union(make: Maker, *values: Node) -> Node:
    """Arrays without repeated items; or objects, merged to the ground, the last wins.

    Items with something unknown in them are taken for different ones.
    """
    if not any(isinstance(value, ArrayNode) for value in values):
        return _merged(make, [members_of(value) for value in values])
    distinct: dict[str | int, Node] = {}
    for place, item in enumerate(_items(values)):
        distinct.setdefault(_identity_or(place, item, make), item)
    return make.array(list(distinct.values()))


def _items(arrays: Sequence[Node]) -> Iterator[Node]:
    """The items of several arrays; of one that is not known, a stand-in for all."""
    for array in arrays:
        if isinstance(array, ArrayNode):
            yield from array.items
        elif isinstance(array, UnknownNode):
            yield replace(array, many=True)
        else:
            raise Unknowable


def _identity_or(place: int, item: Node, make: Maker) -> str | int:
    try:
        return identity_of(item, make.budget)
    except Unknowable:
        return place


def _merged(
    make: Maker, objects: Sequence[tuple[Member, ...]], depth: int = 0
) -> ObjectNode:
    if depth > MAX_DEPTH:
        raise Unknowable
    merged: dict[str, Member] = {}
    for members in objects:
        for member in members:
            make.budget.charge()
            key, value = member.key.value.casefold(), member.value
            before = merged[key].value if key in merged else None
            if isinstance(before, ObjectNode) and isinstance(value, ObjectNode):
                both = _merged(make, (before.members, value.members), depth + 1)
                member = Member(member.key, both)
            merged[key] = member
    return make.object(merged.values())


def format_(make: Maker, pattern: Node, *values: Node) -> Node:
    """A composite format of .NET: `{0}`, `{1:D3}`."""
    made = 0

    def piece(match: re.Match[str]) -> str:
        nonlocal made
        text = _format_item(match, values)
        made += len(text)
        if made > MAX_TEXT:
            raise Unknowable
        return text

    return _as_far_as_known(make, _FORMAT_ITEM.sub(piece, text_of(pattern)))


def _format_item(match: re.Match[str], values: tuple[Node, ...]) -> str:
    whole = match.group()
    if whole in ("{{", "}}"):
        return whole[0]
    if match[1] is None:
        raise Unknowable
    if int(match[1]) >= len(values):
        raise Refused(f"format is given no value for {whole}")
    value = values[int(match[1])]
    if is_unknown(value):
        return outlined(value)
    if match[2] is not None:
        number = integer_of(value)
        return "-" * (number < 0) + str(abs(number)).zfill(int(match[2]))
    if isinstance(value, BooleanNode):
        return str(value.value)
    return text_of(value)


def replace_text(make: Maker, value: Node, old: Node, new: Node) -> Node:
    """The string with every occurrence of another replaced."""
    text, wanted = text_of(value), text_of(old)
    instead = outlined(new) if is_unknown(new) else text_of(new)
    if not wanted or text.count(wanted) * len(instead) > MAX_TEXT:
        raise Unknowable
    return _as_far_as_known(make, text.replace(wanted, instead))


def _as_far_as_known(make: Maker, text: str) -> Node:
    """A text; one with holes in it is not known, but for what stands around them."""
    if HOLE not in text:
        return make.text(text)
    return make.some_text(text) if text.strip(f"{HOLE} ") else make.unknown()


JOINING_FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        "concat": concat,
        "flatten": flatten,
        "union": union,
        "format": format_,
        "replace": replace_text,
    }
)
