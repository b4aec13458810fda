"""What can go wrong with the journal.

CopyError
├── Resumable
│   ├── JobBusy          another process works on the same job
│   └── JournalLocked    another process holds the journal
├── JournalTooNew        a newer version of this program has written it
└── JournalUnusable      we may not read or write where it is kept
"""

from transfer.copy_errors import CopyError, Resumable

_ELSEWHERE = "name another state directory with BAKEFERRY_STATE_DIR"


class JobBusy(Resumable):
    """Another process works on the same job."""

    advice = "Let it end, or stop it where it is with `bakeferry jobs pause`."

    def __init__(self, item: str, pid: int | None) -> None:
        super().__init__(item, f"{_process(pid)} is at work on this copy")
        self.pid = pid
        """None where nobody knows."""


class JournalLocked(Resumable):
    """Another process holds the journal and does not let go."""

    advice = "End the program that holds the journal, then run the command again."

    def __init__(self, item: str, pid: int | None = None) -> None:
        super().__init__(item, f"{_process(pid)} holds the journal")
        self.pid = pid
        """None where nobody knows."""


def _process(pid: int | None) -> str:
    return "another process" if pid is None else f"process {pid}"


class JournalTooNew(CopyError):
    """A newer version of this program has written the journal."""

    advice = f"Use the newer version, or {_ELSEWHERE}."


class JournalUnusable(CopyError):
    """The journal cannot be made, read or written: its folder is another's, or none."""

    advice = f"To keep it elsewhere, {_ELSEWHERE}."
