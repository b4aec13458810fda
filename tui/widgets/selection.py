"""Where the cursor of a list is and which rows are marked, kept by key."""

from collections.abc import Iterable

from tui.widgets.rows import NO_ROWS, Rows


class Selection:
    """Cursor and marks over rows that come, go and move."""

    def __init__(self) -> None:
        self.rows: Rows = NO_ROWS
        self.index = 0
        """The row with the cursor; 0 when there are no rows."""

        self.key: str | None = None
        """Its name; None when there are no rows."""

        self._marks: frozenset[str] = frozenset()

    def show(self, rows: Rows) -> None:
        """Find the row of the cursor again, else the one that is now at its place."""
        self.rows = rows
        index = None if self.key is None else rows.index(self.key)
        self._put(self.index if index is None else index)

    def forget_row(self) -> None:
        """Be on the first row of what is shown next."""
        self.index, self.key = 0, None

    def move(self, index: int) -> bool:
        """Put the cursor on the nearest row there is; whether it is another one."""
        was = self.key
        self._put(index)
        return self.key != was

    @property
    def marked(self) -> frozenset[str]:
        """The marked rows that are there; marks of others wait for them to come back."""
        return frozenset(key for key in self._marks if self.rows.index(key) is not None)

    def is_marked(self, index: int) -> bool:
        """Whether a row is marked."""
        return bool(self._marks) and self.rows.key(index) in self._marks

    def mark(self, keys: Iterable[str]) -> None:
        """Mark these rows and no others."""
        self._marks = frozenset(keys)

    def toggle(self, key: str) -> None:
        """Mark a row, or take its mark away."""
        self._marks ^= {key}

    def _put(self, index: int) -> None:
        self.index = max(0, min(index, len(self.rows) - 1))
        self.key = self.rows.key(self.index) if len(self.rows) else None
