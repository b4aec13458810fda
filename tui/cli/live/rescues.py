"""What was rescued from this machine, for those who say what would be lost."""

from collections.abc import Callable

from transfer.azure.whereabouts import NoRecords, RescueRecords
from transfer.copy_errors import CopyError
from transfer.journal.store import FILE_NAME, Journal
from transfer.rescued import JournalRecords
from tui.preferences import state_directory


def rescue_records(note: Callable[[str], object]) -> RescueRecords:
    """What the journal knows; nothing where there is none, or it cannot be read.

    Args:
        note: Hears that it cannot: VHDs then count as at risk.
    """
    folder = state_directory()
    if not (folder / FILE_NAME).exists():
        return NoRecords()
    try:
        with Journal.open(folder) as journal:
            return JournalRecords.of(journal.jobs())
    except CopyError as error:
        note(f"what was rescued is not known: {error}")
        return NoRecords()
