"""A change of a file, to be read before it is written."""

from bisect import bisect_left, bisect_right

from tui.glyphs import Glyphs
from tui.widgets.diff_lines import diff_of
from tui.widgets.line_pane import LinePane


class DiffView(LinePane):
    """A unified diff. Long lines wrap: a change must not hide behind the edge."""

    def __init__(
        self,
        glyphs: Glyphs,
        *,
        id: str | None = None,  # noqa: A002, Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(glyphs, id=id, classes=classes)
        self._changes: tuple[int, ...] = ()
        self.added = 0
        """Lines that come with what is shown."""

        self.removed = 0
        self.toggle_wrap()
        self.show_cursor(0)

    def show_change(self, name: str, old: bytes, new: bytes) -> None:
        """Show what changes in a file, with the cursor on the first change."""
        diff = diff_of(name, old, new)
        self._changes = diff.changes
        self.added, self.removed = diff.added, diff.removed
        self.show(diff.lines)
        self.show_cursor(self._changes[0] if self._changes else 0)

    @property
    def changes(self) -> int:
        """How many groups of changed lines there are."""
        return len(self._changes)

    def next_change(self) -> None:
        """Go to the next group of changes, after the last one to the first."""
        if self._changes:
            at = bisect_right(self._changes, self.cursor or 0)
            self.show_cursor(self._changes[at % len(self._changes)])

    def previous_change(self) -> None:
        """Go to the group of changes before, from the first one to the last."""
        if self._changes:
            at = bisect_left(self._changes, self.cursor or 0)
            self.show_cursor(self._changes[at - 1])
