"""What can go wrong with the journal.

CopyError
├── Resumable
│   ├── JobBusy          another process works on the same job
│   └── JournalLocked    another process holds the journal
└── JournalTooNew        a newer version of this program has written it
"""

from transfer.copy_errors import CopyError, Resumable


class JobBusy(Resumable):
    """Another process works on the same job."""

    advice = "Wait for the other process, or stop it."

    def __init__(self, item: str, pid: int) -> None:
        super().__init__(item, f"process {pid} is at work on this copy")
        self.pid = pid


class JournalLocked(Resumable):
    """Another process holds the journal and does not let go."""

    advice = "End the program that holds the journal, then run the command again."


class JournalTooNew(CopyError):
    """A newer version of this program has written the journal."""

    advice = "Use the newer version, or another state directory."
