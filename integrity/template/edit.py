"""Change single places of a document and keep every other character."""

import json
import re
from collections.abc import Iterable

from integrity.dataclass import dataclass
from integrity.template.nodes import Member, ObjectNode, StringNode
from integrity.template.position import Document, Span

_GAP = " \t\r\n,"
_COLON = re.compile(r"\s*:\s*")
_COLON_AND_STRING = re.compile(r'(\s*:\s*)"[^"\\]*(?:\\.[^"\\]*)*"')


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


def insert_after(member: Member, key: str, value: str) -> Edit | None:
    """Add a member after one that holds a string, in the style of the file around it.

    None when the member is not written out in a file: an expression made it.
    """
    span = member.key.span
    written = _COLON_AND_STRING.match(span.document.text, span.end)
    if member.key.computed or written is None:
        return None
    colon = written[1] if written[1].strip(" \t") == ":" else ": "
    text = json.dumps(key) + colon + json.dumps(value)
    place = Span(span.document, written.end(), written.end())
    gap = _gap_before(span) or (" " if colon.endswith(" ") else "")
    return Edit(place, "," + gap + text)


def remove(span: Span) -> Edit:
    """Take a piece of text away."""
    return Edit(span, "")


def remove_member(owner: ObjectNode, member: Member) -> Edit | None:
    """Take a member away, with the comma before it or, of the first one, after it.

    None when it is not written out in one piece, or when a comment stands there.
    """
    at = owner.members.index(member)
    pieces = owner.members[max(at - 1, 0) : at + 1]
    if not all(map(is_in_one_piece, pieces)):
        return None
    span = member.key.span
    start, end = span.start, member.value.span.end
    if at > 0:
        start = owner.members[at - 1].value.span.end
    elif len(owner.members) > 1:
        end = owner.members[1].key.span.start
    text = span.document.text
    around = text[start : span.start] + text[member.value.span.end : end]
    return remove(Span(span.document, start, end)) if not around.strip(_GAP) else None


def is_in_one_piece(member: Member) -> bool:
    """Say whether the value stands behind its key, and is not chosen from elsewhere."""
    key, value = member.key.span, member.value.span
    if (
        member.key.computed
        or member.value.computed
        or key.document is not value.document
    ):
        return False
    return _COLON.fullmatch(key.document.text, key.end, value.start) is not None


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


def _gap_before(span: Span) -> str:
    """The white space before a key that sets it apart from the mark before it."""
    before = span.document.text[: span.start]
    gap = before[len(before.rstrip(" \t\r\n")) :]
    *lines, indent = gap.splitlines(keepends=True) or [""]
    return lines[-1].lstrip(" \t") + indent if lines else indent
