"""Folders and subscription as one list: a row is a template, wherever it lives."""

from collections.abc import Iterator
from dataclasses import replace

from tui.live.snapshot import AzureRows, LiveSnapshot
from tui.workspace.online import Online
from tui.workspace.snapshot import Snapshot, TemplateEntry

_Both = tuple[TemplateEntry, Online | None, TemplateEntry]
"""A file's entry, what Azure says of its template, and the row that was made of them."""


class Joiner:
    """Joins snapshots; a row that has not changed is the very same as before."""

    def __init__(self) -> None:
        self._of: tuple[TemplateEntry, ...] = ()
        self._rows = AzureRows()
        self._entries: tuple[TemplateEntry, ...] = ()
        self._both: dict[str, _Both] = {}

    def joined(self, snapshot: Snapshot, live: LiveSnapshot) -> Snapshot:
        """The entries with what Azure says of them, then those in Azure alone.

        A file does not say in which group its template is: where several groups have
        one of its name, the first is its own, and the others have their own rows. Files
        of one name are all joined with that one.
        """
        if snapshot.entries is not self._of or live.rows is not self._rows:
            self._of, self._rows = snapshot.entries, live.rows
            self._entries = self._join(snapshot.entries, live.rows)
        return replace(snapshot, entries=self._entries)

    def _join(
        self, entries: tuple[TemplateEntry, ...], rows: AzureRows
    ) -> tuple[TemplateEntry, ...]:
        own: set[str] = set()
        here = tuple(self._join_files(entries, rows, own))
        if not own:
            return here + rows.rows
        return (*here, *[one for one in rows.rows if one.key not in own])

    def _join_files(
        self, entries: tuple[TemplateEntry, ...], rows: AzureRows, own: set[str]
    ) -> Iterator[TemplateEntry]:
        """The rows of files; the keys of what they are joined with go into `own`."""
        before, self._both = self._both, {}
        for entry in entries:
            row = rows.by_name.get(entry.name.casefold())
            if row is None:
                yield entry
                continue
            own.add(row.key)
            both = before.get(entry.key)
            if both is None or both[0] is not entry or both[1] is not row.online:
                both = entry, row.online, replace(entry, online=row.online)
            self._both[entry.key] = both
            yield both[2]
