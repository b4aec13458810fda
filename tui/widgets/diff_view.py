"""A change of a file, to be read before it is written."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from tui.glyphs import Glyphs
from tui.widgets.diff_lines import diff_of
from tui.widgets.line_pane import LinePane
from tui.widgets.lines import EMPTY, Line


class DiffView(LinePane):
    """A unified diff. Long lines wrap: a change must not hide behind the edge."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(glyphs)
        self._changes: tuple[int, ...] = ()
        self.toggle_wrap()
        self.show_cursor(0)

    def show_change(self, name: str, old: bytes, new: bytes) -> None:
        """Show what changes in a file, with the cursor on the first change."""
        self.show_changes(((name, old, new),))

    def show_changes(self, changes: Iterable[tuple[str, bytes, bytes]]) -> None:
        """Show what changes in several files, one below the other.

        Args:
            changes: The name of each, and its bytes before and after.
        """
        lines: list[Line] = []
        places: list[int] = []
        for name, old, new in changes:
            diff = diff_of(name, old, new)
            places += [len(lines) + place for place in diff.changes]
            lines += [*diff.lines, EMPTY]
        self._changes = tuple(places)
        self.show(lines)
        self._go_to_change(self._changes[0] if self._changes else 0)

    def next_change(self) -> None:
        """Go to the next group of changes, after the last one to the first."""
        if self._changes:
            at = bisect_right(self._changes, self.cursor or 0)
            self._go_to_change(self._changes[at % len(self._changes)])

    def previous_change(self) -> None:
        """Go to the group of changes before, from the first one to the last."""
        if self._changes:
            at = bisect_left(self._changes, self.cursor or 0)
            self._go_to_change(self._changes[at - 1])

    def _go_to_change(self, at: int) -> None:
        """Put the cursor there: above is the line that names the file, below the change."""
        self.show_cursor(at)
        top = max(0, min(self._row_of(at) - 1, self._lowest))
        self.scroll_to(y=top, animate=False, force=True)
