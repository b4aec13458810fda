"""Functions of expressions that work on arrays and objects, some on strings too."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from integrity.template.expressions.look_ups import member_of
from integrity.template.expressions.values import (
    Function,
    Maker,
    Unknowable,
    definite_text_of,
    identity_of,
    integer_of,
    is_many,
    is_unknown,
    items_of,
    members_of,
)
from integrity.template.nodes import (
    ArrayNode,
    Member,
    Node,
    NullNode,
    ObjectNode,
    StringNode,
)


def create_array(make: Maker, *items: Node) -> Node:
    """An array of the arguments; one that is not known stays so on its own."""
    return make.array(items)


def create_object(make: Maker, *parts: Node) -> Node:
    """An object of keys and values in turn."""
    if len(parts) % 2:
        raise Unknowable
    return make.object(
        make.member(definite_text_of(key), value)
        for key, value in zip(parts[::2], parts[1::2], strict=True)
    )


def array(make: Maker, value: Node) -> Node:
    """The value in an array, unless it is one."""
    return value if isinstance(value, ArrayNode) else make.array([value])


def length(make: Maker, value: Node) -> Node:
    """How many items, members or characters there are."""
    if isinstance(value, StringNode):
        return make.number(len(definite_text_of(value)))
    if isinstance(value, ArrayNode):
        return make.number(len(items_of(value)))
    return make.number(len(members_of(value)))


def empty(make: Maker, value: Node) -> Node:
    """Whether a string, an array or an object has nothing in it; null has not."""
    if isinstance(value, NullNode):
        return make.truth(True)
    if isinstance(value, StringNode):
        return make.truth(not value.value)
    if isinstance(value, ArrayNode):
        if value.items and all(map(is_many, value.items)):
            raise Unknowable
        return make.truth(not value.items)
    return make.truth(not members_of(value))


def contains(make: Maker, container: Node, wanted: Node) -> Node:
    """Whether a string has a part, an array an item or an object a key."""
    if isinstance(container, StringNode):
        return make.truth(definite_text_of(wanted) in definite_text_of(container))
    if isinstance(container, ObjectNode):
        return make.truth(
            member_of(make, container, definite_text_of(wanted)) is not None
        )
    return make.truth(_index(make, items_of(container), wanted) >= 0)


def index_of(make: Maker, container: Node, wanted: Node) -> Node:
    """Where a part or an item first stands, from 0; -1 when nowhere."""
    if isinstance(container, StringNode):
        text, part = definite_text_of(container), definite_text_of(wanted)
        return make.number(text.casefold().find(part.casefold()))
    return make.number(_index(make, items_of(container), wanted))


def last_index_of(make: Maker, container: Node, wanted: Node) -> Node:
    """Where a part or an item last stands, from 0; -1 when nowhere."""
    if isinstance(container, StringNode):
        text, part = definite_text_of(container), definite_text_of(wanted)
        return make.number(text.casefold().rfind(part.casefold()))
    items = items_of(container)
    found = _index(make, items[::-1], wanted)
    return make.number(found if found < 0 else len(items) - 1 - found)


def _index(make: Maker, items: Sequence[Node], wanted: Node) -> int:
    """Known items decide only while none before them is unknown."""
    identity = identity_of(wanted, make.budget)
    for index, item in enumerate(items):
        if identity_of(item, make.budget) == identity:
            return index
    return -1


def first(make: Maker, value: Node) -> Node:
    """The first item or character; null of an empty array."""
    return _end(make, value, 0)


def last(make: Maker, value: Node) -> Node:
    """The last item or character; null of an empty array."""
    return _end(make, value, -1)


def _end(make: Maker, value: Node, index: int) -> Node:
    if isinstance(value, StringNode):
        text = definite_text_of(value)
        return make.text(text[index] if text else "")
    items = items_of(value)
    return items[index] if items else make.null()


def take(make: Maker, value: Node, count: Node) -> Node:
    """So many items or characters from the start, or as many as there are."""
    end = max(integer_of(count), 0)
    if isinstance(value, StringNode):
        return make.text(definite_text_of(value)[:end])
    return make.array(items_of(value)[:end])


def skip(make: Maker, value: Node, count: Node) -> Node:
    """What follows after so many items or characters."""
    start = max(integer_of(count), 0)
    if isinstance(value, StringNode):
        return make.text(definite_text_of(value)[start:])
    return make.array(items_of(value)[start:])


def intersection(make: Maker, one: Node, *others: Node) -> Node:
    """The items or members that all have in common."""
    if isinstance(one, ObjectNode):
        rest = [other for other in others if isinstance(other, ObjectNode)]
        if len(rest) != len(others):
            raise Unknowable
        return make.object(m for m in one.members if _in_all(make, m, rest))
    identities = [
        {identity_of(item, make.budget) for item in items_of(other)} for other in others
    ]
    return make.array(
        [
            item
            for item in items_of(one)
            if all(identity_of(item, make.budget) in known for known in identities)
        ]
    )


def _in_all(make: Maker, member: Member, others: Sequence[ObjectNode]) -> bool:
    identity = identity_of(member.value, make.budget)
    values = [member_of(make, other, member.key.value) for other in others]
    return all(
        value is not None and identity_of(value, make.budget) == identity
        for value in values
    )


def items(make: Maker, value: Node) -> Node:
    """The members of an object as objects of `key` and `value`, sorted by key."""
    members = sorted(members_of(value), key=lambda member: member.key.value.casefold())
    return make.array(
        [
            make.object((make.member("key", m.key), make.member("value", m.value)))
            for m in members
        ]
    )


def object_keys(make: Maker, value: Node) -> Node:
    """The keys of an object, as far as their order is beyond doubt."""
    keys = [member.key.value for member in members_of(value)]
    if keys != sorted(keys):
        raise Unknowable
    return make.array([make.text(key) for key in keys])


def shallow_merge(make: Maker, values: Node) -> Node:
    """The members of several objects; of one key the last holds."""
    return make.object(
        member for value in items_of(values) for member in members_of(value)
    )


def coalesce(make: Maker, *values: Node) -> Node:
    """The first value that is not null."""
    for value in values:
        if is_unknown(value):
            raise Unknowable
        if not isinstance(value, NullNode):
            return value
    return make.null()


CONTAINER_FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        "array": array,
        "coalesce": coalesce,
        "contains": contains,
        "createArray": create_array,
        "createObject": create_object,
        "empty": empty,
        "first": first,
        "indexOf": index_of,
        "intersection": intersection,
        "items": items,
        "last": last,
        "lastIndexOf": last_index_of,
        "length": length,
        "objectKeys": object_keys,
        "shallowMerge": shallow_merge,
        "skip": skip,
        "take": take,
    }
)
