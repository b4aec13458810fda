"""`<region>`, `{region}`, `__REGION__`: what somebody, or a tool, still has to fill in."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from operator import is_

from integrity.template.nodes import (
    ArrayNode,
    Member,
    Node,
    ObjectNode,
    Reason,
    StringNode,
    UnknownNode,
)
from integrity.template.resource_ids import GUID_IN_BRACES

_ENVIRONMENT = (
    "allusersprofile|appdata|computername|homedrive|homepath|localappdata|path|"
    "programdata|programfiles|public|systemdrive|systemroot|temp|tmp|username|"
    "userprofile|windir"
)
"""What Windows itself puts between percent signs."""

_NO_VARIABLES = "schema|ref|web|root|logs|value|metadata|true|false|null|env"
"""What begins with `$` of itself: keys, containers, parts of feeds, PowerShell's words."""

_WORD = (
    r"(?<![A-Za-z0-9_])(?:YOUR[_-][A-Z0-9_-]{1,60}|[A-Z0-9_]{0,60}(?:PLACEHOLDER"
    r"|REPLACE_?ME|CHANGE_?ME|WILL_BE_(?:REPLACED|CHANGED))[A-Z0-9_]{0,60}"
    r"|[0-9a-fA-FxX]{8}-(?:[xX]{4}-){3}[xX]{12})(?![A-Za-z0-9_])"
)
"""What says that it is no value: `YOUR_REGION`, `IMAGE_ID_PLACEHOLDER`, a GUID of x."""

_PLACEHOLDER = (
    r"<%=?[\w .-]{1,60}%>"
    r"|<{1,2}[A-Za-z][\w .:/-]{0,60}>{1,2}"
    r"|\$?\{\{[\w .|-]{1,60}\}\}"
    r"|#\{[A-Za-z][\w.-]{0,60}\}#?"
    rf"|[$@]?(?!(?i:{GUID_IN_BRACES}))\{{[A-Za-z][\w.-]{{0,60}}\}}"
    r"|\$\{[A-Za-z][^{}]{0,120}\}"
    r"|\$\(\$?[A-Za-z][^()]{0,200}\)"
    r"|\[\[[A-Za-z][\w.-]{0,60}\]\]"
    r"|%\{~? ?(?:if|else|endif|for|endfor)\b[^{}]{0,120}\}"
    rf"|%(?!(?i:{_ENVIRONMENT})%)[A-Za-z][\w.-]{{2,60}}%(?![0-9A-Fa-f]{{2}})"
    r"|@@[A-Za-z][\w.-]{0,60}?@@"
    r"|__[A-Z][A-Z0-9_]{0,60}?__"
    r"|(?<!\w)__[A-Za-z]\w{0,60}?__(?!\w)"
    r"|\$(?!ENV:)[A-Z][A-Z0-9_]{2,60}\b"
    rf"|(?<![\w$])\$(?!(?:{_NO_VARIABLES})\b)[A-Za-z_]\w{{1,60}}\b(?![:(=])"
    r"|\*{3,}"
    rf"|{_WORD}"
)
"""Those of people, of logs that mask secrets, of Jinja and ERB, of Azure Pipelines, GitHub, shells and the like.

Compiled when the first text may have one, as the next one is: most templates have none.
"""

_HALF_OPEN = re.compile(r"<[^<>]{1,80}")
_FILLABLE = (
    r"<%=?([^<>%]{1,80})%>"
    r"|<{1,2}([^<>]{1,80})>{1,2}"
    r"|\$?\{\{([^{}]{1,80})\}\}"
    r"|#\{([^{}]{1,80})\}#?"
    r"|[$@]?\{([^{}]{1,80})\}"
    r"|\$\(\$?([\w.-]{1,80})\)"
    r"|@@([\w.-]{1,80}?)@@"
    r"|__(\w{1,80}?)__"
    r"|\$([A-Za-z_]\w{1,60})\b"
    r"|\[\[([\w.-]{1,80})\]\]"
    r"|%([A-Za-z][\w.-]{2,60})%"
    r"|^<([^<>]{1,80})$"
    rf"|({_WORD})"
)
_BRACKETED = re.compile(r"\[\[[A-Za-z][\w.-]{0,60}\]\]")
_SIGN = re.compile(  # no set begins one: then a search leaps to their first letters
    r"<|\{|\$|%|@@|__|\[\[|\*\*\*|PLACEHOLDER|REPLACE|CHANGE_?ME|WILL_BE_|YOUR[_-]"
    r"|x[xX]{3}-|X[xX]{3}-"
)
_TYPE_NAMES = frozenset(("string", "int", "bool"))
"""What the resource's reference has in place of every value."""

_MARKS = " <>{}()[]$#@%=_"

_SCRIPT_KEYS = frozenset(
    (
        "inline", "restartcommand", "restartcheckcommand", "searchcriteria", "filters",
        "description", "metadata",
    )
)  # fmt: skip
"""Below these keys `<`, `>` and braces are ordinary text: scripts, queries, prose."""


def has_placeholder(text: str) -> bool:
    """Say whether a text holds a placeholder, or a half-open one: `<name`."""
    if not _may_have(text):
        return text in _TYPE_NAMES
    return _is_half_open(text) or re.search(_PLACEHOLDER, text) is not None


def placeholders_in(text: str) -> tuple[str, ...]:
    """The placeholders of a text as they stand, each once."""
    if text in _TYPE_NAMES:
        return (text,)
    marks = _HALF_OPEN.findall(text) if _is_half_open(text) else ()
    return tuple(dict.fromkeys((*marks, *re.findall(_PLACEHOLDER, text))))


def without_placeholders(text: str, instead: str) -> str:
    """A text with something else in place of each placeholder."""
    if text in _TYPE_NAMES:
        return instead
    return re.sub(_PLACEHOLDER, instead, text) if _may_have(text) else text


def is_escaped(text: str) -> bool:
    """Say whether Resource Manager drops the first of a string's two brackets.

    `[[name]]` is left to whoever fills it in: nobody escapes a name that is closed
    twice.
    """
    is_marked = text.startswith("[[") and text.endswith("]")
    return is_marked and _BRACKETED.fullmatch(text) is None


def _may_have(text: str) -> bool:
    return _SIGN.search(text) is not None


def _is_half_open(text: str) -> bool:
    return text.startswith("<") and ">" not in text


def fill_name(name: str) -> str:
    """A placeholder's name as it is compared: no case, no blanks, no brackets."""
    return "".join(name.strip(_MARKS).casefold().split())


def fill(text: str, fills: Mapping[str, str]) -> str:
    """Put given values in place of their placeholders.

    Args:
        fills: Values by name, the names as `fill_name` gives them.
    """
    if not fills or not _may_have(text):
        return text

    def filled(match: re.Match[str]) -> str:
        name = fill_name(match[match.lastindex or 0])
        return fills[name] if name in fills else match.group()

    return re.sub(_FILLABLE, filled, text)


def fill_strings(node: Node, fills: Mapping[str, str]) -> Node:
    """Put given values in place of their placeholders in every string of a value."""
    if isinstance(node, StringNode):
        text = fill(node.value, fills)
        return (
            node if text == node.value else StringNode(node.span, text, computed=True)
        )
    return _rebuilt(node, lambda value: fill_strings(value, fills))


def mark_placeholders(node: Node) -> Node:
    """Make every string that holds a placeholder an unknown value."""
    if isinstance(node, StringNode) and has_placeholder(node.value):
        return UnknownNode(node.span, Reason.PLACEHOLDER, node.value)
    return _rebuilt(node, mark_placeholders, spared=_SCRIPT_KEYS)


def _rebuilt(
    node: Node,
    change: Callable[[Node], Node],
    spared: frozenset[str] = frozenset(),
) -> Node:
    """The same node while no change is made below it."""
    if isinstance(node, UnknownNode) and node.choices:
        choices = (replace(one, value=change(one.value)) for one in node.choices)
        return replace(node, choices=tuple(choices))
    if isinstance(node, ArrayNode):
        items = [change(item) for item in node.items]
        if not all(map(is_, items, node.items)):
            return ArrayNode(node.span, tuple(items), computed=node.computed)
    if isinstance(node, ObjectNode):
        members = [
            member
            if member.key.value.casefold() in spared
            else _with_value(member, change(member.value))
            for member in node.members
        ]
        if not all(map(is_, members, node.members)):
            return ObjectNode(node.span, tuple(members), computed=node.computed)
    return node


def _with_value(member: Member, value: Node) -> Member:
    return member if value is member.value else Member(member.key, value)
