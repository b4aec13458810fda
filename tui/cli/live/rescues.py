"""What was rescued from this machine, for those who say what would be lost."""

from collections.abc import Callable
from dataclasses import dataclass

from integrity.safe_text import Safe
from integrity.secret_url import SecretUrl
from transfer.azure.resource_ids import ResourceId
from transfer.azure.whereabouts import NoRecords, RescueRecords
from tui.preferences import state_directory


@dataclass(slots=True)
class RescuesOfThisMachine:
    """`RescueRecords` of the journal, which is read when somebody asks first."""

    note: Callable[[str], object]
    """Hears that it cannot be read: VHDs then count as at risk."""

    _known: RescueRecords | None = None

    def rescued_to(self, output: ResourceId, address: SecretUrl) -> Safe | None:
        """Where the copy of this VHD is; None when there is none."""
        if self._known is None:
            self._known = _read(self.note)
        return self._known.rescued_to(output, address)


def _read(note: Callable[[str], object]) -> RescueRecords:
    """What the journal knows; nothing where there is none, or it cannot be read."""
    from transfer.copy_errors import CopyError  # most commands ask nothing
    from transfer.journal.store import FILE_NAME, Journal
    from transfer.rescued import JournalRecords

    folder = state_directory()
    if not (folder / FILE_NAME).exists():
        return NoRecords()
    try:
        with Journal.open(folder) as journal:
            return JournalRecords.of(journal.jobs())
    except CopyError as error:
        note(f"what was rescued is not known: {error}")
        return NoRecords()
