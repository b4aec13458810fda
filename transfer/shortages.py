"""What this machine has too little of for a copy.

Resumable, a `CopyError`
├── DiskFull              the destination, or the journal, has no room
├── OutOfMemory           the system gives this program no more of it
└── TooManyOpenFiles      this program, or the whole system, may open no more of them
"""

import errno
import os
from pathlib import Path

from integrity.out_of_memory import is_out_of_memory
from transfer.copy_errors import CopyError, DiskFailed, Resumable

_NO_MORE_FILES = frozenset((errno.EMFILE, errno.ENFILE))
"""For this program, or for the whole system."""


class DiskFull(Resumable):
    """There is no room for what is still to come."""

    advice = "Make room, then run the same command again."

    def __init__(
        self, item: str, needed: int, free: int | None = None, limit: str = ""
    ) -> None:
        have = "" if free is None else f", and {free:,} are free"
        met = f" ({limit})" if limit else ""
        super().__init__(item, f"needs {needed:,} more bytes{have}{met}")
        self.needed = needed
        """Bytes that are still to be written."""

        self.free = free
        self.limit = limit
        """What was met where room is left, as the system says it."""

    def of_all(self, needed: int) -> "DiskFull":
        """The same, of all that is still to come and not of one write alone."""
        return DiskFull(self.item, needed, self.free, self.limit)


class OutOfMemory(Resumable):
    """The system gives this program no more memory, or no thread that needs some."""

    advice = (
        "Allow it more, or make fewer calls at once with --streams; "
        "then run the same command again."
    )

    def __init__(self) -> None:
        super().__init__(
            "memory", "the system gives this program no more of it, or no more threads"
        )


class TooManyOpenFiles(Resumable):
    """A limit on open files is met: the disk is well."""

    advice = (
        "Allow it more with `ulimit -n 1024`, or make fewer copies at once with --jobs; "
        "then run the same command again."
    )

    def __init__(self, item: str) -> None:
        super().__init__(item, "this program may have no more files open at once")


def check_room(item: str, data_bytes: int, folder: Path) -> None:
    """Refuse what does not fit: one byte in a hundred more is what a disk keeps of it.

    Raises:
        DiskFull: It does not.
        OSError: Nobody can say.
    """
    disk = os.statvfs(folder)
    free = disk.f_bavail * disk.f_frsize
    needed = data_bytes + data_bytes // 100
    if needed > free:
        raise DiskFull(item, needed, free)


def disk_failed(item: str, error: OSError) -> CopyError:
    """What it means for a copy that the system could not read or write."""
    return shortage(item, error) or DiskFailed(item, error.strerror or str(error))


def shortage(item: str, error: BaseException) -> CopyError | None:
    """What this machine is short of, if that is what has failed."""
    if is_out_of_memory(error):
        return OutOfMemory()
    if isinstance(error, OSError) and error.errno in _NO_MORE_FILES:
        return TooManyOpenFiles(item)
    return None
