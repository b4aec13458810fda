"""Lines of safe text with a tone for each piece: all that widgets draw is made of them.

A tone says what a piece means, never how it looks: the theme decides that when it is
painted. Nothing here is parsed as markup, and nothing raw can be put in.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import TypeAlias

from integrity.cells import cut_end, width
from integrity.dataclass import dataclass
from integrity.safe_text import NOTHING, Safe, safe_text


class Tone(StrEnum):
    """What a piece of text means."""

    PLAIN = "plain"
    MUTED = "muted"
    STRONG = "strong"
    TITLE = "title"
    """Heads of columns and of paragraphs."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    ACCENT = "accent"
    KEY = "key"
    """A property's name in JSON; a key of the keyboard in prose."""

    STRING = "string"
    NUMBER = "number"
    WORD = "word"
    """true, false, null."""

    EXPRESSION = "expression"
    COMMENT = "comment"
    """Comments, and hints that stand in no file."""

    PUNCTUATION = "punctuation"
    ADDED = "added"
    REMOVED = "removed"
    ADDED_PART = "added-part"
    """What is new inside an added line."""

    REMOVED_PART = "removed-part"
    """What is gone inside a removed line."""

    SELECTED = "selected"
    """Laid over a whole line: where the cursor is."""

    CURSOR = "cursor"
    """The same where keys move it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of one tone."""

    text: Safe
    tone: Tone = Tone.PLAIN


_SIGNS_A_CELL = 16
"""Combining signs that are measured; text that has more is cut early."""

_WORTH = 12
"""Cells in which a beginning and an end tell more than a beginning alone."""

Line: TypeAlias = tuple[Piece, ...]
"""One line of a screen, from left to right."""

EMPTY: Line = ()
BLANK = Safe(" ")


def line(*parts: Safe | Piece) -> Line:
    """A line of pieces; bare text is plain."""
    return tuple(part if isinstance(part, Piece) else Piece(part) for part in parts)


def signed(sign: Safe, words: str, tone: Tone) -> tuple[Piece, Piece]:
    """How something stands: a sign, and what it means in words."""
    return Piece(sign, tone), Piece(safe_text(words), tone)


def labelled(label: str, cells: int, *parts: Safe | Piece) -> Line:
    """A line that begins with what it is about, in a column of so many cells."""
    return line(Piece(Safe(f"{label:<{cells}}"), Tone.KEY), *parts)


def text_of(shown: Line) -> Safe:
    """The text of a line without its tones."""
    return Safe("".join(piece.text for piece in shown))


def cells_of(shown: Line) -> int:
    """How many cells of the terminal a line takes."""
    return sum(width(piece.text) for piece in shown)


def cut(shown: Line, cells: int, ellipsis: str) -> Line:
    """As much of the beginning as fits, with an ellipsis where something is left out.

    Never wider than asked for, even when not all of the ellipsis fits; and quick for a
    line of any length, because only its beginning is measured.
    """
    most = _SIGNS_A_CELL * max(1, cells)
    if any(len(piece.text) > most for piece in shown):
        shown = tuple(Piece(Safe(one.text[:most]), one.tone) for one in shown)
    elif cells_of(shown) <= cells:
        return shown
    mark = ellipsis[: max(0, cells)]
    return tuple(_beginning(shown, max(0, cells) - width(mark), Safe(mark)))


def cut_inside(shown: Line, cells: int, ellipsis: str) -> Line:
    """The same with a third for the end: what begins alike often ends otherwise."""
    beginning = cut(shown, cells, ellipsis)
    end = (
        Safe(shown[-1].text[-(cells // 3) :]) if shown and cells >= _WORTH else NOTHING
    )
    if beginning == shown or not end:
        return beginning
    return (*cut(shown, cells - width(end), ellipsis), Piece(end, shown[-1].tone))


def padded(shown: Line, cells: int) -> Line:
    """A line with blanks after it up to the width asked for; wider lines stay."""
    return (*shown, *_blanks(cells - cells_of(shown)))


def at_the_right(shown: Line, cells: int) -> Line:
    """The same with the blanks before it."""
    return (*_blanks(cells - cells_of(shown)), *shown)


def _blanks(cells: int) -> Line:
    return (Piece(Safe(" " * cells)),) if cells > 0 else EMPTY


def _beginning(shown: Line, cells: int, mark: Safe) -> Iterator[Piece]:
    left = cells
    for piece in shown:
        taken = width(piece.text)
        if taken > left:
            text = cut_end(piece.text, left, "")
            yield Piece(Safe(text + mark), piece.tone)
            return
        yield piece
        left -= taken
