"""Long lines broken at blanks, so that nothing of them is cut away."""

from collections.abc import Iterable, Iterator

from integrity.cells import cut_end
from integrity.safe_text import Safe
from tui.widgets.lines import EMPTY, Line, Piece, cells_of, text_of

_SIGNS_A_CELL = 4
"""With more combining signs than that, a line is broken early."""


def wrapped(shown: Line, cells: int) -> tuple[Line, ...]:
    """A line as several that fit; what follows stands below the first word.

    Args:
        cells: At least 1. A sign that is wider stands alone on a line too wide.
    """
    if not shown:
        return (EMPTY,)
    if cells_of(shown) <= cells:
        return (shown,)
    text = text_of(shown)
    leading = len(text) - len(text.lstrip(" "))
    indent = leading if leading <= cells // 2 and leading + 2 <= cells else 0
    hang = (Piece(Safe(" " * indent)),) if indent else ()
    first, *others = _parts(shown, _spans(text, cells, indent))
    return (first, *((*hang, *other) for other in others))


def all_wrapped(shown: Iterable[Line], cells: int) -> list[Line]:
    """The same of many lines."""
    return [part for one in shown for part in wrapped(one, cells)]


def _spans(text: str, cells: int, indent: int) -> Iterator[tuple[int, int]]:
    start, room = 0, cells
    earliest = len(text) - len(text.lstrip(" "))
    while start < len(text):
        near = text[start : start + _SIGNS_A_CELL * room]
        end = start + max(1, len(cut_end(near, room, "")))
        if end < len(text) and text[end] != " ":
            blank = text.rfind(" ", earliest, end)
            end = blank if blank > start else end
        yield start, end
        start = end + len(text[end:]) - len(text[end:].lstrip(" "))
        room, earliest = cells - indent, start


def _parts(shown: Line, spans: Iterator[tuple[int, int]]) -> Iterator[Line]:
    at, rest = 0, list(reversed(shown))
    for start, end in spans:
        part = []
        while rest and at < end:
            text, tone = (piece := rest.pop()).text, piece.tone
            if within := text[max(0, start - at) : end - at]:
                part.append(Piece(Safe(within), tone))
            if beyond := text[end - at :]:
                rest.append(Piece(Safe(beyond), tone))
            at = min(end, at + len(text))
        yield tuple(part)
