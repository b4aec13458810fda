"""What the expressions of a template come to, as far as it is known offline.

A value is not shown when it hangs on a secure parameter, and one that looks like a
secret under any name it comes by is hidden.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

from integrity.dataclass import dataclass
from integrity.lint.secrets import without_secrets
from integrity.quantities import counted
from integrity.safe_text import Safe, safe_text
from integrity.template.loader import LoadedFile
from integrity.template.nodes import (
    ArrayNode,
    BooleanNode,
    Node,
    NumberNode,
    ObjectNode,
    Reason,
    StringNode,
    UnknownNode,
)
from integrity.template.position import Document, Span
from tui.widgets.source_view.secure_names import SecureNames, names_in

_MAX_EXPRESSIONS = 1_000
"""Expressions of one file that are told, the first ones; it bounds the time."""

_MAX_LOOKED_AT = 20_000
"""Values of one file that are looked at to find them."""

_MAX_CHARACTERS = 2_000
"""Of a value that is shown."""

_EXPRESSION = re.compile(r'"\[(?!\[)(?:[^"\\\r\n]|\\.)*+"?')
_VALUE = re.compile(r'[ \t\r\n]*+:[ \t\r\n]*+(?=")')


@dataclass(frozen=True, slots=True)
class Hint:
    """The value of one expression."""

    span: Span
    """Where the expression is written."""

    shown: Safe | None
    """None when it is not known offline."""


def hints_of(loaded: LoadedFile) -> Iterator[Hint]:
    """The values of the expressions in a file's templates, each place once.

    Of a place that a copy loop reads several times, the first value is told.
    """
    document = loaded.document
    spans = {
        match.start(): Span(document, *match.span())
        for match in islice(_EXPRESSION.finditer(document.text), _MAX_EXPRESSIONS)
        if match.group().endswith(']"')
    }
    if not spans:
        return
    secure: SecureNames | None = None
    seen: set[int] = set()
    for start, key, value in _values(loaded, sorted(spans)):
        if start in seen:
            continue
        seen.add(start)
        secure = secure or SecureNames(document, loaded.templates)
        shown = _shown(value, key, spans[start], secure)
        yield Hint(spans[start], shown)


def _values(loaded: LoadedFile, starts: list[int]) -> Iterator[tuple[int, str, Node]]:
    """Where an expression stands, under which key, and what it comes to."""
    waiting: list[tuple[str, Node]] = [
        ("", template.resource) for template in reversed(loaded.templates)
    ]
    written = frozenset(starts)
    left = _MAX_LOOKED_AT
    while waiting:
        key, node = waiting.pop()
        for inner_key, start, value in _parts(node, key, loaded.document):
            left -= 1
            if left < 0:
                return
            if start in written:
                yield start, inner_key, value
            elif _may_hold_one(value, starts, loaded.document):
                waiting.append((inner_key, value))


def _parts(node: Node, key: str, document: Document) -> Iterator[tuple[str, int, Node]]:
    """The values of a container and where each is written; -1 in another document."""
    if isinstance(node, ObjectNode):
        for member in node.members:
            name = member.key
            match = (
                _VALUE.match(document.text, name.span.end)
                if name.span.document is document and not name.computed
                else None
            )
            yield name.value, match.end() if match else -1, member.value
    elif isinstance(node, ArrayNode):
        for item in node.items:
            is_result = item.computed or isinstance(item, UnknownNode)
            here = is_result and item.span.document is document
            yield key, item.span.start if here else -1, item


def _may_hold_one(node: Node, starts: list[int], document: Document) -> bool:
    if not isinstance(node, ObjectNode | ArrayNode):
        return False
    if node.span.document is not document:
        return False
    index = bisect_left(starts, node.span.start)
    return index < len(starts) and starts[index] < node.span.end


def _shown(node: Node, key: str, span: Span, secure: SecureNames) -> Safe | None:
    if isinstance(node, UnknownNode):
        is_placeholder = node.reason is Reason.PLACEHOLDER
        return _cut(node.text, key, span) if is_placeholder else None
    if secure.are_in(span.text):
        return Safe("a secret, from a secure parameter")
    match node:
        case StringNode():
            return _cut(node.value, key, span) if node.value else Safe('""')
        case NumberNode():
            return Safe(str(node.value))
        case BooleanNode():
            return Safe("true" if node.value else "false")
        case ArrayNode():
            return Safe(counted(len(node.items), "item"))
        case ObjectNode():
            return Safe(counted(len(node.members), "property", "properties"))
    return Safe("null")


def _cut(value: str, key: str, span: Span) -> Safe:
    """A text without what is a secret by its looks or by one of its names."""
    text = value[:_MAX_CHARACTERS]
    for name in (key, *(name for _, name in names_in(span.text))):
        # as a line of JSON, because many secrets are known by what stands before them
        before = f'"{name}": "'
        text = without_secrets(f'{before}{text}"')[len(before) : -1]
    return safe_text(text)
