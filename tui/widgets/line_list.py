"""One list for every view: any number of rows, of which only the seen ones cost."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from integrity.safe_text import Safe
from tui.glyphs import Glyphs
from tui.widgets.lines import EMPTY, Line, Piece, Tone
from tui.widgets.rows import Column, Rows, head_of, row_line, widths_of
from tui.widgets.tones import TonedView

_STRIPS = 512
"""Painted rows that are kept; more than any terminal has lines."""


class _Look(NamedTuple):
    """All that a painted row depends on, beside width, columns and styles."""

    cells: tuple[Line, ...]
    sign: Safe
    has_cursor: bool


class LineList(TonedView, can_focus=True, inherit_bindings=False):
    """A list with a head that stays, a cursor, and marks.

    Cursor and marks belong to rows by their keys, so they stay with them when rows
    come, go and move. Lines are cut at the edge, never scrolled sideways.
    """

    DEFAULT_CSS = """
    LineList {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        height: 1fr;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("home,g", "first", "First", show=False),
        Binding("end,G", "last", "Last", show=False),
        Binding("pageup", "move_pages(-1)", "Page up", show=False),
        Binding("pagedown", "move_pages(1)", "Page down", show=False),
        Binding("ctrl+u", "move_pages(-0.5)", "Half a page up", show=False),
        Binding("ctrl+d", "move_pages(0.5)", "Half a page down", show=False),
        Binding("enter", "choose", "Open", show=False),
        Binding("space", "mark", "Mark", show=False),
    ]

    class Moved(Message):
        """The cursor is on another row."""

        def __init__(self, sender: "LineList", key: str | None) -> None:
            super().__init__()
            self.list = sender
            self.key = key
            """The row's key; None when there are no rows."""

        @property
        def control(self) -> "LineList":
            return self.list

        def can_replace(self, message: Message) -> bool:
            """Of several moves that wait, only the last one matters."""
            return isinstance(message, type(self)) and message.list is self.list

    class Chosen(Message):
        """A row was chosen: enter, a double click, or a second click."""

        def __init__(self, sender: "LineList", key: str) -> None:
            super().__init__()
            self.list = sender
            self.key = key

        @property
        def control(self) -> "LineList":
            return self.list

    class Marked(Message):
        """Other rows are marked than before."""

        def __init__(self, sender: "LineList", keys: frozenset[str]) -> None:
            super().__init__()
            self.list = sender
            self.keys = keys
            """All rows that are marked now and still there."""

        @property
        def control(self) -> "LineList":
            return self.list

    def __init__(
        self,
        glyphs: Glyphs,
        *,
        id: str | None = None,  # noqa: A002, Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._glyphs = glyphs
        self._rows: Rows = _NO_ROWS
        self._columns: tuple[Column, ...] = ()
        self._cursor_key: str | None = None
        self._cursor = 0
        self._marks: frozenset[str] = frozenset()
        self._clicked: str | None = None
        self._painted: dict[int, _Look] = {}
        self._strips: LRUCache[tuple[_Look, int], Strip] = LRUCache(_STRIPS)

    # What is shown.

    def show(self, rows: Rows, columns: Sequence[Column] | None = None) -> None:
        """Show these rows in place of those before; only what differs is painted.

        The cursor stays on its row, and the row where it is on the screen. When the row
        is gone, the cursor stays at its place in the list.

        Args:
            columns: As before, when None.
        """
        was_at, was_on = self._cursor, self._cursor_key
        was_seen = self._is_seen(was_at)
        self._rows = rows
        if columns is not None and tuple(columns) != self._columns:
            self._columns = tuple(columns)
            self._forget()
        self._place_cursor()
        self._fit()
        if was_seen and was_on is not None and was_on == self._cursor_key:
            self._scroll_rows(self.scroll_offset.y + self._cursor - was_at)
        self.refresh_changed()
        if self._cursor_key != was_on:
            self._tell_moved()

    def refresh_changed(self) -> None:
        """Paint the seen lines whose rows say something else than when last painted."""
        for y in range(self._head, self.size.height):
            if self._painted.get(y) != self._look(y):
                self.refresh(Region(0, y, self._width, 1))

    @property
    def cursor_key(self) -> str | None:
        """The row with the cursor; None when there are no rows."""
        return self._cursor_key

    def move_to(self, key: str) -> bool:
        """Put the cursor on a row and bring it into view; False if it is not there."""
        index = self._rows.index(key)
        if index is None:
            return False
        self._move_cursor(index)
        return True

    @property
    def marked(self) -> frozenset[str]:
        """The marked rows that are there. Marks of rows that are not come back with them."""
        return frozenset(
            key for key in self._marks if self._rows.index(key) is not None
        )

    def mark(self, keys: Iterable[str]) -> None:
        """Mark these rows and no others."""
        self._marks = frozenset(keys)
        self.refresh_changed()
        self.post_message(self.Marked(self, self.marked))

    def clear_marks(self) -> None:
        """Mark nothing."""
        self.mark(())

    # Keys and mouse.

    def action_move(self, rows: int) -> None:
        """Move the cursor by rows; it stops at the ends."""
        self._move_cursor(self._cursor + rows)

    def action_move_pages(self, pages: float) -> None:
        """Move the cursor by pages, at least by one row."""
        rows = int(abs(pages) * self._seen_rows) or 1
        self._move_cursor(self._cursor + (rows if pages > 0 else -rows))

    def action_first(self) -> None:
        """Move the cursor to the first row."""
        self._move_cursor(0)

    def action_last(self) -> None:
        """Move the cursor to the last row."""
        self._move_cursor(len(self._rows) - 1)

    def action_choose(self) -> None:
        """Choose the row with the cursor."""
        if self._cursor_key is not None:
            self._clicked = None
            self.post_message(self.Chosen(self, self._cursor_key))

    def action_mark(self) -> None:
        """Mark the row with the cursor, or take its mark away; then go on to the next."""
        if self._cursor_key is not None:
            self.mark(self._marks ^ {self._cursor_key})
            self.action_move(1)

    def on_click(self, event: events.Click) -> None:
        """Move to the row; choose it when it is clicked again; mark it with ctrl."""
        offset = event.get_content_offset(self)
        index = None if offset is None else self._row_at(offset.y)
        if index is None:
            return
        event.stop()
        key = self._rows.key(index)
        if event.ctrl:
            self.mark(self._marks ^ {key})
        elif key == self._clicked and key == self._cursor_key:
            self.action_choose()
        else:
            self._move_cursor(index)
            self._clicked = key

    # What Textual calls.

    def on_mount(self) -> None:
        if self._cursor_key is not None:
            self._tell_moved()

    def on_resize(self) -> None:
        self._painted.clear()
        self._fit()
        self._reveal()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """Draw the head, a row, or the emptiness below the last one."""
        width = self._width
        if y < self._head:
            return self.strip_of(self._row(head_of(self._columns), _BLANK), width)
        look = self._look(y)
        if look is None:
            self._painted.pop(y, None)
            return self.strip_of(EMPTY, width)
        self._painted[y] = look
        strip = self._strips.get((look, width))
        if strip is None:
            strip = self._strip(look, width)
            self._strips[look, width] = strip
        return strip

    # Within.

    @property
    def _width(self) -> int:
        """Cells of a line: what the scroll bar leaves."""
        return self.scrollable_content_region.width

    @property
    def _head(self) -> int:
        """Lines of the head: none without titles, nor where a row fits and no more."""
        has_titles = any(one.title for one in self._columns)
        return int(has_titles and self.size.height > 1)

    @property
    def _seen_rows(self) -> int:
        return max(1, self.size.height - self._head)

    def _row_at(self, y: int) -> int | None:
        """The row in a line of the view."""
        index = self.scroll_offset.y + y - self._head
        return index if y >= self._head and index < len(self._rows) else None

    def _is_seen(self, index: int) -> bool:
        top = self.scroll_offset.y
        return top <= index < top + self._seen_rows

    def _look(self, y: int) -> _Look | None:
        index = self._row_at(y)
        if index is None:
            return None
        has_cursor = index == self._cursor
        is_marked = bool(self._marks) and self._rows.key(index) in self._marks
        return _Look(
            self._rows.cells(index), self._sign(has_cursor, is_marked), has_cursor
        )

    def _sign(self, has_cursor: bool, is_marked: bool) -> Safe:
        if has_cursor:
            return self._glyphs.cursor_on_mark if is_marked else self._glyphs.cursor
        return self._glyphs.mark if is_marked else _BLANK

    def _strip(self, look: _Look, width: int) -> Strip:
        shown = self._row(look.cells, look.sign)
        if look.has_cursor:
            return self.selected_strip_of(shown, width)
        return self.strip_of(shown, width)

    def _row(self, cells: Sequence[Line], sign: Safe) -> Line:
        widths = widths_of(self._columns, self._width)
        tone = Tone.PLAIN if sign == _BLANK else Tone.ACCENT
        row = row_line(cells, self._columns, widths, ellipsis=self._glyphs.ellipsis)
        return (Piece(sign, tone), *row)

    def _place_cursor(self) -> None:
        """Find the row of the cursor again, or the one that is now at its place."""
        key = self._cursor_key
        index = None if key is None else self._rows.index(key)
        if index is None:
            index = max(0, min(self._cursor, len(self._rows) - 1))
        self._cursor = index
        self._cursor_key = self._rows.key(index) if len(self._rows) else None

    def _move_cursor(self, index: int) -> None:
        if not len(self._rows):
            return
        self._clicked = None
        index = max(0, min(index, len(self._rows) - 1))
        has_moved = index != self._cursor
        self._cursor = index
        self._cursor_key = self._rows.key(index)
        self._reveal()
        self.refresh_changed()
        if has_moved:
            self._tell_moved()

    def _reveal(self) -> None:
        top = self.scroll_offset.y
        lowest = self._cursor - self._seen_rows + 1
        self._scroll_rows(min(max(top, lowest), self._cursor))

    def _scroll_rows(self, top: int) -> None:
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    def _fit(self) -> None:
        size = Size(0, len(self._rows) + self._head)
        if size != self.virtual_size:
            self.virtual_size = size

    def _forget(self) -> None:
        self._strips.clear()
        self._painted.clear()
        self.refresh()

    def _tell_moved(self) -> None:
        self.post_message(self.Moved(self, self._cursor_key))


class _NoRows:
    def __len__(self) -> int:
        return 0

    def key(self, index: int) -> str:
        raise IndexError(index)

    def cells(self, index: int) -> tuple[Line, ...]:
        raise IndexError(index)

    def index(self, key: str) -> int | None:
        return None


_NO_ROWS = _NoRows()
_BLANK = Safe(" ")
