"""Rows of templates that are in Azure alone: there is no file to open or to change."""

from collections.abc import Iterable

from integrity.safe_text import Safe
from tui.workspace.snapshot import Snapshot, TemplateEntry
from tui.workspace.stages import EntryState

NO_FILE = Safe("There is no file of it here: it is in Azure alone.")


def is_alone(entry: TemplateEntry | None) -> bool:
    """Whether a row is of a template that no file here is of."""
    return entry is not None and entry.state is EntryState.ONLINE


def with_files(keys: Iterable[str], snapshot: Snapshot | None) -> list[str]:
    """Those of some rows that a file is behind, in their order."""
    entries = snapshot.entries if snapshot is not None else ()
    alone = frozenset(one.key for one in entries if is_alone(one))
    return [key for key in keys if key not in alone]
