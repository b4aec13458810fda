"""What the last session knew of a folder's templates, shown until they are judged anew.

Counts, names and times are kept; never what stands in a file.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from integrity.digests.store import STRANGE, Row, Store, StoreKind
from integrity.safe_text import Safe, safe_text
from tui.workspace.snapshot import ROWS_FILE, TemplateEntry
from tui.workspace.stages import EntryState

_KIND = StoreKind(
    what="memory of the last session",
    file_name=ROWS_FILE,
    schema="""
CREATE TABLE IF NOT EXISTS entry (
    place TEXT NOT NULL, number INTEGER NOT NULL, key TEXT NOT NULL, told TEXT NOT NULL,
    PRIMARY KEY (place, number)
) STRICT, WITHOUT ROWID;
""",
    probes=("SELECT place, number, key, told FROM entry LIMIT 1",),
)

_WORTH_KEEPING = frozenset((EntryState.JUDGED, EntryState.STALE))


class WorkspaceMemory:
    """Remembers the rows of one set of paths; whatever goes wrong counts as nothing."""

    def __init__(self, directory: Path | None, paths: Sequence[Path]) -> None:
        """Open it; without a directory nothing is remembered."""
        self._store = Store(directory, _KIND)
        self._place = json.dumps([str(path.absolute()) for path in paths])

    def recall(self) -> tuple[TemplateEntry, ...]:
        """The rows as they were, marked as such."""
        rows = self._store.all(
            "SELECT key, told FROM entry WHERE place = ? ORDER BY number",
            (self._place,),
        )
        return tuple(_recalled(rows))

    def remember(self, entries: Iterable[TemplateEntry]) -> None:
        """Keep these rows in place of those before."""
        judged = (one for one in entries if one.state in _WORTH_KEEPING)
        rows: list[Row] = [
            (self._place, number, one.key, _told(one))
            for number, one in enumerate(judged)
        ]
        self._store.keep(
            ("DELETE FROM entry WHERE place = ?", [(self._place,)]),
            ("INSERT INTO entry VALUES (?, ?, ?, ?)", rows),
        )

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()


def _told(entry: TemplateEntry) -> str:
    judged_at = entry.judged_at
    return json.dumps({
        "name": entry.name,
        "shown_path": entry.shown_path,
        "kind": entry.kind,
        "errors": entry.errors,
        "warnings": entry.warnings,
        "notes": entry.notes,
        "fixable": entry.fixable,
        "templates": entry.templates,
        "judged_at": None if judged_at is None else judged_at.timestamp(),
    })  # fmt: skip


def _recalled(rows: Iterable[Row]) -> Iterator[TemplateEntry]:
    for key, told in rows:
        with suppress(*STRANGE):
            yield _entry(str(key), json.loads(str(told)))


def _entry(key: str, told: dict[str, object]) -> TemplateEntry:
    def text(name: str) -> Safe:
        return safe_text(str(told[name]))

    def count(name: str) -> int:
        return int(str(told[name]))

    return TemplateEntry(
        key=key,
        name=text("name"),
        shown_path=text("shown_path"),
        state=EntryState.STALE,
        kind=text("kind"),
        errors=count("errors"),
        warnings=count("warnings"),
        notes=count("notes"),
        fixable=count("fixable"),
        templates=count("templates"),
        judged_at=datetime.fromtimestamp(float(str(told["judged_at"])), UTC),
    )
