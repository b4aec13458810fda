"""Who works on a job: told apart from a later process with the same number."""

import os
from pathlib import Path
from typing import Self
from uuid import uuid4

from integrity.dataclass import dataclass

_PROC = Path("/proc")
_START_TIME = 19
"""Its place among the fields of `/proc/PID/stat` that follow the name."""


@dataclass(frozen=True, slots=True)
class Holder:
    """One claim to a job, by one process."""

    pid: int
    boot: str
    """Which start of the machine it belongs to; empty where nobody knows."""

    started: int
    """When the process began, in the kernel's ticks; 0 where nobody knows."""

    nonce: str
    """Tells two claims of one process apart."""

    @classmethod
    def this_process(cls) -> Self:
        """A new claim of this process."""
        pid = os.getpid()
        return cls(pid, _boot(), _started(pid) or 0, uuid4().hex)

    def is_alive(self) -> bool:
        """Whether the process that made the claim still runs."""
        if self.boot != _boot():
            return False
        if self.boot:
            return _started(self.pid) == self.started
        try:
            os.kill(self.pid, 0)
        except OSError as error:
            return isinstance(error, PermissionError)  # there is one, of somebody else
        return True


def _boot() -> str:
    try:
        return (_PROC / "sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""


def _started(pid: int) -> int | None:
    """None when there is no such process, or it is dead and not yet buried."""
    try:
        told = (_PROC / str(pid) / "stat").read_bytes()
    except OSError:
        return None
    fields = told.rpartition(b")")[2].split()
    return None if fields[0] in (b"Z", b"X") else int(fields[_START_TIME])
