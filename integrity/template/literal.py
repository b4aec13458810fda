"""Places inside the strings of a template."""

from integrity.template.nodes import StringNode
from integrity.template.position import Span

LONGEST_LINE = 8192
"""A longer line of a command is cut: no search may take long on hostile text."""


def excerpt(node: StringNode, start: int, end: int) -> Span:
    """The place of some characters of a string's value.

    An escape before `end` shifts what follows, and a computed value stands nowhere:
    then it is the place of the whole string.
    """
    written = node.span.text[1 : 1 + end]
    if node.computed or written != node.value[:end]:
        return node.span
    inside = node.span.start + 1
    return Span(node.span.document, inside + start, inside + end)
