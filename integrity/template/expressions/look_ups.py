"""Functions and accesses that take one value out of an array or an object."""

from collections.abc import Mapping
from types import MappingProxyType

from integrity.template.expressions.values import (
    Function,
    Maker,
    Unknowable,
    definite_text_of,
    integer_of,
    items_of,
)
from integrity.template.nodes import Node, NullNode, ObjectNode


def member_of(make: Maker, target: ObjectNode, key: str) -> Node | None:
    """A member's value; None when there is none, and no key that is not known."""
    make.budget.charge_search(target)
    value = target.get(key)
    if value is None and any(
        member.key.value.startswith("[") for member in target.members
    ):
        raise Unknowable
    return value


def try_get(make: Maker, target: Node, *keys: Node) -> Node:
    """What stands below a path of keys; null where it ends early."""
    value: Node | None = target
    for key in keys:
        value = _found(make, value, key) if value is not None else None
    return make.null() if value is None else value


def look_up(make: Maker, target: Node, key: Node) -> Node:
    """A member or an item.

    Raises:
        Unknowable: There is none, the target or the key is not known, or they do not fit.
    """
    found = _found(make, target, key)
    if found is None:
        raise Unknowable
    return found


def look_up_safely(make: Maker, target: Node, key: Node) -> Node:
    """A member or an item; null when there is none."""
    found = _found(make, target, key)
    return make.null() if found is None else found


def _found(make: Maker, target: Node, key: Node) -> Node | None:
    """A member or an item; None when there is none.

    Raises:
        Unknowable: The target or the key is not known, or they do not fit.
    """
    if isinstance(target, NullNode):
        return None
    if isinstance(target, ObjectNode):
        return member_of(make, target, definite_text_of(key))
    index, entries = integer_of(key), items_of(target)
    return entries[index] if 0 <= index < len(entries) else None


def index_from_end(_: Maker, values: Node, place: Node) -> Node:
    """An item by its place from the end, the last one being 1."""
    found = _from_end(values, place)
    if found is None:
        raise Unknowable
    return found


def try_index_from_end(make: Maker, values: Node, place: Node) -> Node:
    """An item by its place from the end; null when there is none."""
    found = None if isinstance(values, NullNode) else _from_end(values, place)
    return make.null() if found is None else found


def _from_end(values: Node, place: Node) -> Node | None:
    index, entries = integer_of(place), items_of(values)
    return entries[-index] if 1 <= index <= len(entries) else None


LOOK_UP_FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        "indexFromEnd": index_from_end,
        "tryGet": try_get,
        "tryIndexFromEnd": try_index_from_end,
    }
)
