"""JSON text to nodes that know their spans: strict, or lenient and saying where.

Accepted leniently, each at its place: a byte order mark, comments, trailing commas,
the documentation's fragments (`"customize": […],` without an outer object, several
values in a row, `...`), unquoted placeholders (`<minutes>`), a forgotten comma.
"""

import json
import math
import re
from dataclasses import dataclass
from typing import NoReturn

from integrity.errors import DocumentError, SyntaxFault
from integrity.template.nodes import (
    ArrayNode,
    BooleanNode,
    Member,
    Node,
    NullNode,
    NumberNode,
    ObjectNode,
    Reason,
    StringNode,
    UnknownNode,
)
from integrity.template.position import Document, Span

MAX_BYTES = 4 * 2**20
"""Azure Resource Manager takes templates up to 4 MB."""

MAX_DEPTH = 64

MAX_DIGITS = 20
"""More digits than any 64-bit integer has."""

_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
      (?P<string>"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*")
    | (?P<mark>[{}\[\]:,])
    | (?P<number>-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.]))
    | (?P<word>[A-Za-z_]+)
    | (?P<comment>//[^\r\n]*|/\*(?s:.*?)\*/)
    | (?P<placeholder><[^<>"\r\n]{1,80}>)
    | (?P<ellipsis>\.\.\.|…)
    | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
_WORDS = {"true": True, "false": False}
_CLOSERS = frozenset("}]")


@dataclass(frozen=True, slots=True, eq=False)
class Lapse:
    """Something the text does that JSON does not allow, or not safely."""

    rule: str
    span: Span
    message: str

    removable: bool = False
    """Deleting the span mends it."""

    insert: str = ""
    """Writing this at the span's start mends it."""


@dataclass(frozen=True, slots=True)
class Syntax:
    """A text that was read, and what had to be overlooked."""

    document: Document
    root: Node
    lapses: tuple[Lapse, ...]

    fragment: bool
    """The outer braces were missing, as in the documentation's samples."""


def decode(name: str, data: bytes) -> Document:
    """Bytes of a file to a document.

    Raises:
        DocumentError: It is over 4 MiB, or it is not UTF-8.
    """
    if len(data) > MAX_BYTES:
        raise DocumentError(name, f"{len(data):,} bytes; a template has at most 4 MiB")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentError(name, "the file is UTF-16; save it as UTF-8")
    try:
        return Document(name, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        known = data[: error.start].decode("utf-8")
        raise SyntaxFault(
            name, "not UTF-8 from here on", offset=len(known), text=known
        ) from error


def parse(document: Document) -> Syntax:
    """Read a document, strictly where it is strict.

    Raises:
        SyntaxFault: It is not JSON even leniently.
    """
    return _Scanner(document).read()


class _Scanner:
    """One pass over the text. Depth is bounded, so recursion is too."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.lapses: list[Lapse] = []
        self.kind = ""
        self.start = 0
        self.end = 0

    def read(self) -> Syntax:
        """The whole text as one value."""
        if self.text.startswith("\ufeff"):
            self.end = 1
            self.note("byte order mark at the start", 0, 1)
        self.advance()
        if self.kind == "end":
            self.fail("the file is empty")
        if self.kind == "string" and self.at_member():
            return self.done(self.bare_members(), fragment=True)
        root = self.value(1)
        if self.kind == "end":
            return self.done(root, fragment=False)
        return self.done(self.several(root), fragment=True)

    def done(self, root: Node, *, fragment: bool) -> Syntax:
        """Hand over what was read."""
        return Syntax(self.document, root, tuple(self.lapses), fragment)

    def advance(self) -> None:
        """Step to the next token, over comments and ellipses."""
        while True:
            match = _TOKEN.match(self.text, self.end)
            if match is None or match.lastgroup is None:
                self.end = self.start = self.after_space()
                self.fail_at_stranger()
            self.kind = match.lastgroup
            self.start, self.end = match.span(self.kind)
            if self.kind == "comment":
                self.note("comment", self.start, self.end)
            elif self.kind == "ellipsis":
                self.note("'...' in place of a value", self.start, self.end)
            else:
                return

    def value(self, depth: int) -> Node:
        """The value that starts at the present token; steps past it."""
        if depth > MAX_DEPTH:
            self.fail(f"nested deeper than {MAX_DEPTH} levels")
        start, end = self.start, self.end
        span = Span(self.document, start, end)
        if self.kind == "string":
            node: Node = StringNode(span, self.string())
        elif self.kind == "mark":
            return self.container(depth)
        elif self.kind == "number":
            node = NumberNode(span, self.number())
        elif self.kind == "word":
            node = self.word(span)
        elif self.kind == "placeholder":
            self.note("unquoted placeholder", start, end, removable=False)
            node = UnknownNode(span, Reason.PLACEHOLDER, self.text[start:end])
        else:
            self.fail("the text ends where a value should be")
        self.advance()
        return node

    def container(self, depth: int) -> Node:
        """An object or an array."""
        mark = self.text[self.start]
        if mark == "{":
            return self.object(depth)
        if mark == "[":
            return self.array(depth)
        self.fail(f"'{mark}' where a value should be")

    def object(self, depth: int) -> ObjectNode:
        """An object, with the brace at the present token."""
        start = self.start
        self.advance()
        members: list[Member] = []
        while not self.at("}"):
            members.append(self.one_member(depth))
            self.separator("}", "object")
        node = self.object_of(members, start, self.end)
        self.advance()
        return node

    def array(self, depth: int) -> ArrayNode:
        """An array, with the bracket at the present token."""
        start = self.start
        self.advance()
        items: list[Node] = []
        while not self.at("]"):
            items.append(self.value(depth + 1))
            self.separator("]", "array")
        node = ArrayNode(Span(self.document, start, self.end), tuple(items))
        self.advance()
        return node

    def one_member(self, depth: int) -> Member:
        """A key, its colon and its value."""
        if self.kind != "string":
            self.fail("expected a key in double quotes")
        key = StringNode(Span(self.document, self.start, self.end), self.string())
        self.advance()
        if not self.at(":"):
            self.fail("expected ':' after the key")
        self.advance()
        return Member(key, self.value(depth + 1))

    def separator(self, closer: str, kind: str) -> None:
        """The comma between two values, or the way to the closing mark."""
        if self.at(","):
            comma = self.start
            self.advance()
            if self.at(closer):
                self.note("trailing comma", comma, comma + 1)
            return
        if self.at(closer):
            return
        if self.kind == "end" or (
            self.kind == "mark" and self.text[self.start] in _CLOSERS
        ):
            self.fail(f"expected ',' or '{closer}' to go on with this {kind}")
        place = self.lapse_place()
        self.lapses.append(Lapse("AIB001", place, "a comma is missing", insert=","))

    def lapse_place(self) -> Span:
        """The place right after the value before the present token."""
        end = len(self.text[: self.start].rstrip(" \t\r\n"))
        return Span(self.document, end, end)

    def bare_members(self) -> ObjectNode:
        """Members without braces, up to the end of the text."""
        start = self.start
        members: list[Member] = []
        while self.kind != "end":
            members.append(self.one_member(1))
            if self.at(","):
                self.advance()
        span = Span(self.document, start, start)
        self.lapses.append(Lapse("AIB002", span, "a fragment without outer braces"))
        return self.object_of(members, start, len(self.text))

    def several(self, first: Node) -> Node:
        """What follows a first value: a comma as in a sample, or more values."""
        items = [first]
        comma = self.start if self.at(",") else None
        while self.kind != "end":
            if self.at(","):
                self.advance()
            else:
                items.append(self.value(2))
        if len(items) == 1 and comma is not None:
            self.note("comma after the last value", comma, comma + 1)
            return first
        self.fail_several(items[1])

    def object_of(self, members: list[Member], start: int, end: int) -> ObjectNode:
        """Close an object; two keys that differ at most in case are an error."""
        seen: dict[str, Member] = {}
        for member in members:
            other = seen.setdefault(member.key.value.casefold(), member)
            if other is not member:
                self.note_duplicate(member, other)
        return ObjectNode(Span(self.document, start, end), tuple(members))

    def note_duplicate(self, member: Member, other: Member) -> None:
        """Two members that a reader may confuse: which one holds is not certain."""
        place = self.document.position(other.key.span.start)
        exact = member.key.value == other.key.value
        how = "is given twice" if exact else "differs only in case"
        message = (
            f"key '{member.key.value}' {how}: first as '{other.key.value}' at"
            f" {place.line}:{place.column}; one of them silently wins"
        )
        self.lapses.append(Lapse("AIB003", member.key.span, message))

    def string(self) -> str:
        """The present token as a string."""
        raw = self.text[self.start : self.end]
        if "\\" not in raw:
            return raw[1:-1]
        try:
            value: str = json.loads(raw)
        except ValueError:
            self.fail("not a valid escape in this string")
        if any("\ud800" <= character <= "\udfff" for character in value):
            self.fail("half of a surrogate pair in this string")
        return value

    def number(self) -> int | float:
        """The present token as a number."""
        raw = self.text[self.start : self.end]
        digits = raw.lstrip("-")
        if digits[0] == "0" and digits[1:2].isdigit():
            self.fail("a number may not start with 0")
        if digits.isdigit():
            if len(digits) > MAX_DIGITS:
                self.fail(f"a number of more than {MAX_DIGITS} digits")
            return int(raw)
        value = float(raw)
        if not math.isfinite(value) or len(raw) > 2 * MAX_DIGITS:
            self.fail("a number too large to keep")
        return value

    def word(self, span: Span) -> Node:
        """`true`, `false` or `null`."""
        word = span.text
        if word in _WORDS:
            return BooleanNode(span, _WORDS[word])
        if word == "null":
            return NullNode(span)
        self.fail("a word without quotes; JSON knows only true, false and null")

    def at(self, mark: str) -> bool:
        """Say whether the present token is this mark."""
        return self.kind == "mark" and self.text[self.start] == mark

    def at_member(self) -> bool:
        """Say whether a colon follows the string at the present token."""
        match = _TOKEN.match(self.text, self.end)
        return match is not None and match["mark"] == ":"

    def after_space(self) -> int:
        """The first place after the last token that is not white space."""
        rest = self.text[self.end :]
        return self.end + len(rest) - len(rest.lstrip(" \t\r\n"))

    def note(
        self, message: str, start: int, end: int, *, removable: bool = True
    ) -> None:
        """Let something pass and say so."""
        span = Span(self.document, start, end)
        self.lapses.append(Lapse("AIB002", span, message, removable))

    def fail_several(self, second: Node) -> NoReturn:
        """Refuse a text with more than one value."""
        self.start = second.span.start
        self.fail("a second value; one file holds one JSON value")

    def fail_at_stranger(self) -> NoReturn:
        """Refuse a character that starts no token, in words that fit it."""
        character = self.text[self.start : self.start + 1]
        if character == '"':
            self.fail("a string that is not closed on its line, or holds a control")
        if character == "'":
            self.fail("a string in single quotes; JSON wants double quotes")
        if character in "+-.0123456789":
            self.fail("not a number as JSON writes it")
        if character == "/":
            self.fail("a comment that is not closed")
        self.fail(f"unexpected character U+{ord(character):04X}")

    def fail(self, why: str) -> NoReturn:
        """Stop at the present token."""
        raise SyntaxFault(self.document.name, why, offset=self.start, text=self.text)
