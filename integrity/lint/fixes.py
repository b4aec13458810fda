"""Mechanical fixes that more than one rule offers."""

import re

from integrity.lint.finding import Fix
from integrity.template.edit import Edit, rename_key, replace_value
from integrity.template.nodes import Member, Node, StringNode

_NUMBER = re.compile(r"[0-9]{1,15}")
"""A number that everything which reads JSON keeps exactly."""


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
    """Make an array of a single string; None for anything else."""
    if not isinstance(node, StringNode) or node.computed:
        return None
    return Fix("put it into brackets", (Edit(node.span, f"[{node.span.text}]"),))


def renamed(member: Member, key: str) -> Fix | None:
    """Write another key; None where the key does not stand literally in the file."""
    if member.key.computed:
        return None
    return Fix(f"rename it to {key}", (rename_key(member, key),))
