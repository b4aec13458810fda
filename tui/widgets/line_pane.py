"""Lines to read: details, explanations, differences, the dock."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.message import Message
from textual.strip import Strip

from integrity.dataclass import dataclass
from tui.glyphs import Glyphs
from tui.widgets.lines import BLANK, Line, Piece, Tone, cut
from tui.widgets.moving import MovingView
from tui.widgets.rows import GUTTER
from tui.widgets.wrapping import wrapped


class _Look(NamedTuple):
    line: Line
    over: Tone | None
    """What is laid over the line; None but for the one with the cursor."""


class LinePane(MovingView[_Look], can_focus=True):
    """Read-only lines that scroll, cut at the edge or wrapped, with or without a cursor.

    Without a cursor the keys scroll; with one they move it.
    """

    @dataclass
    class Scrolled(Message):
        """Other lines are seen than before."""

        pane: "LinePane"

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._about: object = None
        self._source: Sequence[Line] = ()
        self._shown: Sequence[Line] = ()
        self._first_of: Sequence[int] = ()
        self._wraps = False
        self._cursor: int | None = None

    def show(self, lines: Sequence[Line], *, about: object = None) -> None:
        """Show these lines in place of those before; the place in them stays.

        Args:
            about: The key of what they tell of. Another one is read from its beginning;
                of the same one, who has gone to the end stays there.
        """
        was_at_end = self.scroll_offset.y > 0 and self.is_at_end
        is_another, self._about = about != self._about, about
        self._source = lines
        if self._cursor is not None:
            self._cursor = self._nearest(self._cursor)
        self._lay_out()
        if is_another:
            self.action_first()
        elif was_at_end and about is not None:
            self.action_last()
        self.refresh_changed()

    @property
    def wraps(self) -> bool:
        """Whether long lines go on below instead of being cut."""
        return self._wraps

    def toggle_wrap(self) -> None:
        """Wrap long lines, or cut them again; the first line that is seen stays."""
        top = self._line_at(self.scroll_offset.y)
        self._wraps = not self._wraps
        self._lay_out()
        if self._source:
            self._scroll_lines(self._row_of(top))
        self._paint_anew()

    @property
    def is_at_end(self) -> bool:
        """Whether the last line is seen."""
        return self.scroll_offset.y >= self._lowest

    @property
    def _lowest(self) -> int:
        return max(0, len(self._shown) - self._seen)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Scrolled(self))

    @property
    def cursor(self) -> int | None:
        """The line with the cursor, counted from 0; None without one."""
        return self._cursor

    def show_cursor(self, line: int) -> None:
        """Put a cursor on a line, the nearest there is, and bring it into view."""
        if self._cursor is None:
            self._cursor = 0
            self._lay_out()
        self._go_to(line)

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the line."""
        offset = event.get_content_offset(self)
        row = None if offset is None else self.scroll_offset.y + offset.y
        if self._cursor is None or row is None or row >= len(self._shown):
            return
        event.stop()
        self._go_to(self._line_at(row))

    def on_resize(self) -> None:
        self._lay_out()
        if self._cursor is not None:
            self._reveal(self._row_of(self._cursor))
        self.refresh_changed()

    @property
    def _lines(self) -> int:
        return len(self._source)

    @property
    def _place(self) -> int:
        return self.scroll_offset.y if self._cursor is None else self._cursor

    def _go_to(self, line: int) -> None:
        if self._cursor is None:
            self._scroll_lines(max(0, min(line, self._lowest)))
            return
        self._cursor = self._nearest(line)
        if self._source:
            self._reveal(self._row_of(self._cursor))
        self.refresh_changed()

    def action_last(self) -> None:
        """Move to the end, wrapped lines counted as they are seen."""
        self._go_to(max(self._lines, len(self._shown)) - 1)

    def _nearest(self, line: int) -> int:
        return max(0, min(line, len(self._source) - 1))

    def _lay_out(self) -> None:
        """Wrap for the width there is now, and tell how high all is."""
        self._measure()
        self._shown, self._first_of = self._source, ()
        room = self._room
        if self._wraps and room > 0:
            shown: list[Line] = []
            first_of: list[int] = []
            for one in self._source:
                first_of.append(len(shown))
                shown += wrapped(one, room)
            self._shown, self._first_of = shown, first_of
        self._fit(len(self._shown))

    @property
    def _room(self) -> int:
        return self._width - (0 if self._cursor is None else GUTTER)

    def _row_of(self, line: int) -> int:
        """Where a line begins as things are wrapped."""
        return self._first_of[line] if self._first_of else line

    def _line_at(self, row: int) -> int:
        """The line that a row is part of."""
        return bisect_right(self._first_of, row) - 1 if self._first_of else row

    def _look(self, y: int) -> _Look | None:
        row = self._top + y
        if row >= len(self._shown):
            return None
        shown = self._shown[row]
        if self._cursor is None:
            return _Look(shown, over=None)
        has_cursor = self._line_at(row) == self._cursor
        sign = self._glyphs.cursor if has_cursor else BLANK
        over = self.cursor_tone if has_cursor else None
        return _Look((Piece(sign, Tone.ACCENT), *shown), over)

    def _draw(self, look: _Look, width: int) -> Strip:
        shown = cut(look.line, width, self._glyphs.ellipsis)
        return self.overlaid_strip_of(shown, width, look.over)


class WrappedPane(LinePane):
    """Lines that are told to their end: long ones go on below, from the beginning."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(glyphs)
        self._wraps = True
