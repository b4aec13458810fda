"""Change single places of a document and keep every other character."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from integrity.template.nodes import Member, ObjectNode, StringNode
from integrity.template.position import Document, Span

_INDENT = re.compile(r"[ \t]*")


@dataclass(frozen=True, slots=True)
class Edit:
    """Put a text in place of a span; an empty span is an insertion."""

    span: Span
    replacement: str


def replace_value(span: Span, value: str | int | bool | list[int]) -> Edit:
    """Write another JSON value at `span`."""
    return Edit(span, json.dumps(value, ensure_ascii=False))


def rename_key(member: Member, key: str) -> Edit:
    """Write another key."""
    return Edit(member.key.span, json.dumps(key, ensure_ascii=False))


def insert_after(member: Member, key: str, value: str) -> Edit:
    """Add a member after another one, in the style of the file around it."""
    document = member.key.span.document
    start, end = member.key.span.start, member.value.span.end
    text = json.dumps(key) + _colon_after(member) + json.dumps(value)
    return Edit(Span(document, end, end), "," + _gap_before(document, start) + text)


def remove(span: Span) -> Edit:
    """Take a piece of text away."""
    return Edit(span, "")


def apply(document: Document, edits: Iterable[Edit]) -> str:
    """The text after edits of this document; those of other documents are ignored.

    Equal edits are made once. Of two that overlap the first in the text is made.
    """
    done = 0
    pieces: list[str] = []
    for edit in sorted(
        {
            (edit.span.start, edit.span.end, edit.replacement)
            for edit in edits
            if edit.span.document is document
        }
    ):
        start, end, replacement = edit
        if start < done:
            continue
        pieces += document.text[done:start], replacement
        done = end
    return "".join(pieces) + document.text[done:]


def editable(node: object) -> bool:
    """Say whether a value stands literally in a file, so that it can be replaced."""
    return isinstance(node, StringNode | ObjectNode) and not node.computed


def _gap_before(document: Document, start: int) -> str:
    """The white space between the mark before a key and the key."""
    text = document.text
    begin = start
    while begin and text[begin - 1] in " \t\r\n":
        begin -= 1
    gap = text[begin:start]
    breaks = [at for at, character in enumerate(gap) if character in "\r\n"]
    if not breaks:
        return " " if not gap else gap
    end_of_line = "\r\n" if "\r\n" in gap else gap[breaks[-1]]
    return end_of_line + gap[breaks[-1] + 1 :]


def _colon_after(member: Member) -> str:
    """The colon of a member with the white space around it, unless a line breaks."""
    text = member.key.span.document.text
    colon = text[member.key.span.end : member.value.span.start]
    return colon if colon.strip(" \t") == ":" else ": "
