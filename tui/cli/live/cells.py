"""Tables whose first rows are shown before the last ones are known."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from integrity.cells import cut_end, padded, width
from integrity.dataclass import dataclass
from integrity.lint.reports.style import Style
from integrity.quantities import clock
from tui.cli.shown import shown

Row = Mapping[str, Any]
"""An item of a document."""

_GAP = "  "
_SHRINKS_TO = 8
"""Cells that a column keeps, however narrow the terminal is."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `tsv` has the same ones."""

    title: str
    text: Callable[[Row], str | None]
    at_least: int = 0
    """Cells, for what later pages may bring."""

    shrinks: bool = False
    """It gives way where the terminal is narrow."""

    leaves: int = 0
    """It is left out there: those with 1 first, then those with 2; 0 stays."""

    raw: Callable[[Row], object] | None = None
    """What `tsv` has instead: a number, a time."""

    signs: bool = False
    """Its text is coloured by what it says."""


@dataclass(slots=True)
class Table:
    """Writes rows in columns; the first rows decide how wide those are."""

    columns: Sequence[Column]
    style: Style
    is_terminal: bool
    _widths: dict[int, int] = field(default_factory=dict)
    """Cells of each column that is shown, by its number."""

    def lines(self, rows: Iterable[Row]) -> Iterator[str]:
        """The lines of some rows, under the titles the first time."""
        cells = [[_cell(column, row) for column in self.columns] for row in rows]
        if not self._widths and cells:
            self._fit(cells)
            titles = (column.title for column in self.columns)
            yield self.style.dim(self._line(list(titles)))
        for line in cells:
            yield self._line(line, painted=True)

    def _fit(self, rows: list[list[str]]) -> None:
        """Find out which columns are shown, and how wide each is."""
        needed = [
            max(width(column.title), *(width(row[index]) for row in rows))
            for index, column in enumerate(self.columns)
        ]
        wanted = map(max, needed, (column.at_least for column in self.columns))
        self._widths = dict(enumerate(wanted))
        if not self.is_terminal or self._overhang() <= 0:
            return
        self._widths = dict(enumerate(needed))
        leaving = sorted(
            (column.leaves, index)
            for index, column in enumerate(self.columns)
            if column.leaves
        )
        while self._overhang() > 0 and leaving:
            del self._widths[leaving.pop(0)[1]]
        self._shrink()

    def _overhang(self) -> int:
        """Cells that do not fit; the last one of the terminal is kept free."""
        gaps = len(_GAP) * (len(self._widths) - 1)
        return sum(self._widths.values()) + gaps - (self.style.width - 1)

    def _shrink(self) -> None:
        shrinking = [index for index in self._widths if self.columns[index].shrinks]
        while self._overhang() > 0 and shrinking:
            widest = max(shrinking, key=self._widths.__getitem__)
            if self._widths[widest] <= _SHRINKS_TO:
                return
            self._widths[widest] -= 1

    def _line(self, cells: list[str], *, painted: bool = False) -> str:
        parts = []
        for index, room in self._widths.items():
            column = self.columns[index]
            text = self.style.shown(cells[index])
            if self.is_terminal:
                text = cut_end(text, room, self.style.ellipsis)
            filled = padded(text, room)
            if painted and column.signs:
                filled = self._coloured(filled, text)
            parts.append(filled)
        return _GAP.join(parts).rstrip()

    def _coloured(self, filled: str, text: str) -> str:
        folded = text.casefold()
        if folded.startswith(("failed", "at risk", "partially", "cancel")):
            return self.style.bold(filled)
        if folded.startswith(("succeeded", "delivered", "rescued")):
            return self.style.good(filled)
        return filled


def _cell(column: Column, row: Row) -> str:
    found = column.text(row)
    return "-" if found is None or found == "" else shown(found)


def tsv_line(columns: Sequence[Column], row: Row) -> str:
    """The columns of a row, parted by tabs; nothing stands for nothing."""
    return "\t".join(tsv_cell((column.raw or column.text)(row)) for column in columns)


def tsv_cell(value: object) -> str:
    """A value in one cell: no tab, no line end, nothing a spreadsheet would compute."""
    if value is None:
        return ""
    if isinstance(value, dict | list | bool | float):
        text = json.dumps(value)
    else:
        text = str(value)
    safe = shown(text)
    is_number = isinstance(value, int | float)
    return f"'{safe}" if safe[:1] in ("=", "+", "-", "@") and not is_number else safe


def duration(seconds: float | None) -> str | None:
    """Hours, minutes and seconds: `1:02:33`, `4:07`."""
    return None if seconds is None else clock(seconds)


def ago(moment: str | None, now: datetime) -> str | None:
    """How long ago a time of a document is, in its largest unit: `3 h ago`."""
    if moment is None:
        return None
    seconds = (now - datetime.fromisoformat(moment)).total_seconds()
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{int(seconds // size)} {unit} ago"
    return "just now"
