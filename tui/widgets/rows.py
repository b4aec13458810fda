"""Rows and columns of a list, and how wide each column is: all without a terminal."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from integrity.dataclass import dataclass
from integrity.safe_text import Safe
from tui.widgets.lines import (
    EMPTY,
    Line,
    Piece,
    Tone,
    at_the_right,
    cut,
    cut_inside,
    padded,
)

GUTTER = 1
"""Cells before the first column, for the cursor and the mark."""

MARGIN = 1
"""Blank cells after the last column."""

_GAP = Piece(Safe(" "))


class Rows(Protocol):
    """What a list shows. Each answer has to be quick: it is asked for what is seen."""

    def __len__(self) -> int:
        """How many rows there are."""

    def key(self, index: int) -> str:
        """The name of a row, unique, and the same wherever the row moves."""

    def cells(self, index: int) -> tuple[Line, ...]:
        """What a row says, one line for each column."""

    def index(self, key: str) -> int | None:
        """Where a row is now; None when it is not there.

        All rows are looked through, unless a list of many knows better.
        """
        return next((at for at in range(len(self)) if self.key(at) == key), None)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list."""

    title: Safe

    width: int | None = None
    """Cells; None takes what the others leave."""

    right: bool = False
    """What it says stands at the right, as numbers do."""

    is_name: bool = False
    """Where there is no room for all that it says, its end is said, too."""

    needs: int = 0
    """Cells of the list below which the column is left out."""

    sort: str = ""
    """What the list is sorted by when its title is clicked; empty: by nothing."""


@lru_cache(maxsize=64)
def widths_of(columns: tuple[Column, ...], cells: int) -> tuple[int, ...]:
    """How wide each column is in a list of so many cells; 0 means left out."""
    shown = [one for one in columns if cells >= one.needs]
    room = max(0, cells - GUTTER - MARGIN)
    loose = sum(one.width is None for one in shown)
    spare = room - sum(one.width or 0 for one in shown) - max(0, len(shown) - 1)
    share, rest = divmod(max(0, spare), max(1, loose))
    widths = []
    for one in columns:
        wanted = 0
        if cells >= one.needs:
            wanted = one.width if one.width is not None else share + rest
            rest = rest if one.width is not None else 0
        width = max(0, min(wanted, room))
        widths.append(width)
        room -= width + 1 if width else 0
    return tuple(widths)


def column_at(columns: tuple[Column, ...], cells: int, x: int) -> Column | None:
    """The column that stands in a cell of a list of so many cells."""
    at = GUTTER
    for column, width in zip(columns, widths_of(columns, cells), strict=True):
        if at <= x < at + width:
            return column
        at += width + 1 if width else 0
    return None


def row_line(
    cells: Sequence[Line],
    columns: Sequence[Column],
    widths: Sequence[int],
    *,
    ellipsis: str,
) -> Line:
    """The cells of a row side by side, cut and filled to the widths of their columns."""
    pieces: list[Piece] = []
    for cell, column, width in zip(cells, columns, widths, strict=False):
        if width:
            if pieces:
                pieces.append(_GAP)
            fill = at_the_right if column.right else padded
            fit = cut_inside if column.is_name else cut
            pieces += fill(fit(cell, width, ellipsis), width)
    return tuple(pieces)


def head_of(columns: Sequence[Column]) -> tuple[Line, ...]:
    """The titles, as a row says its cells."""
    return tuple(
        (Piece(one.title, Tone.TITLE),) if one.title else EMPTY for one in columns
    )


class _NoRows(Rows):
    def __len__(self) -> int:
        return 0

    def key(self, index: int) -> str:
        raise IndexError(index)

    def cells(self, index: int) -> tuple[Line, ...]:
        raise IndexError(index)


NO_ROWS: Rows = _NoRows()
