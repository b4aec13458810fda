"""What was rescued from this machine, for those who say what would be lost."""

from collections.abc import Callable
from dataclasses import field
from pathlib import Path

from integrity.dataclass import dataclass
from integrity.safe_text import Safe
from integrity.secret_url import SecretUrl
from integrity.template.resource_ids import ResourceId
from transfer.azure.whereabouts import NoRecords, RescueRecords
from tui.preferences import state_directory

Version = tuple[tuple[int, int], ...]


@dataclass(slots=True)
class RescuesOfThisMachine:
    """`RescueRecords` of the journal, read when somebody asks and it has changed."""

    note: Callable[[str], object]
    """Hears, once, that it cannot be read, or that a copy is gone: then VHDs count as
    at risk."""

    _noted: set[str] = field(default_factory=set)
    _known: RescueRecords | None = None
    _version: Version = ()

    def rescued_to(self, output: ResourceId, address: SecretUrl) -> Safe | None:
        """Where the copy of this VHD is; None when there is none."""
        version = _version_now()
        if self._known is None or version != self._version:
            self._known = _read(self._note_once) if version else NoRecords()
            self._version = version
        return self._known.rescued_to(output, address)

    def _note_once(self, text: str) -> None:
        if text not in self._noted:
            self._noted.add(text)
            self.note(text)


def _version_now() -> Version:
    """What tells the journal's states apart; nothing where there is none.

    SQLite writes beside its file first: to the one whose name ends in `-wal`.
    """
    from transfer.journal.store import FILE_NAME  # most commands ask nothing

    folder = state_directory()
    states = (_state_of(folder / name) for name in (FILE_NAME, f"{FILE_NAME}-wal"))
    return tuple(state for state in states if state is not None)


def _state_of(file: Path) -> tuple[int, int] | None:
    """What changes with a file; None: it is not there."""
    try:
        state = file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:  # whoever opens it is told why
        return -1, -1
    return state.st_mtime_ns, state.st_size


def _read(note: Callable[[str], object]) -> RescueRecords:
    from transfer.copy_errors import CopyError
    from transfer.journal.store import Journal
    from transfer.rescued import JournalRecords

    try:
        with Journal.open(state_directory()) as journal:
            return JournalRecords.of(journal.jobs(), note)
    except CopyError as error:
        note(f"what was rescued is not known: {error}. {error.advice}")
        return NoRecords()
