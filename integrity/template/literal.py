"""Places inside the strings of a template."""

import re

from integrity.template.nodes import StringNode
from integrity.template.position import Span

LONGEST_LINE = 8192
"""A longer line of a command is cut: no search may take long on hostile text."""

_HALF = r"\\u[dD][{}][0-9A-Fa-f]{{2}}"
_ESCAPE = (
    _HALF.format("89abAB")
    + _HALF.format("c-fC-F")
    + r"|\\u[0-9A-Fa-f]{4}|\\[\"\\/bfnrt]"
)
"""What is written for one character of a value."""


def excerpt(node: StringNode, start: int, end: int) -> Span:
    """The place of some characters of a string's value.

    A computed value stands nowhere: then it is the place of the whole string. So it is
    for what stands behind escapes farther on than anybody reads.
    """
    if node.computed:
        return node.span
    inside = node.span.start + 1
    if node.span.text[1 : 1 + end] == node.value[:end]:
        return Span(node.span.document, inside + start, inside + end)
    if end > LONGEST_LINE:
        return node.span
    written = node.span.text[1:-1]
    first, last = _place(written, start), _place(written, end)
    return Span(node.span.document, inside + first, inside + last)


def _place(written: str, offset: int) -> int:
    """Where the character `offset` of a value is written."""
    longer = 0
    for escape in re.finditer(_ESCAPE, written):
        if escape.start() - longer >= offset:
            break
        longer += len(escape.group()) - 1
    return offset + longer
