"""How a note is laid out below its line, and how a long line is parted."""

from collections.abc import Iterator

from integrity.cells import cut_end, width
from integrity.safe_text import Safe
from tui.glyphs import Glyphs
from tui.widgets.lines import Line, Piece, cells_of, line
from tui.widgets.source_view.notes import Note
from tui.widgets.wrapping import wrapped

_GAP = 3
"""Cells between a line and what stands behind it."""

_ENOUGH = 40
"""Cells that are wide enough to read a message in; with less it goes further left."""


def parted(shown: Line, cells: int) -> tuple[Line, ...]:
    """A line of a file as several that fit, broken wherever the room ends.

    Args:
        cells: At least 2, so that every sign fits.
    """
    rows: list[Line] = []
    row: list[Piece] = []
    left = cells
    for piece in shown:
        rest = piece.text
        while rest:
            head = rest if width(rest) <= left else Safe(cut_end(rest, left, ""))
            if head:
                row.append(Piece(head, piece.tone))
                left -= width(head)
                rest = Safe(rest[len(head) :])
            if rest:
                rows.append(tuple(row))
                row, left = [], cells
    return (*rows, tuple(row))


def fits_behind(note: Note, taken: int, room: int) -> bool:
    """Whether a note has its place behind a line that is so many cells wide."""
    return note.behind and taken + _GAP + cells_of(note.said) <= room


def behind(shown: Line, note: Note) -> Line:
    """A line with a note behind it."""
    return (*shown, _blanks(_GAP), *note.said)


def below(
    note: Note, cell: int, end: int, *, room: int, glyphs: Glyphs
) -> Iterator[Line]:
    """The rows of a note below its line.

    Args:
        cell: Where the place begins that it speaks of. Past the room, it cannot be
            underlined and is named by its column.
        end: Where that place ends.
        room: Cells of a row, at least 2.
    """
    if note.finding is None:
        yield (_blanks(min(cell, room // 2)), *note.said)
        return
    if cell >= room:
        where = Piece(Safe(f"column {note.column:,}: "), note.tone)
        yield from _hanging((where, *note.said), room // 4, room)
        yield from _all_hanging(note.more, room // 4, room)
        return
    marks = Safe(glyphs.squiggle * max(1, min(end, room) - cell))
    squiggle = (_blanks(cell), Piece(marks, note.tone))
    at = cell + len(marks) + 1
    if at + cells_of(note.said) <= room or room - at >= _ENOUGH:
        first, *others = wrapped(note.said, max(2, room - at))
        yield (*squiggle, _blanks(1), *first)
        yield from ((_blanks(at), *other) for other in others)
        hang = at if room - at >= _ENOUGH else min(cell, room // 4)
    else:
        yield squiggle
        hang = min(cell, room // 4)
        yield from _hanging(note.said, hang, room)
    yield from _all_hanging(note.more, hang, room)


def _all_hanging(lines: tuple[Line, ...], hang: int, room: int) -> Iterator[Line]:
    for one in lines:
        yield from _hanging(one, hang, room)


def _hanging(shown: Line, hang: int, room: int) -> Iterator[Line]:
    for row in wrapped(shown, max(2, room - hang)):
        yield (_blanks(hang), *row)


def _blanks(cells: int) -> Piece:
    (blanks,) = line(Safe(" " * cells))
    return blanks
