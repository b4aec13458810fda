"""What the declaration of a parameter demands of its value."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from integrity.quantities import counted
from integrity.template.nodes import (
    ArrayNode,
    BooleanNode,
    Node,
    NullNode,
    NumberNode,
    ObjectNode,
    StringNode,
    UnknownNode,
    text_at,
    value_at,
)
from integrity.template.placeholders import has_placeholder

_MOST_SHOWN = 5

_KINDS: Mapping[str, tuple[type[Node], str]] = MappingProxyType(
    {
        "string": (StringNode, "a string"),
        "securestring": (StringNode, "a string"),
        "int": (NumberNode, "a whole number"),
        "bool": (BooleanNode, "true or false"),
        "array": (ArrayNode, "an array"),
        "object": (ObjectNode, "an object"),
        "secureobject": (ObjectNode, "an object"),
    }
)


def broken_constraint(value: Node, declaration: Node | None) -> str | None:
    """What a parameter takes, where its value is none of that.

    An empty default, which a deployment is to replace, and what is not known break none.
    """
    if value.open or (isinstance(value, StringNode) and has_placeholder(value.value)):
        return None
    return next(_broken(value, declaration), None)


def _broken(value: Node, declaration: Node | None) -> Iterator[str]:
    kind, called = _KINDS.get(
        (text_at(declaration, "type") or "").casefold(), (Node, "")
    )
    if not isinstance(value, (kind, NullNode, UnknownNode)):
        yield called
    allowed = value_at(declaration, "allowedValues")
    words = list(map(_word, allowed.items)) if isinstance(allowed, ArrayNode) else []
    word = _word(value)
    if words and word and all(words) and word not in words:
        shown = ", ".join(words[:_MOST_SHOWN])
        yield f"{shown} and so on" if len(words) > _MOST_SHOWN else shown
    if isinstance(value, NumberNode):
        yield from _beyond(declaration, "Value", value.value, "")
    elif isinstance(value, StringNode):
        yield from _beyond(declaration, "Length", len(value.value), "character")
    elif isinstance(value, ArrayNode):
        yield from _beyond(declaration, "Length", len(value.items), "item")


def _word(node: Node) -> str:
    """A text or a number as Resource Manager compares it: without regard to case."""
    if isinstance(node, StringNode | NumberNode):
        return str(node.value).casefold()
    return ""


def _beyond(
    declaration: Node | None, what: str, size: float, unit: str
) -> Iterator[str]:
    least = value_at(declaration, f"min{what}")
    most = value_at(declaration, f"max{what}")
    if isinstance(least, NumberNode) and size < least.value:
        yield f"at least {_size(least, unit)}"
    if isinstance(most, NumberNode) and size > most.value:
        yield f"at most {_size(most, unit)}"


def _size(limit: NumberNode, unit: str) -> str:
    return counted(int(limit.value), unit) if unit else str(limit.value)
