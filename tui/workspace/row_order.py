"""The rows of all files in their order, of which only those that change cost anything."""

from collections.abc import Iterable, Mapping

from tui.workspace.snapshot import TemplateEntry
from tui.workspace.stages import EntryState

Rows = tuple[tuple[TemplateEntry, ...], tuple[TemplateEntry, ...]]
"""Templates, and the JSON files that are none."""


class RowOrder:
    """Rows that are put in their places, and taken as they are."""

    def __init__(self) -> None:
        self._templates: list[TemplateEntry] = []
        self._others: list[TemplateEntry] = []
        self._places: dict[str, int] = {}
        """Where a row is in its list."""

        self._shown: Rows = ((), ())
        self._has_changed = False

    def arrange(self, keys: Iterable[str], rows: Mapping[str, TemplateEntry]) -> None:
        """Take all rows anew, in the order of these keys."""
        self._templates, self._others, self._places = [], [], {}
        for key in keys:
            row = rows.get(key)
            if row is not None:
                mine = self._list_of(row)
                self._places[key] = len(mine)
                mine.append(row)
        self._has_changed = True

    def replace(self, row: TemplateEntry) -> bool:
        """Put a row in the place of the one before; False where it has no place yet."""
        mine, place = self._list_of(row), self._places.get(row.key)
        if place is None or place >= len(mine) or mine[place].key != row.key:
            return False
        mine[place] = row
        self._has_changed = True
        return True

    def shown(self) -> Rows:
        """All rows; the very same value while nothing has changed."""
        if self._has_changed:
            self._has_changed = False
            self._shown = (tuple(self._templates), tuple(self._others))
        return self._shown

    def _list_of(self, row: TemplateEntry) -> list[TemplateEntry]:
        return self._others if row.state is EntryState.OTHER else self._templates
