"""Tables whose first rows are shown before the last ones are known."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from integrity.lint.reports.cells import cut_end, padded, width
from integrity.lint.reports.style import Style
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
    _widths: list[int] = field(default_factory=list)

    def lines(self, rows: Iterable[Row]) -> Iterator[str]:
        """The lines of some rows, under the titles the first time."""
        cells = [[_cell(column, row) for column in self.columns] for row in rows]
        if not self._widths and cells:
            self._widths = self._fitted(cells)
            titles = (column.title for column in self.columns)
            yield self.style.dim(self._line(list(titles)))
        for line in cells:
            yield self._line(line, painted=True)

    def _fitted(self, rows: list[list[str]]) -> list[int]:
        widths = [
            max(width(column.title), column.at_least, *(width(row[i]) for row in rows))
            for i, column in enumerate(self.columns)
        ]
        if not self.is_terminal:
            return widths
        room = self.style.width - 1 - len(_GAP) * (len(widths) - 1)
        shrinking = [i for i, column in enumerate(self.columns) if column.shrinks]
        while sum(widths) > room and shrinking:
            widest = max(shrinking, key=lambda i: widths[i])
            if widths[widest] <= _SHRINKS_TO:
                break
            widths[widest] -= 1
        return widths

    def _line(self, cells: list[str], *, painted: bool = False) -> str:
        parts = []
        for column, cell, room in zip(self.columns, cells, self._widths, strict=True):
            text = self.style.shown(cell)
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
    if seconds is None:
        return None
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def ago(moment: str | None, now: datetime) -> str | None:
    """How long ago a time of a document is, in its largest unit: `3 h ago`."""
    if moment is None:
        return None
    seconds = (now - datetime.fromisoformat(moment)).total_seconds()
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{int(seconds // size)} {unit} ago"
    return "just now"
