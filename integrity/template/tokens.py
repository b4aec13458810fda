"""The tokens of a JSON text, and what is overlooked between them."""

import re
from collections.abc import Iterator
from typing import NoReturn

from integrity.dataclass import dataclass
from integrity.errors import SyntaxFault
from integrity.template.position import Document, Span

MAX_LAPSES = 5_000
"""A text with more of them is something else than JSON."""

_INSIDE = r'[^{}"]|"(?:[^"\\\r\n]|\\.)*"'
_INTERPOLATION = (
    rf"\$\{{(?:{_INSIDE}|\{{(?:{_INSIDE}|\{{(?:{_INSIDE})*\}})*\}}){{1,4000}}\}}"
)
"""What Terraform works out: over several lines, with strings and objects in it."""

_DIRECTIVE = (
    r"%\{~?[ ]*(?:if|else|endif|for|endfor)\b(?:[^{}\"\r\n]|\"[^\"\r\n]*\"){0,200}\}"
    r"|\{%[+-]?[ ]*\w+\b(?:(?!%\})[^\r\n]){0,200}%\}"
)
"""Of Terraform's templates, and of Jinja's."""

_BRANCH = re.compile(rf"(?={_DIRECTIVE})(?:%\{{~?|\{{%[+-]?)[ ]*(\w+)[^\r\n]*?\}}")
_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
      (?P<twice>""(?=[^\s,:/}\]])[^"\\\r\n]{1,500}""(?=[ \t\r\n]*(?:[,:}\]]|\Z)))
    | (?P<string>"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*")
    | (?P<loose>"[^"\\\x00-\x08\x0b\x0c\x0e-\x1f]*(?:\\.[^"\\\x00-\x08\x0b\x0c\x0e-\x1f]*)*"
        (?=[ \t\r\n]*(?:[,:}\]]|\Z)))
    | (?P<curly>[“”„«][^“”„«»"\\\r\n]{0,2000}[“”»"])
    | (?P<placeholder>(?:<[^<>"\r\n]{1,80}>
        |\$?\{\{[^{}"\r\n]{1,80}\}\}|[\#@]\{[^{}"\r\n]{1,80}\}\#?
        |"""
    + _INTERPOLATION
    + r"""
        |\$\(\$?[\w.-]{1,80}\)|\$(?!(?:true|false|null)\b)[A-Za-z_]\w{0,60}\b(?![:(\w])
        |__[A-Za-z]\w{0,80}?__|@@[\w.-]{1,80}?@@){1,4})
    | (?P<directive>"""
    + _DIRECTIVE
    + r""")
    | (?P<mark>\{(?!%)|[}\[\]:,])
    | (?P<number>-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.]))
    | (?P<word>[A-Za-z_]+)
    | (?P<comment>//[^\r\n]*|/\*(?s:.*?)\*/)
    | (?P<blank>[\u00a0\u2000-\u200b\u202f\u3000][\u00a0\u2000-\u200b\u202f\u3000\ \t]*)
    | (?P<ellipsis>\.\.\.|…)
    | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
_LOOSE = "a string with a line break or a tab in it, not written as an escape"
_BLANK = "a blank that is no plain one, as web pages have; JSON refuses it"
_ELLIPSIS = "'...' in place of a value"
TEMPLATED = (
    "directives of a templating tool, this one first: judged with first branches"
)
_STRINGS = {
    "twice": "a string in quotes twice",
    "curly": "a string in typographic quotes; JSON knows the straight ones only",
}
"""Strings that JSON refuses, though what they say is clear."""

_STRANGERS = {
    "'": "a string in single quotes; JSON wants double quotes",
    "#": "a comment that begins with '#'; JSON has none",
    "$": "a variable of PowerShell or a shell; JSON knows none",
}
"""Characters that begin what other languages have."""

_CURLY = "“”„«»"
_LINE_END = re.compile(r"[\r\n]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True, eq=False)
class Lapse:
    """Something the text does that JSON does not allow, or not safely."""

    rule: str
    span: Span
    message: str

    removable: bool = False
    """Deleting the span mends it."""

    insert: str = ""
    """Writing this in the span's place mends it."""

    deployable: bool = False
    """Resource Manager takes it all the same, in a deployment template."""


class Tokens:
    """One pass over a text, token by token."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.lapses: list[Lapse] = []
        self.comments = 0
        self.first_comment: Span | None = None

        self.kind = ""
        """What the present token is; of a mark, the mark itself."""

        self.start = 0
        self.end = 0
        self.end_before = 0
        """Where the token before the present one ends."""

        self.end_of_directive = 0
        """Where the last directive of a templating tool ends; 0 where there was none."""

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
            if kind == "string":
                self.kind = kind
                return
            if not self.overlook(kind):
                self.kind = "string" if kind == "loose" or kind in _STRINGS else kind
                return
            end = self.end

    def overlook(self, kind: str) -> bool:
        """Say what is lax about the present token, and whether it is no value at all.

        What a person wrote for people is theirs to take away: no fix does it.
        """
        if kind == "loose":
            self.add_lapse(Lapse("AIB002", self.span, _LOOSE, deployable=True))
        elif kind in _STRINGS:
            within = self.span.text.strip(f'{_CURLY}"')
            mended = f'"{within}"'
            self.add_lapse(Lapse("AIB001", self.span, _STRINGS[kind], insert=mended))
        elif kind == "comment":
            self.comments += 1
            self.first_comment = self.first_comment or self.span
        elif kind == "directive":
            self.directive()
        elif kind == "ellipsis":
            self.note(_ELLIPSIS, self.start, self.end, removable=False)
        elif kind == "blank":
            plain = " " * (self.end - self.start)
            self.add_lapse(Lapse("AIB001", self.span, _BLANK, insert=plain))
        return kind in {"comment", "directive", "ellipsis", "blank"}

    def directive(self) -> None:
        """Step over one of a templating tool: into the first branch, over the others."""
        if self.end_of_directive == 0:
            self.note(TEMPLATED, self.start, self.end, removable=False)
        branch = _BRANCH.match(self.text, self.start)
        if branch is not None and branch[1] in {"else", "elif"}:
            self.end = self.end_of_branches()
        self.end_of_directive = self.end

    def end_of_branches(self) -> int:
        """Where what the present directive belongs to ends."""
        depth = 1
        for one in _BRANCH.finditer(self.text, self.end):
            depth += (one[1] in {"if", "for"}) - (one[1] in {"endif", "endfor"})
            if depth == 0:
                return one.end()
        self.fail("a directive of a templating tool without its end")

    def lapse_of_comments(self) -> Iterator[Lapse]:
        """The first comment, standing for all: a file with one has many."""
        if self.first_comment is None:
            return
        many = self.comments > 1
        message = f"{self.comments} comments, this one first" if many else "a comment"
        message += ": a deployment may hold it, az resource and az image builder not"
        yield Lapse("AIB002", self.first_comment, message, deployable=True)

    @property
    def span(self) -> Span:
        """Where the present token stands."""
        return Span(self.document, self.start, self.end)

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
            self.fail_at_string()
        if self.text.startswith("${", self.start):
            self.fail("'${' without the '}' that closes it")
        if character in _STRANGERS:
            self.fail(_STRANGERS[character])
        if character in _CURLY:
            self.fail('a typographic quotation mark; JSON wants "')
        if character in "+-.0123456789":
            self.fail("not a number as JSON writes it")
        if self.text.startswith("/*", self.start):
            self.fail("a comment that is not closed")
        if self.text.startswith(("{%", "%{"), self.start):
            self.fail("a tag of a templating tool; judge the file that the tool writes")
        self.fail(f"unexpected {_called(character)}")

    def fail_at_string(self) -> NoReturn:
        """Refuse a string that has no end, or a character that may not be in one."""
        control = _CONTROL.search(self.text, self.start)
        line_end = _LINE_END.search(self.text, self.start)
        if control and (line_end is None or control.start() < line_end.start()):
            self.start = control.start()
            self.fail(f"{_called(control.group())} in a string; write it as an escape")
        self.fail("a string that is not closed on its line")

    def fail(self, why: str) -> NoReturn:
        """Stop at the present token."""
        raise SyntaxFault(self.document.name, why, offset=self.start, text=self.text)


def _called(character: str) -> str:
    """A character in words that show it whatever it is."""
    shown = "!" <= character <= "~"
    return f"'{character}'" if shown else f"character U+{ord(character):04X}"
