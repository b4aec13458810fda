"""Texts that were meant for expressions, and that Resource Manager takes as they are."""

import re

from integrity.template.expressions.parser import is_expression
from integrity.template.expressions.scope import Shared
from integrity.template.expressions.table import is_known_function
from integrity.template.nodes import StringNode
from integrity.template.placeholders import is_escaped

_LOOKED_AT = 4_000
_BEGINS = re.compile(r"\s*\[\s*([A-Za-z]\w{0,60})\s*\(")
_OFTEN = "parameters|variables|resourceGroup|subscription|concat|format|resourceId"
"""Functions whose names, before a parenthesis, stand in hardly any other text."""

_INSIDE = re.compile(rf"\[(?:{_OFTEN})\s*\(", re.IGNORECASE)
_WITHOUT_BRACKETS = re.compile(
    rf"(?:{_OFTEN}|uri)\([^\[]*\)(?:\.\w{{1,60}})*\]?", re.IGNORECASE
)
"""A whole call, perhaps of a member of its result, without the `[` before it."""


def plain_text(node: StringNode, shared: Shared) -> str:
    """What Resource Manager makes of a text that is no expression; a slip is a fault."""
    if is_escaped(node.value):
        return node.value[1:]
    slip = slip_in(node.value)
    if slip is not None:
        shared.fault(node.span, slip)
    return node.value


def slip_in(text: str) -> str | None:
    """What is wrong with a text that looks like an expression; None of any other.

    An id with an expression inside is left to the rule about that id.
    """
    if "(" not in text[:_LOOKED_AT] or text.startswith("/subscriptions/"):
        return None
    bare = text.strip()
    begins = _BEGINS.match(text, 0, _LOOKED_AT)
    if begins is not None and is_known_function(begins[1]):
        if is_expression(bare):
            return "white space around an expression makes a text of it"
        if "]" not in bare:
            return "an expression that is not closed: it lacks its ']'"
    if _INSIDE.search(text, 0, _LOOKED_AT):
        return "an expression inside a text is not worked out; make the whole value one"
    if _WITHOUT_BRACKETS.fullmatch(bare, 0, _LOOKED_AT):
        return "an expression that lacks its brackets is taken for a text"
    return None
