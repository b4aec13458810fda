"""One list for every view: any number of rows, of which only the seen ones cost."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from integrity.safe_text import Safe
from tui.glyphs import Glyphs
from tui.widgets.lines import BLANK, Line, Piece, Tone
from tui.widgets.moving import MovingView
from tui.widgets.rows import (
    Column,
    Rows,
    column_at,
    head_of,
    row_line,
    widths_of,
)
from tui.widgets.selection import Selection


class _Look(NamedTuple):
    cells: tuple[Line, ...]
    sign: Safe
    over: Tone | None
    """What is laid over the line; None but for the one with the cursor."""


class LineList(MovingView[_Look], can_focus=True):
    """A list with a head that stays, a cursor, and marks.

    Cursor and marks belong to rows by their keys, so they stay with them when rows
    come, go and move. Lines are cut at the edge, never scrolled sideways.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Open", show=False),
        Binding("space", "mark", "Mark", show=False),
    ]

    class Told(Message):
        """What a list tells; `control` is the list."""

        def __init__(self, sender: "LineList") -> None:
            super().__init__()
            self._list = sender

        @property
        def control(self) -> "LineList":
            return self._list

    class Moved(Told):
        """The cursor is on another row."""

        def __init__(self, sender: "LineList", key: str | None) -> None:
            super().__init__(sender)
            self.key = key
            """The row's key; None when there are no rows."""

        def can_replace(self, message: Message) -> bool:
            """Of several moves that wait, only the last one matters."""
            return isinstance(message, type(self)) and message.control is self.control

    class Chosen(Told):
        """A row was chosen: enter, a double click, or a second click."""

        def __init__(self, sender: "LineList", key: str) -> None:
            super().__init__(sender)
            self.key = key

    class Sorted(Told):
        """The title of a column was clicked by which the list can be sorted."""

        def __init__(self, sender: "LineList", sort: str) -> None:
            super().__init__(sender)
            self.sort = sort

    def __init__(self, glyphs: Glyphs, selection: Selection | None = None) -> None:
        """Nothing is shown yet.

        Args:
            selection: Where the cursor is to be, and what is marked; None: at the top.
        """
        super().__init__()
        self._glyphs = glyphs
        self._columns: tuple[Column, ...] = ()
        self._titles: tuple[Line, ...] = ()
        self._selection = selection or Selection()
        self._told: str | None = None
        """The row that the cursor was last told to be on."""

        self._clicked: str | None = None
        self._was_moved = False
        self._cells: dict[int, tuple[Line, ...]] = {}
        """What rows have said since anything but the cursor and the marks has changed."""

    def show(self, rows: Rows, columns: Sequence[Column] | None = None) -> None:
        """Show these rows in place of those before; only what differs is painted.

        The cursor stays on its row, and the row where it is on the screen; scrolled away
        from the cursor, the topmost row stays. When the cursor's row is gone, the cursor
        stays at its place in the list.

        Args:
            columns: As before, when None.
        """
        self._measure()
        anchor, was_at = self._anchor()
        if columns is not None and tuple(columns) != self._columns:
            self._columns = tuple(columns)
            self._titles = head_of(columns)
            self._paint_anew()
        self._selection.show(rows)
        self._fit(self._lines + self._head)
        is_at = None if anchor is None else rows.index(anchor)
        if is_at is not None:
            self._scroll_with(is_at - was_at)
        if is_at is not None and anchor == self._selection.key:
            self._reveal(self._place)
        self.refresh_changed()
        if self._selection.key != self._told:
            self._tell_moved()

    def refresh_changed(self) -> None:
        """Ask the rows that are seen again, and paint those that say something else."""
        self._cells.clear()
        super().refresh_changed()

    @property
    def cursor_key(self) -> str | None:
        """The row with the cursor; None when there are no rows."""
        return self._selection.key

    @property
    def cursor_index(self) -> int | None:
        """Its place among the rows that are shown; None when there are none."""
        return self._selection.index if self._lines else None

    def move_to(self, key: str) -> bool:
        """Put the cursor on a row and bring it into view; False if it is not there."""
        index = self._selection.rows.index(key)
        if index is None:
            return False
        self._go_to(index)
        return True

    def show_from_top(self, rows: Rows, columns: Sequence[Column]) -> None:
        """The same, the cursor on the first row till somebody moves it or scrolls away."""
        if not self._was_moved and not self.scroll_offset.y:
            self._selection.forget_row()
        self.show(rows, columns)

    @property
    def marked(self) -> frozenset[str]:
        """The marked rows that are there; marks of others wait for them to come back."""
        return self._selection.marked

    def mark(self, keys: Iterable[str]) -> None:
        """Mark these rows and no others."""
        self._selection.mark(keys)
        super().refresh_changed()

    def clear_marks(self) -> None:
        """Mark nothing."""
        self.mark(())

    def action_choose(self) -> None:
        """Choose the row with the cursor."""
        if self._selection.key is not None:
            self._clicked = None
            self.post_message(self.Chosen(self, self._selection.key))

    def action_mark(self) -> None:
        """Mark the row with the cursor, or take its mark away; then go on to the next."""
        if self._selection.key is not None:
            self._toggle(self._selection.key)
            self.action_move(1)

    def on_click(self, event: events.Click) -> None:
        """Move to the row; choose it when it is clicked again; mark it with ctrl.

        Clicked on the title of a column, the list is to be sorted by that.
        """
        offset = event.get_content_offset(self)
        index = None if offset is None else self._row_at(offset.y)
        if offset is not None and offset.y < self._head:
            self._click_title(offset.x)
        if index is None:
            return
        event.stop()
        key = self._selection.rows.key(index)
        if event.ctrl:
            self._toggle(key)
        elif key == self._clicked and key == self._selection.key:
            self.action_choose()
        else:
            self._go_to(index)
            self._clicked = key

    def _click_title(self, x: int) -> None:
        column = column_at(self._columns, self._width, x)
        if column is not None and column.sort:
            self.post_message(self.Sorted(self, column.sort))

    def on_resize(self) -> None:
        self._measure()
        self._fit(self._lines + self._head)
        self._reveal(self._place)
        self.refresh_changed()

    @property
    def _head(self) -> int:
        """Lines of the head: none without titles, nor where a row fits and no more."""
        return int(any(self._titles) and self._height > 1)

    @property
    def _seen(self) -> int:
        return max(1, self._height - self._head)

    @property
    def _lines(self) -> int:
        return len(self._selection.rows)

    @property
    def _place(self) -> int:
        return self._selection.index

    def _row_at(self, y: int) -> int | None:
        """The row in a line of the view."""
        index = self._top + y - self._head
        return index if y >= self._head and index < self._lines else None

    def _look(self, y: int) -> _Look | None:
        if y < self._head:
            return _Look(self._titles, BLANK, over=None)
        index = self._row_at(y)
        if index is None:
            return None
        sign = self._sign(index)
        cells = self._cells.get(index)
        if cells is None:
            cells = self._cells[index] = self._selection.rows.cells(index)
        over = self.cursor_tone if index == self._selection.index else None
        return _Look(cells, sign, over)

    def _sign(self, index: int) -> Safe:
        is_marked = self._selection.is_marked(index)
        if index == self._selection.index:
            return self._glyphs.cursor_on_mark if is_marked else self._glyphs.cursor
        return self._glyphs.mark if is_marked else BLANK

    def _draw(self, look: _Look, width: int) -> Strip:
        widths = widths_of(self._columns, width)
        cells = row_line(
            look.cells, self._columns, widths, ellipsis=self._glyphs.ellipsis
        )
        shown = (Piece(look.sign, Tone.ACCENT), *cells)
        return self.overlaid_strip_of(shown, width, look.over)

    def _go_to(self, line: int) -> None:
        self._was_moved = True
        self._move_cursor(line)

    def _move_cursor(self, line: int) -> None:
        self._clicked = None
        has_moved = self._selection.move(line)
        self._reveal(self._place)
        super().refresh_changed()
        if has_moved:
            self._tell_moved()

    def _toggle(self, key: str) -> None:
        self._selection.toggle(key)
        super().refresh_changed()

    def _anchor(self) -> tuple[str | None, int]:
        """The row that is to stay where it is seen: the cursor's, else the topmost."""
        if self._is_seen(self._place):
            return self._selection.key, self._place
        top = self.scroll_offset.y
        return (self._selection.rows.key(top) if top < self._lines else None), top

    def _scroll_with(self, rows: int) -> None:
        """Scroll as far as rows have moved, unless the list is at its top."""
        if self.scroll_offset.y:
            self._scroll_lines(self.scroll_offset.y + rows)

    def _tell_moved(self) -> None:
        self._told = self._selection.key
        self.post_message(self.Moved(self, self._selection.key))
