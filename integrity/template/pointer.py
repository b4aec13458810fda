"""JSON pointers: names of places that outlive moved lines (RFC 6901)."""

from integrity.template.nodes import ArrayNode, Node, ObjectNode
from integrity.template.position import Span


def pointer_to(root: Node, span: Span) -> str:
    """The pointer of the innermost value at a span's start; a key means its value."""
    if root.span.document is not span.document:
        return ""
    tokens: list[str] = []
    node: Node | None = root
    while node is not None:
        node = _step_into(node, span.start, tokens)
    return "".join(f"/{token}" for token in tokens)


def _step_into(node: Node, offset: int, tokens: list[str]) -> Node | None:
    """The child at `offset`, its token added; None when the node itself is meant."""
    if isinstance(node, ObjectNode):
        for member in node.members:
            if member.key.span.start <= offset < member.value.span.end:
                key = member.key.value
                tokens.append(key.replace("~", "~0").replace("/", "~1"))
                return member.value
    elif isinstance(node, ArrayNode):
        for index, item in enumerate(node.items):
            if item.span.start <= offset < item.span.end:
                tokens.append(str(index))
                return item
    return None
