"""An object of the template, read by key, unknown values told apart."""

from integrity.template.nodes import (
    ArrayNode,
    BooleanNode,
    Node,
    NullNode,
    NumberNode,
    ObjectNode,
    StringNode,
    UnknownNode,
)
from integrity.template.position import Span


class NotKnown(Exception):
    """A value that a rule asked for is not known offline."""

    def __init__(self, node: UnknownNode) -> None:
        super().__init__(node.text)
        self.node = node


class Block:
    """An object of the template, read by key.

    Each reader gives None for a value that is absent, null or of another type (that
    is for the rules about types), and raises `NotKnown` for one not known offline.
    """

    def __init__(self, node: ObjectNode, place: str) -> None:
        self.node = node
        self.place = place
        """Where it stands, for messages: `customize[2]`."""

    @property
    def head(self) -> Span:
        """The place to point at when the object as a whole is meant."""
        kind = self.node.get("type")
        return kind.span if kind is not None else self.opening

    @property
    def opening(self) -> Span:
        """The object's opening brace."""
        span = self.node.span
        return Span(span.document, span.start, min(span.start + 1, span.end))

    def get(self, key: str) -> Node | None:
        """The value as it stands, unknown or not; None when absent or null."""
        node = self.node.get(key)
        return None if isinstance(node, NullNode) else node

    def known(self, key: str) -> Node | None:
        """The value, if it is known."""
        node = self.get(key)
        if isinstance(node, UnknownNode):
            raise NotKnown(node)
        return node

    def text(self, key: str) -> str | None:
        """The value of a string."""
        node = self.known(key)
        return node.value if isinstance(node, StringNode) else None

    def number(self, key: str) -> int | float | None:
        """The value of a number."""
        node = self.known(key)
        return node.value if isinstance(node, NumberNode) else None

    def boolean(self, key: str) -> bool | None:
        """The value of a boolean."""
        node = self.known(key)
        return node.value if isinstance(node, BooleanNode) else None

    def items(self, key: str) -> tuple[Node, ...]:
        """The items of an array, unknown ones among them; empty when there is none."""
        node = self.known(key)
        return node.items if isinstance(node, ArrayNode) else ()

    def block(self, key: str) -> "Block | None":
        """The value of an object."""
        node = self.known(key)
        place = f"{self.place}.{key}".lstrip(".")
        return Block(node, place) if isinstance(node, ObjectNode) else None

    def span_of(self, key: str) -> Span:
        """The value's place; where it is absent, the object's."""
        node = self.node.get(key)
        return self.head if node is None else node.span

    def key_span(self, key: str) -> Span:
        """The key's place; where it is absent, the object's."""
        member = self.node.member(key)
        return self.head if member is None else member.key.span
