"""Which process holds a file of SQLite's, as Linux lists the locks of all."""

import os
from pathlib import Path

_LOCKS = Path("/proc/locks")
_FIELDS = 8
"""`1: POSIX ADVISORY WRITE 4711 fe:00:2491230 120 120`; of one that waits, one more."""


def locker_of(database: Path) -> int | None:
    """The process that keeps others from writing; None where nobody can say.

    With a write-ahead log it has a lock on the file whose name ends in `-shm`. No file
    is opened: to close it again would let go of all locks of our own.
    """
    try:
        listed = _LOCKS.read_text()
    except OSError:
        return None
    lines = map(str.split, listed.splitlines())
    told = [each for each in lines if len(each) == _FIELDS and each[3] == "WRITE"]
    held = {each[5]: int(each[4]) for each in told}
    files = database.with_name(f"{database.name}-shm"), database
    pids = (held.get(_key(file), 0) for file in files)
    return next((pid for pid in pids if pid > 0), None)  # 0: of another container


def _key(file: Path) -> str:
    """A file as the list has it."""
    try:
        status = file.stat()
    except OSError:
        return ""
    device = status.st_dev
    return f"{os.major(device):02x}:{os.minor(device):02x}:{status.st_ino}"
