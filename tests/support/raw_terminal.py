"""A program on a terminal whose bytes are timed, not understood."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

PATIENCE = 120.0
"""Seconds for what a busy machine may be slow at."""


class RawTerminal:
    """Runs a command on a pseudo-terminal and tells when which bytes have come."""

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str], *, cwd: Path | None = None
    ) -> None:
        self._ours, its = pty.openpty()
        size = struct.pack("HHHH", 36, 120, 0, 0)
        fcntl.ioctl(its, termios.TIOCSWINSZ, size)
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=its, stdout=its, stderr=its, env=env, cwd=cwd,
            start_new_session=True,
        )  # fmt: skip
        os.close(its)
        self.received = 0
        """Bytes so far."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *unused: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)

    def type(self, keys: str) -> None:
        """Send keys as a keyboard would."""
        os.write(self._ours, keys.encode())

    def until(self, text: str, patience: float = PATIENCE) -> float:
        """Read until a text has come; returns when that was.

        Raises:
            TimeoutError: It has not come.
        """
        seen, wanted = b"", text.encode()
        end = time.perf_counter() + patience
        while wanted not in seen:
            piece = self._read(end - time.perf_counter())
            if not piece:
                raise TimeoutError(f"{text!r} never came; last: {seen[-300:]!r}")
            seen = seen[-len(wanted) :] + piece if len(seen) > 65536 else seen + piece
        return time.perf_counter()

    def listen(self, seconds: float) -> float:
        """Read for so long; returns the bytes a second that came."""
        before, began = self.received, time.perf_counter()
        while (left := began + seconds - time.perf_counter()) > 0:
            self._read(left)
        return (self.received - before) / (time.perf_counter() - began)

    def until_end(self) -> float:
        """Read until the command has ended; returns when that was."""
        end = time.perf_counter() + PATIENCE
        while self.process.poll() is None and time.perf_counter() < end:
            self._read(0.01)
        return time.perf_counter()

    def cpu(self) -> float:
        """Seconds of the processor so far, of all threads that still run."""
        return sum(map(_seconds_of, self._tasks().iterdir()))

    def painting_cpu(self) -> float:
        """The same, of the thread alone that paints: the first one."""
        return _seconds_of(self._tasks() / str(self.process.pid))

    def _tasks(self) -> Path:
        return Path(f"/proc/{self.process.pid}/task")

    def memory(self) -> int:
        """Resident bytes now."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def _read(self, patience: float) -> bytes:
        if not select.select([self._ours], [], [], max(0.0, patience))[0]:
            return b""
        try:
            piece = os.read(self._ours, 65536)
        except OSError:  # the command has closed its end
            time.sleep(0.005)
            return b""
        self.received += len(piece)
        return piece


def _seconds_of(task: Path) -> float:
    """What the scheduler counts, finer than the clock's ticks."""
    try:
        return int((task / "schedstat").read_text().split()[0]) / 1e9
    except OSError:  # it has ended
        return 0.0
