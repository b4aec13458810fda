"""The keys that move through lines, the same in every list and pane."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView

from tui.widgets.painting import LookT, PaintedView


class MovingView(PaintedView[LookT], inherit_bindings=False):
    """A view of lines, in one of which a person is."""

    DEFAULT_CSS = """
    MovingView {
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
    ]

    def action_move(self, lines: int) -> None:
        """Move by lines; it stops at the ends."""
        self._go_to(self._place + lines)

    def action_move_pages(self, pages: float) -> None:
        """Move by pages, at least by one line."""
        lines = int(abs(pages) * self._seen) or 1
        self._go_to(self._place + (lines if pages > 0 else -lines))

    def action_first(self) -> None:
        """Move to the first line."""
        self._go_to(0)

    def action_last(self) -> None:
        """Move to the last line."""
        self._go_to(self._lines - 1)

    @property
    def _seen(self) -> int:
        """How many lines are seen at once, at least one."""
        return max(1, self._height)

    @property
    def _lines(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    @property
    def _place(self) -> int:
        """In which line the person is."""
        raise NotImplementedError

    def _go_to(self, line: int) -> None:
        """Move to the nearest line there is, and bring it into view."""
        raise NotImplementedError

    def _is_seen(self, line: int) -> bool:
        top = self.scroll_offset.y
        return top <= line < top + self._seen

    def _reveal(self, line: int) -> None:
        """Scroll as little as it takes to see a line."""
        lowest = line - self._seen + 1
        self._scroll_lines(min(max(self.scroll_offset.y, lowest), line))

    def _scroll_lines(self, top: int) -> None:
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    def _fit(self, height: int) -> None:
        """Tell the scroll bar how many lines there are to scroll.

        The whole screen is laid out anew only where the bar comes or goes, or where the
        view is as high as its lines.
        """
        if height == self.virtual_size.height:
            return
        has_bar = height > self.container_size.height
        if has_bar != self.show_vertical_scrollbar or self.styles.auto_dimensions:
            self.virtual_size = Size(0, height)
            return
        self.set_reactive(ScrollView.virtual_size, Size(0, height))
        if has_bar:
            self.vertical_scrollbar.window_virtual_size = height
        self._scroll_lines(min(self.scroll_offset.y, int(self.max_scroll_y)))
