"""Which templates words name; those in Azure alone have no file to open or to change."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from integrity.safe_text import Safe, safe_text
from tui.screens.handling import Words
from tui.workspace.snapshot import Snapshot, TemplateEntry
from tui.workspace.stages import EntryState

NO_FILE = Safe("There is no file of it here: it is in Azure alone.")

Say: TypeAlias = Callable[[Safe], object]
"""Hears why nothing is meant."""


def is_alone(entry: TemplateEntry | None) -> bool:
    """Whether a row is of a template that no file here is of."""
    return entry is not None and entry.state is EntryState.ONLINE


def with_files(keys: Iterable[str], snapshot: Snapshot) -> list[str]:
    """Those of some rows that a file is behind, in their order."""
    alone = frozenset(one.key for one in snapshot.entries if is_alone(one))
    return [key for key in keys if key not in alone]


def called(words: Words, entries: Iterable[TemplateEntry]) -> list[TemplateEntry]:
    """The templates that words name, by name, path or file name."""
    return [
        one
        for one in entries
        if any(word in (one.name, one.key, one.path.name) for word in words)
    ]


def keys_called(words: Words, entries: Sequence[TemplateEntry], say: Say) -> list[str]:
    """Their keys; it is said where there are none."""
    keys = [one.key for one in called(words, entries)]
    if not keys:
        say(safe_text(f"No template is called {' '.join(words)}."))
    return keys


def some_with_files(keys: Sequence[str], snapshot: Snapshot, say: Say) -> list[str]:
    """Those that a file is behind; it is said where there is none behind any."""
    found = with_files(keys, snapshot)
    if keys and not found:
        say(NO_FILE)
    return found


def files_called(words: Words, snapshot: Snapshot, say: Say) -> list[str]:
    """Those that words name and a file is behind."""
    return some_with_files(keys_called(words, snapshot.entries, say), snapshot, say)
