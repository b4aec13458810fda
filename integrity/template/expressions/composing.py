"""Functions of expressions that put values into a text, also where these are not known."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from integrity.template.expressions.values import (
    MAX_TEXT,
    Function,
    Maker,
    Unknowable,
    integer_of,
    is_unknown,
    text_of,
)
from integrity.template.nodes import HOLE, BooleanNode, Node, outlined

_FORMAT_ITEM = re.compile(r"\{\{|\}\}|\{([0-9]{1,4})(?::[Dd]([0-9]{1,2}))?\}|[{}]")


def format_(make: Maker, pattern: Node, *values: Node) -> Node:
    """A composite format of .NET: `{0}`, `{1:D3}`."""
    made = 0

    def piece(match: re.Match[str]) -> str:
        nonlocal made
        text = _format_item(match, values)
        made += len(text)
        if made > MAX_TEXT:
            raise Unknowable
        return text

    return _as_far_as_known(make, _FORMAT_ITEM.sub(piece, text_of(pattern)))


def _format_item(match: re.Match[str], values: tuple[Node, ...]) -> str:
    whole = match.group()
    if whole in ("{{", "}}"):
        return whole[0]
    if match[1] is None or int(match[1]) >= len(values):
        raise Unknowable
    value = values[int(match[1])]
    if is_unknown(value):
        return outlined(value)
    if match[2] is not None:
        number = integer_of(value)
        return "-" * (number < 0) + str(abs(number)).zfill(int(match[2]))
    if isinstance(value, BooleanNode):
        return str(value.value)
    return text_of(value)


def replace(make: Maker, value: Node, old: Node, new: Node) -> Node:
    """The string with every occurrence of another replaced."""
    text, wanted = text_of(value), text_of(old)
    instead = outlined(new) if is_unknown(new) else text_of(new)
    if not wanted or text.count(wanted) * len(instead) > MAX_TEXT:
        raise Unknowable
    return _as_far_as_known(make, text.replace(wanted, instead))


def _as_far_as_known(make: Maker, text: str) -> Node:
    """A text; one with holes in it is not known, but for what stands around them."""
    if HOLE not in text:
        return make.text(text)
    return make.some_text(text) if text.strip(f"{HOLE} ") else make.unknown()


COMPOSING_FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {"format": format_, "replace": replace}
)
