"""The tokens of a JSON text, and what is overlooked between them."""

import re
from dataclasses import dataclass
from typing import NoReturn

from integrity.errors import SyntaxFault
from integrity.template.position import Document, Span

MAX_LAPSES = 5_000
"""A text with more of them is something else than JSON."""

_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
      (?P<string>"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*")
    | (?P<loose>"[^"\\\x00-\x08\x0b\x0c\x0e-\x1f]*(?:\\.[^"\\\x00-\x08\x0b\x0c\x0e-\x1f]*)*"
        (?=[ \t\r\n]*(?:[,:}\]]|\Z)))
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
_LOOSE = "a string with a line break or a tab in it, not written as an escape"
_OVERLOOKED = {"comment": "comment", "ellipsis": "'...' in place of a value"}


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


class Tokens:
    """One pass over a text, token by token."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.lapses: list[Lapse] = []
        self.kind = ""
        """What the present token is; of a mark, the mark itself."""

        self.start = 0
        self.end = 0
        self.end_before = 0
        """Where the token before the present one ends."""

    def advance(self) -> None:
        """Step to the next token, over comments and ellipses."""
        self.end_before = end = self.end
        while True:
            match = _TOKEN.match(self.text, end)
            if match is None or match.lastgroup is None:
                self.fail_at_stranger()
            kind = match.lastgroup
            self.start, self.end = match.span(kind)
            if kind == "mark":
                self.kind = self.text[self.start]
                return
            if kind == "loose":
                self.note(_LOOSE, self.start, self.end, removable=False)
                self.kind = "string"
                return
            if kind not in _OVERLOOKED:
                self.kind = kind
                return
            # what a person wrote for people is theirs to take away
            self.note(_OVERLOOKED[kind], self.start, self.end, removable=False)
            end = self.end

    def next_is_colon(self) -> bool:
        """Say whether a colon follows the present token."""
        match = _TOKEN.match(self.text, self.end)
        return match is not None and match["mark"] == ":"

    def note(
        self, message: str, start: int, end: int, *, removable: bool = True
    ) -> None:
        """Let something pass and say so."""
        span = Span(self.document, start, end)
        self.add_lapse(Lapse("AIB002", span, message, removable))

    def add_lapse(self, lapse: Lapse) -> None:
        """Keep a lapse, up to the limit."""
        self.lapses.append(lapse)
        if len(self.lapses) > MAX_LAPSES:
            self.fail(f"more than {MAX_LAPSES:,} departures from JSON")

    def fail_at_stranger(self) -> NoReturn:
        """Refuse a character that starts no token, in words that fit it."""
        rest = self.text[self.end :]
        self.start = self.end + len(rest) - len(rest.lstrip(" \t\r\n"))
        character = self.text[self.start]
        if character == '"':
            self.fail("a string that is not closed on its line, or holds a control")
        if character == "'":
            self.fail("a string in single quotes; JSON wants double quotes")
        if character in "+-.0123456789":
            self.fail("not a number as JSON writes it")
        if self.text.startswith("/*", self.start):
            self.fail("a comment that is not closed")
        self.fail(f"unexpected character U+{ord(character):04X}")

    def fail(self, why: str) -> NoReturn:
        """Stop at the present token."""
        raise SyntaxFault(self.document.name, why, offset=self.start, text=self.text)
