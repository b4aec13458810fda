"""Places in a text: documents, spans, and line:column counted from 1."""

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from integrity.dataclass import dataclass

_LINE_END = re.compile(r"\r\n|\n|\r")
_WHOLE_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)")


class Position(NamedTuple):
    """A place as an editor shows it."""

    line: int
    """Counted from 1."""

    column: int
    """Counted from 1, in characters; a tab is one."""

    def __str__(self) -> str:
        return f"{self.line}:{self.column}"


class Document:
    """A text with a name, whose places can be named."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        """The path as the user gave it; `-` for standard input."""

        self.text = text
        """Every character of the file, line ends and a BOM included."""

    @cached_property
    def _line_starts(self) -> list[int]:
        last = 1 + max(self.text.rfind("\n"), self.text.rfind("\r"))
        lines = _WHOLE_LINE.findall(self.text, 0, last)  # four million may be empty
        return list(accumulate(map(len, lines), initial=0))

    @property
    def line_count(self) -> int:
        """Lines in all; a last line may be empty."""
        return len(self._line_starts)

    def position(self, offset: int) -> Position:
        """The place of the character `offset`; the place past the last one exists."""
        line = bisect_right(self._line_starts, offset)
        start = self._line_starts[line - 1]
        if line == 1 and self.text.startswith("\ufeff") and offset:
            start = 1  # an editor does not show the byte order mark
        return Position(line, offset - start + 1)

    def line_start(self, number: int) -> int:
        """Characters before a line."""
        return self._line_starts[number - 1]

    def line(self, number: int) -> str:
        """The text of one line, without its end."""
        if not 1 <= number <= self.line_count:
            return ""
        start = self.line_start(number)
        match = _LINE_END.search(self.text, start)
        return self.text[start : match.start() if match else len(self.text)]


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """A piece of a document, in characters, `end` exclusive."""

    document: Document
    start: int
    end: int

    @property
    def text(self) -> str:
        """What is written there."""
        return self.document.text[self.start : self.end]

    @property
    def place(self) -> tuple[str, int]:
        """Where it begins, to be compared: documents themselves are long."""
        return self.document.name, self.start
