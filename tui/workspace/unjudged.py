"""The row of a file of which no more is known than that it is there."""

from integrity.safe_text import safe_text
from tui.workspace.found_file import FoundFile
from tui.workspace.snapshot import TemplateEntry
from tui.workspace.stages import EntryState


def waiting(found: FoundFile) -> TemplateEntry:
    """The row of a file that is not judged yet."""
    return TemplateEntry(
        key=found.key,
        name=safe_text(found.path.stem),
        shown_path=safe_text(found.shown),
        state=EntryState.WAITING,
    )
