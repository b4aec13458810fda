"""A file with what is said about it, as rows of a screen.

The lines of the file stand as they are; below each come the notes on it. For all of
them is only worked out how many rows they take; what a row looks like, when it is seen.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, groupby

from integrity.dataclass import dataclass
from integrity.lint.finding import Finding
from integrity.lint.severity import Severity
from integrity.template.loader import LoadedFile
from integrity.template.position import Document
from tui.glyphs import Glyphs
from tui.widgets.lines import Line, cells_of
from tui.widgets.source_view.notes import Checked, Note, notes_of
from tui.widgets.source_view.rows import behind, below, fits_behind, parted
from tui.widgets.source_view.text import SourceText

_KEPT = 512
"""Lines whose rows are kept: more than are seen at once."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the screen, beside the line's number and marks."""

    line: Line

    number: int
    """The line of the file that it is, or that it speaks of; counted from 1."""

    part: int | None
    """Which part of the line of the file, from 0; None for a note."""

    finding: int | None = None
    """The finding that it speaks of; a part of the line stands for the first below."""


class Annotated:
    """A document and the notes on it, before it is known how much room there is."""

    def __init__(
        self,
        document: Document,
        loaded: LoadedFile | None,
        findings: Sequence[Finding],
        checks: Sequence[Checked],
        *,
        glyphs: Glyphs,
    ) -> None:
        self.text = SourceText(document, loaded, glyphs)
        self.glyphs = glyphs
        self.findings = tuple(findings)
        last = self.text.line_count
        notes = notes_of(document, loaded, findings, checks, glyphs=glyphs)
        self.notes: Mapping[int, tuple[Note, ...]] = {
            number: tuple(group)
            for number, group in groupby(notes, key=lambda one: min(one.line, last))
        }
        """By the line they are on."""

        self.line_of_finding = {
            one.finding: number
            for number, notes in self.notes.items()
            for one in notes
            if one.finding is not None
        }
        worse = {
            index
            for index in self.line_of_finding
            if self.findings[index].severity is not Severity.NOTE
        }
        self.problems = worse or set(self.line_of_finding)
        """Findings to go through: notes only where there is nothing worse."""

        lines = {self.line_of_finding[index] for index in self.problems}
        self.lines_with_problems = sorted(lines)


class SourceLines:
    """All rows for a width."""

    def __init__(self, annotated: Annotated, *, cells: int, wraps: bool) -> None:
        self._from = annotated
        self._text = annotated.text
        self._room = max(2, cells)
        self._wraps = wraps
        self._rows_of = lru_cache(_KEPT)(lambda number: tuple(self._made(number)))
        counts = self._counts()
        self._irregular = list(counts)
        self._before = [0, *accumulate(count - 1 for count in counts.values())]
        """Rows beyond one for each line, in all lines before an irregular one."""

        self._firsts = [
            number - 1 + before
            for number, before in zip(self._irregular, self._before, strict=False)
        ]

    def __len__(self) -> int:
        return self._text.line_count + self._before[-1]

    def __getitem__(self, index: int) -> Row:
        number = self.line_of(index)
        return self._rows_of(number)[index - self.row_of(number)]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the numbers of findings stand for."""
        return self._from.findings

    @property
    def line_count(self) -> int:
        """Lines of the file."""
        return self._text.line_count

    def line_of(self, row: int) -> int:
        """The line of the file that a row belongs to, counted from 1."""
        if not 0 <= row < len(self):
            raise IndexError(row)
        at = bisect_right(self._firsts, row)
        number = row + 1 - self._before[at]
        return max(number, self._irregular[at - 1]) if at else number

    def row_of(self, number: int) -> int:
        """The first row of a line of the file."""
        return number - 1 + self._before[bisect_right(self._irregular, number - 1)]

    def row_at(self, number: int, column: int) -> int:
        """The row that shows a place; the nearest one where there is no such place."""
        number = max(1, min(number, self.line_count))
        cell = self._text.cell_of(number, column)
        part = bisect_right(self._starts(number), cell) - 1
        parts = [one.part for one in self._rows_of(number)]
        return self.row_of(number) + parts.index(part)

    def row_of_finding(self, finding: int) -> int:
        """The row to go to for a finding: of several on a line, each has its own."""
        number = self._from.line_of_finding[finding]
        found = [one.finding for one in self._rows_of(number)]
        return self.row_of(number) + found.index(finding)

    def next_finding(self, row: int) -> int | None:
        """The first problem below a row; after the last one comes the first one."""
        return self._neighbour(row, 1)

    def previous_finding(self, row: int) -> int | None:
        """The last problem above a row; before the first one comes the last one."""
        return self._neighbour(row, -1)

    def worst_on(self, number: int) -> Finding | None:
        """The finding that marks a line: the first of the worst ones."""
        notes = self._from.notes.get(number, ())
        found = [self.findings[one.finding] for one in notes if one.finding is not None]
        return min(found, key=lambda one: one.severity.rank, default=None)

    def _neighbour(self, row: int, step: int) -> int | None:
        numbers = self._from.lines_with_problems
        if not numbers:
            return None
        here = self.line_of(row)
        at = bisect_left(numbers, here) if step > 0 else bisect_right(numbers, here) - 1
        for number in (numbers[at % len(numbers)], numbers[(at + step) % len(numbers)]):
            homes = self._homes(number)[::step]
            beyond = [f for at, f in homes if (at - row) * step > 0 or number != here]
            if beyond:
                return beyond[0]
        return self._homes(here)[::step][0][1]

    def _homes(self, number: int) -> list[tuple[int, int]]:
        """The rows to go to on a line, and the problem of each."""
        first = self.row_of(number)
        rows: dict[int, int] = {}
        for offset, one in enumerate(self._rows_of(number)):
            if one.finding in self._from.problems:
                rows.setdefault(one.finding, first + offset)
        return [(row, finding) for finding, row in rows.items()]

    def _counts(self) -> dict[int, int]:
        """How many rows the lines take that take more than one."""
        counts: dict[int, int] = {}
        for number in sorted({*self._from.notes, *self._long_lines()}):
            starts = self._starts(number)
            count = len(starts) + sum(1 for _ in self._below(number, starts))
            if count > 1:
                counts[number] = count
        return counts

    def _long_lines(self) -> Iterator[int]:
        """The lines that may have to be parted."""
        if self._wraps:
            most = self._room // self._text.most_cells
            for number in range(1, self._text.line_count + 1):
                if self._text.characters(number) > most:
                    yield number

    def _starts(self, number: int) -> Sequence[int]:
        """The cells at which the parts of a line begin."""
        if not self._wraps:
            return (0,)
        if self._text.has_plain_cells:
            return range(0, max(1, self._text.cells(number)), self._room)
        parts = parted(self._text.shown(number), self._room)
        return [0, *accumulate(cells_of(part) for part in parts[:-1])]

    def _below(
        self, number: int, starts: Sequence[int]
    ) -> Iterator[tuple[int, Note, Line]]:
        """The rows below each part of a line, and what note they are of."""
        for note in self._from.notes.get(number, ()):
            if note is not self._behind(number, starts):
                cell = self._text.cell_of(number, note.column)
                part = bisect_right(starts, cell) - 1
                cell -= starts[part]
                end = self._text.cell_of(number, note.end) - starts[part]
                room, glyphs = self._room, self._from.glyphs
                for shown in below(note, cell, end, room=room, glyphs=glyphs):
                    yield part, note, shown

    def _behind(self, number: int, starts: Sequence[int]) -> Note | None:
        """The note that stands behind a line's text: the first, if there is room."""
        notes = self._from.notes.get(number)
        if not notes or not notes[0].behind:
            return None
        taken = self._text.cells(number) - starts[-1]
        return notes[0] if fits_behind(notes[0], taken, self._room) else None

    def _made(self, number: int) -> Iterator[Row]:
        shown, starts = self._text.shown(number), self._starts(number)
        parts = parted(shown, self._room) if self._wraps else (shown,)
        rows = list(self._below(number, starts))
        note = self._behind(number, starts)
        for index, part in enumerate(parts):
            mine = [(one, line) for at, one, line in rows if at == index]
            told = [one.finding for one, _ in mine if one.finding is not None]
            is_last = index == len(parts) - 1
            text = behind(part, note) if note and is_last else part
            yield Row(text, number, index, told[0] if told else None)
            for one, line in mine:
                yield Row(line, number, None, one.finding)
