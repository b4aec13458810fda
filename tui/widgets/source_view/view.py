"""A template as it is written, with all that is known about it beside its lines."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from integrity.lint.finding import Finding
from integrity.lint.severity import Severity
from integrity.safe_text import Safe
from integrity.template.loader import LoadedFile
from integrity.template.position import Document
from tui.glyphs import Glyphs
from tui.widgets.lines import BLANK, Line, Piece, Tone, cut
from tui.widgets.moving import MovingView
from tui.widgets.source_view.lines import Annotated, Row, SourceLines
from tui.widgets.source_view.notes import SEVERITY_TONES, Checked

_NOTHING = Document("", "")
_USUAL_WIDTH = 80
"""Cells to lay out for before it is known how many there are."""


class _Look(NamedTuple):
    line: Line
    over: Tone | None
    """What is laid over the line; None but for the one with the cursor."""


class SourceView(MovingView[_Look], can_focus=True):
    """One file: its lines numbered and coloured, findings and values below them.

    The cursor is in a row, be it a line of the file or a note, so that each of several
    findings on a line can be chosen.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "explain", "Explain", show=False),
    ]

    class Explained(Message):
        """A finding is to be explained: enter, or a double click."""

        def __init__(self, sender: "SourceView", finding: Finding) -> None:
            super().__init__()
            self._view = sender
            self.finding = finding

        @property
        def control(self) -> "SourceView":
            return self._view

    class Moved(Message):
        """The cursor is in another row."""

        def __init__(self, sender: "SourceView", line: int) -> None:
            super().__init__()
            self._view = sender
            self.line = line
            """The line of the file, counted from 1."""

        @property
        def control(self) -> "SourceView":
            return self._view

        def can_replace(self, message: Message) -> bool:
            """Of several moves that wait, only the last one matters."""
            return isinstance(message, type(self)) and message.control is self._view

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._wraps = False
        self._cursor = 0
        self._shown = Annotated(_NOTHING, None, (), (), glyphs=glyphs)
        self._rows = SourceLines(self._shown, cells=80, wraps=False)

    def show(
        self,
        document: Document,
        loaded: LoadedFile | None,
        findings: Sequence[Finding] = (),
        checks: Sequence[Checked] = (),
    ) -> None:
        """Show a file; the cursor and what is seen stay at their lines.

        Args:
            loaded: None when the file is no JSON; then there are no hints.
        """
        self._shown = Annotated(document, loaded, findings, checks, glyphs=self._glyphs)
        self._lay_out()
        self.refresh_changed()

    @property
    def wraps(self) -> bool:
        """Whether long lines go on below instead of being cut."""
        return self._wraps

    def toggle_wrap(self) -> None:
        """Wrap long lines, or cut them again; the cursor stays at its line."""
        self._wraps = not self._wraps
        self._lay_out()
        self.refresh_changed()

    @property
    def cursor_line(self) -> int:
        """The line of the file with the cursor, counted from 1."""
        return self._rows.line_of(self._cursor)

    @property
    def cursor_finding(self) -> Finding | None:
        """What enter explains; None where there is no finding."""
        finding = self._rows[self._cursor].finding
        return None if finding is None else self._rows.findings[finding]

    def go_to(self, line: int, column: int = 1) -> None:
        """Go to the nearest place there is, both counted from 1."""
        self._go_to(self._rows.row_at(line, column))

    def go_to_finding(self, index: int) -> None:
        """Go to one of the findings as they were given, counted from 0."""
        self._go_to(self._rows.row_of_finding(index))

    def next_problem(self) -> Finding | None:
        """Go to the next problem, after the last one to the first; None without any."""
        return self._go_to_problem(self._rows.next_finding(self._cursor))

    def previous_problem(self) -> Finding | None:
        """Go to the problem before, from the first one to the last."""
        return self._go_to_problem(self._rows.previous_finding(self._cursor))

    def action_explain(self) -> None:
        """Ask for the explanation of the finding with the cursor."""
        if self.cursor_finding is not None:
            self.post_message(self.Explained(self, self.cursor_finding))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row; explain its finding with a double click."""
        offset = event.get_content_offset(self)
        row = None if offset is None else self.scroll_offset.y + offset.y
        if row is None or row >= len(self._rows):
            return
        event.stop()
        self._go_to(row)
        if event.chain == 2:
            self.action_explain()

    def on_resize(self) -> None:
        self._lay_out()
        self._reveal_with_notes(self._cursor)
        self.refresh_changed()

    @property
    def _lines(self) -> int:
        return len(self._rows)

    @property
    def _place(self) -> int:
        return self._cursor

    @property
    def _gutter(self) -> int:
        """Cells before the text: cursor, number and mark, a blank behind each."""
        return 1 + 1 + self._digits + 1 + self._mark_cells + 1

    @property
    def _digits(self) -> int:
        return max(2, len(str(self._shown.text.line_count)))

    @property
    def _mark_cells(self) -> int:
        return max(len(self._glyphs.failed), len(self._glyphs.look))

    def _go_to_problem(self, finding: int | None) -> Finding | None:
        if finding is None:
            return None
        self.go_to_finding(finding)
        return self._rows.findings[finding]

    def _go_to(self, line: int) -> None:
        row = max(0, min(line, len(self._rows) - 1))
        has_moved = row != self._cursor
        self._cursor = row
        self._reveal_with_notes(row)
        self.refresh_changed()
        if has_moved:
            self.post_message(self.Moved(self, self.cursor_line))

    def _reveal_with_notes(self, row: int) -> None:
        """See all of a line and what is said of it, as far as there is room."""
        here = self._rows[row]
        last = row
        for below in range(row + 1, min(len(self._rows), row + self._seen)):
            one = self._rows[below]
            if one.number != here.number:
                break
            if one.part is not None or one.finding == here.finding:
                last = below
        self._reveal(last)
        self._reveal(row)

    def _lay_out(self) -> None:
        """Lay the rows out for the room there is; stay at the lines of the file."""
        old = self._rows
        top = max(0, min(self.scroll_offset.y, len(old) - 1))
        was_seen = self._is_seen(self._cursor)
        room = (self._width or _USUAL_WIDTH) - self._gutter
        self._rows = SourceLines(self._shown, cells=room, wraps=self._wraps)
        self.virtual_size = Size(0, len(self._rows))
        self._cursor = self._same_place(old, self._cursor)
        lowest = max(0, len(self._rows) - self._seen)
        self._scroll_lines(min(lowest, self._same_place(old, top)))
        if was_seen:
            self._reveal_with_notes(self._cursor)

    def _same_place(self, old: SourceLines, row: int) -> int:
        """The row that is as far below its line as one was before."""
        line = old.line_of(row)
        now = self._rows
        if line > now.line_count:
            return len(now) - 1
        first = now.row_of(line)
        end = now.row_of(line + 1) if line < now.line_count else len(now)
        return min(first + row - old.row_of(line), end - 1)

    def _look(self, y: int) -> _Look | None:
        index = self._top + y
        if index >= len(self._rows):
            return None
        row = self._rows[index]
        has_cursor = index == self._cursor
        over = self.cursor_tone if has_cursor else None
        return _Look((*self._gutter_of(row, has_cursor), *row.line), over)

    def _gutter_of(self, row: Row, has_cursor: bool) -> Line:
        sign = self._glyphs.cursor if has_cursor else BLANK
        number = row.number if row.part == 0 else ""
        worst = self._rows.worst_on(row.number) if row.part == 0 else None
        mark, tone = (BLANK, Tone.PLAIN) if worst is None else self._mark(worst)
        return (
            Piece(sign, Tone.ACCENT),
            Piece(Safe(f" {number:>{self._digits}} "), Tone.MUTED),
            Piece(Safe(f"{mark:<{self._mark_cells}} "), tone),
        )

    def _mark(self, finding: Finding) -> tuple[Safe, Tone]:
        glyphs = self._glyphs
        marks = {Severity.ERROR: glyphs.failed, Severity.WARNING: glyphs.look}
        mark = marks.get(finding.severity, glyphs.bullet)
        return mark, SEVERITY_TONES[finding.severity]

    def _draw(self, look: _Look, width: int) -> Strip:
        shown = cut(look.line, width, self._glyphs.ellipsis)
        return self.overlaid_strip_of(shown, width, look.over)
