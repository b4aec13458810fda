"""Mechanical fixes that more than one rule offers."""

import re

from integrity.lint.finding import Fix
from integrity.template.edit import Edit, rename_key, replace_value
from integrity.template.nodes import Member, Node, StringNode

_NUMBER = re.compile(r"[0-9]{1,15}")
"""A number that everything which reads JSON keeps exactly."""

_DECLARED = re.compile(r'"(?:defaultValue|value)"\s*:\s*\Z', re.IGNORECASE)
_LONGEST_KEY = 64
_LITERAL = re.compile(r"[-0-9tfn]")


def keeps_declared_types(fix: Fix) -> bool:
    """Say whether each parameter keeps the type that its declaration tells."""
    return not any(map(_retypes, fix.edits))


def _retypes(edit: Edit) -> bool:
    text, start = edit.span.document.text, edit.span.start
    before = text[max(0, start - _LONGEST_KEY) : start]
    if not edit.replacement or _DECLARED.search(before) is None:
        return False
    return _kind(edit.replacement[0]) != _kind(text[start : start + 1])


def _kind(first: str) -> str:
    """What a JSON value is, by its first character; numbers and words are alike."""
    return _LITERAL.sub("0", first)


def without_quotes(node: Node) -> Fix | None:
    """Make a number of a string of digits; None for anything else."""
    if not isinstance(node, StringNode) or node.computed:
        return None
    if not _NUMBER.fullmatch(node.value):
        return None
    return Fix("take the quotes away", (replace_value(node.span, int(node.value)),))


def replaced(node: Node | None, value: str | int | bool, title: str) -> Fix | None:
    """Write another value; None where none stands literally in the file."""
    if node is None or node.computed:
        return None
    return Fix(title, (replace_value(node.span, value),))


def in_brackets(node: Node) -> Fix | None:
    """Make an array of a single string, none of a blank one; None for anything else."""
    if not isinstance(node, StringNode) or node.computed:
        return None
    if not node.value.strip():
        return Fix("make it an empty array", (Edit(node.span, "[]"),))
    return Fix("put it into brackets", (Edit(node.span, f"[{node.span.text}]"),))


def renamed(member: Member, key: str) -> Fix | None:
    """Write another key; None where the key does not stand literally in the file."""
    if member.key.computed:
        return None
    return Fix(f"rename it to {key}", (rename_key(member, key),))
