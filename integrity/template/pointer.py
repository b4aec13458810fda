"""JSON pointers: names of places that outlive moved lines (RFC 6901)."""

from bisect import bisect_right
from collections.abc import Iterator

from integrity.template.nodes import ArrayNode, Member, Node, ObjectNode
from integrity.template.position import Span


def pointer_to(root: Node, span: Span) -> str:
    """The pointer of the innermost value at a span's start; a key means its value.

    Args:
        root: A value as it was read: what it holds stands in the order of the text.
    """
    if root.span.document is not span.document:
        return ""
    tokens: list[str] = []
    node: Node | None = root
    while node is not None:
        node = _step_into(node, span.start, tokens)
    return "".join(f"/{token}" for token in tokens)


def nodes_around(root: Node, span: Span) -> Iterator[Node]:
    """The values that hold a span's start: the root first, the innermost at last."""
    node: Node | None = root
    while node is not None:
        yield node
        node = _step_into(node, span.start, [])


def escaped(key: str) -> str:
    """A key as a token of a pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def _step_into(node: Node, offset: int, tokens: list[str]) -> Node | None:
    """The child at `offset`, its token added; None when the node itself is meant."""
    if isinstance(node, ObjectNode):
        at = bisect_right(node.members, offset, key=_start_of_member) - 1
        if at >= 0 and offset < node.members[at].value.span.end:
            key = node.members[at].key.value
            tokens.append(escaped(key))
            return node.members[at].value
    elif isinstance(node, ArrayNode):
        at = bisect_right(node.items, offset, key=_start) - 1
        if at >= 0 and offset < node.items[at].span.end:
            tokens.append(str(at))
            return node.items[at]
    return None


def _start(node: Node) -> int:
    return node.span.start


def _start_of_member(member: Member) -> int:
    return member.key.span.start
