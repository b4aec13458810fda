"""JSON that stands in a string of JSON, as jsonencode makes it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from integrity.errors import DocumentError
from integrity.template.nodes import (
    ArrayNode,
    Member,
    Node,
    ObjectNode,
    StringNode,
)
from integrity.template.position import Document, Span

_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}"
    r"|\\u[0-9A-Fa-f]{4}|\\.|.",
    re.DOTALL,
)
"""What is written for one character: an escape, two of a surrogate pair, itself."""


def value_in(text: StringNode) -> Node | None:
    """The object or the array that a string holds; None where it holds none.

    Every value points at the piece of the string that it is written in. All but arrays,
    which no fix writes anew, count as computed: nothing there can be edited as if it
    were JSON of the file.
    """
    if not text.value.lstrip().startswith(("{", "[")):
        return None
    from integrity.template.syntax import parse  # most files hold no such string

    try:
        syntax = parse(Document(text.span.document.name, text.value))
    except DocumentError:
        return None
    if syntax.lapses:
        return None
    return _Moved(text).node(syntax.root)


class _Moved:
    """Takes nodes of a string's own text to the places in the file."""

    def __init__(self, text: StringNode) -> None:
        self.span = text.span
        self.starts: Sequence[int] = ()
        if not text.computed:
            starts = tuple(self._starts())
            self.starts = starts if len(starts) == len(text.value) + 1 else ()

    def _starts(self) -> Iterator[int]:
        """Where each character of the text begins in the file; then where it ends."""
        inside = self.span.text[1:-1]
        first = self.span.start + 1
        for match in _CHARACTER.finditer(inside):
            yield first + match.start()
        yield first + len(inside)

    def place(self, span: Span) -> Span:
        """A place in the text; the whole string where that cannot be told apart."""
        if not self.starts:
            return self.span
        start, end = self.starts[span.start], self.starts[span.end]
        return Span(self.span.document, start, end)

    def node(self, node: Node) -> Node:
        """A value and all in it; the text has no more levels than a file may have."""
        span = self.place(node.span)
        match node:
            case ObjectNode():
                members = tuple(map(self.member, node.members))
                return ObjectNode(span, members, computed=True)
            case ArrayNode():
                return ArrayNode(span, tuple(map(self.node, node.items)))
        return replace(node, span=span, computed=True)

    def member(self, member: Member) -> Member:
        """A key and its value."""
        key = StringNode(self.place(member.key.span), member.key.value, computed=True)
        return Member(key, self.node(member.value))
