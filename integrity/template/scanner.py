"""The values of a JSON text, from its tokens to nodes."""

import json
import math
from typing import NoReturn

from integrity.template import escapes
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
from integrity.template.placeholders import has_placeholder
from integrity.template.position import Document, Span
from integrity.template.tokens import Lapse, Tokens

MAX_DEPTH = 64

MAX_VALUES = 400_000
"""No template comes near it; more would take seconds to judge."""

MAX_DIGITS = 20
"""More digits than any 64-bit integer has."""

_WORDS = {"true": True, "false": False}

_FIRST_OF_NEXT = {
    "}": ("string",),
    "]": ("string", "number", "word", "placeholder", "{", "["),
}
"""What begins the next value of a container, so that only a comma was forgotten."""


class Scanner:
    """Reads one document. Depth is bounded, so recursion is too."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.tokens = Tokens(document)
        self.values = 0
        self.is_fragment = False
        """The outer braces were missing, as in the documentation's samples."""

    @property
    def lapses(self) -> tuple[Lapse, ...]:
        """What had to be overlooked."""
        return (*self.tokens.lapses, *self.tokens.lapse_of_comments())

    def read(self) -> Node:
        """The whole text as one value."""
        tokens = self.tokens
        if tokens.text.startswith("\ufeff"):
            tokens.end = 1
            tokens.note("byte order mark at the start", 0, 1)
        tokens.advance()
        if tokens.kind == "end":
            tokens.fail("the file is empty")
        if tokens.kind == "string" and tokens.next_is_colon():
            self.is_fragment = True
            return self.bare_members()
        root = self.value(1)
        return root if tokens.kind == "end" else self.several(root)

    def value(self, depth: int) -> Node:
        """The value that starts at the present token; steps past it."""
        tokens = self.tokens
        self.values += 1
        if self.values > MAX_VALUES:
            tokens.fail(f"more than {MAX_VALUES:,} values")
        if tokens.kind == "{":
            return self.object(depth)
        if tokens.kind == "[":
            return self.array(depth)
        node = self.scalar(tokens.kind, Span(self.document, tokens.start, tokens.end))
        tokens.advance()
        return node

    def scalar(self, kind: str, span: Span) -> Node:
        """The present token as a value without parts."""
        if kind == "string":
            return StringNode(span, self.string())
        if kind == "number":
            return NumberNode(span, self.number())
        if kind == "word":
            return self.word(span)
        if kind == "placeholder":
            self.tokens.note(
                "a placeholder without quotes; JSON once it is filled in",
                span.start,
                span.end,
                removable=False,
            )
            return UnknownNode(span, Reason.PLACEHOLDER, span.text)
        if kind == "end":
            self.tokens.fail("the text ends where a value should be")
        self.tokens.fail(f"'{kind}' where a value should be")

    def object(self, depth: int) -> ObjectNode:
        """An object, with the brace at the present token."""
        tokens = self.tokens
        start = self.enter(depth)
        members: list[Member] = []
        while tokens.kind != "}":
            members.append(self.member(depth))
            if tokens.kind != "}":
                self.separator("}", start)
        node = self.object_of(members, start, tokens.end)
        tokens.advance()
        return node

    def array(self, depth: int) -> ArrayNode:
        """An array, with the bracket at the present token."""
        tokens = self.tokens
        start = self.enter(depth)
        items: list[Node] = []
        while tokens.kind != "]":
            items.append(self.value(depth + 1))
            if tokens.kind != "]":
                self.separator("]", start)
        node = ArrayNode(Span(self.document, start, tokens.end), tuple(items))
        tokens.advance()
        return node

    def enter(self, depth: int) -> int:
        """Step into a container; gives where it starts."""
        if depth > MAX_DEPTH:
            self.tokens.fail(f"nested deeper than {MAX_DEPTH} levels")
        start = self.tokens.start
        self.tokens.advance()
        return start

    def member(self, depth: int) -> Member:
        """A key, its colon and its value."""
        tokens = self.tokens
        if tokens.kind != "string":
            tokens.fail("expected a key in double quotes")
        span = Span(self.document, tokens.start, tokens.end)
        key = StringNode(span, self.string())
        tokens.advance()
        if tokens.kind == ":":
            tokens.advance()
        elif tokens.kind in _FIRST_OF_NEXT["]"]:
            place = Span(self.document, tokens.end_before, tokens.end_before)
            tokens.add_lapse(Lapse("AIB001", place, "a colon is missing", insert=":"))
        else:
            tokens.fail("expected ':' after the key")
        return Member(key, self.value(depth + 1))

    def separator(self, closer: str, opened: int) -> None:
        """The comma between two values; it may be forgotten, or one too many."""
        tokens = self.tokens
        if tokens.kind == ",":
            comma = tokens.start
            tokens.advance()
            if tokens.kind == closer and tokens.end_of_directive < comma:
                tokens.note("trailing comma", comma, comma + 1)
        elif tokens.kind == "end":
            container = self.container(closer, opened)
            self.fail_at_brace(
                f"the text ends inside {container}: '{closer}' is missing"
            )
        elif tokens.kind not in _FIRST_OF_NEXT[closer]:
            container = self.container(closer, opened)
            self.fail_at_brace(f"expected ',' or '{closer}' to go on with {container}")
        else:
            place = Span(self.document, tokens.end_before, tokens.end_before)
            tokens.add_lapse(Lapse("AIB001", place, "a comma is missing", insert=","))

    def fail_at_brace(self, why: str) -> NoReturn:
        """Stop where braces do not match; the slip may stand far above."""
        from integrity.template.indents import misplaced_brace  # few texts come here

        slip = misplaced_brace(self.tokens.text)
        self.tokens.fail(f"{why}; by its indentation, {slip}" if slip else why)

    def container(self, closer: str, opened: int) -> str:
        """What is still open, with its line where that is another one than this."""
        name = "object" if closer == "}" else "array"
        line = self.document.position(opened).line
        if line == self.document.position(self.tokens.start).line:
            return f"this {name}"
        return f"the {name} that line {line} opens"

    def bare_members(self) -> ObjectNode:
        """Members without braces, up to the end of the text."""
        tokens = self.tokens
        start = tokens.start
        place = Span(self.document, start, start)
        tokens.add_lapse(Lapse("AIB002", place, "a fragment without outer braces"))
        members: list[Member] = []
        while tokens.kind != "end":
            members.append(self.member(1))
            if tokens.kind == ",":
                tokens.advance()
        return self.object_of(members, start, tokens.end_before)

    def several(self, first: Node) -> Node:
        """What follows a first value: a comma as in a sample, but no second value."""
        tokens = self.tokens
        if tokens.kind == ",":
            comma = tokens.start
            tokens.advance()
            if tokens.kind == "end":
                self.is_fragment = True
                tokens.note("comma after the last value", comma, comma + 1)
                return first
        self.fail_at_brace("a second value; one file holds one JSON value")

    def object_of(self, members: list[Member], start: int, end: int) -> ObjectNode:
        """Close an object; two keys that differ at most in case are an error."""
        seen: dict[str, Member] = {}
        for member in members:
            other = seen.setdefault(member.key.value.casefold(), member)
            if other is not member and not has_placeholder(member.key.value):
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
        self.tokens.add_lapse(Lapse("AIB003", member.key.span, message))

    def string(self) -> str:
        """The present token as a string."""
        tokens = self.tokens
        inner = tokens.text[tokens.start + 1 : tokens.end - 1]
        if inner.startswith('"'):
            inner = inner[1:-1]
        return self.unescaped(inner) if "\\" in inner else inner

    def unescaped(self, inner: str) -> str:
        """A string with its escapes resolved; a stray backslash stands for itself."""
        for lapse in escapes.lapses(inner, self.document, self.tokens.start + 1):
            self.tokens.add_lapse(lapse)
        value: str = json.loads(f'"{escapes.valid(inner)}"', strict=False)
        if any("\ud800" <= character <= "\udfff" for character in value):
            self.tokens.fail("half of a surrogate pair in this string")
        return value

    def number(self) -> int | float:
        """The present token as a number."""
        tokens = self.tokens
        raw = tokens.text[tokens.start : tokens.end]
        digits = raw.lstrip("-")
        if digits[0] == "0" and digits[1:2].isdigit():
            tokens.fail("a number may not start with 0")
        if digits.isdigit():
            if len(digits) > MAX_DIGITS:
                tokens.fail(f"a number of more than {MAX_DIGITS} digits")
            return int(raw)
        value = float(raw)
        if not math.isfinite(value) or len(raw) > 2 * MAX_DIGITS:
            tokens.fail("a number too large to keep")
        return value

    def word(self, span: Span) -> Node:
        """`true`, `false` or `null`."""
        word = span.text
        if word in _WORDS:
            return BooleanNode(span, _WORDS[word])
        if word == "null":
            return NullNode(span)
        self.tokens.fail("a word without quotes; JSON knows only true, false and null")
