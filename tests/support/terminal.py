"""A program on a terminal of its own: keys in, a screen out, every byte kept."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Self

import pyte
from command import environment

PATIENCE = 60.0
"""Seconds that a screen may take on a busy machine; nothing waits them out."""


class Terminal:
    """Runs a command on a pseudo-terminal, as its session's leader."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        lines: int = 24,
        env: Mapping[str, str] | None = None,
        cwd: str | None = None,
    ) -> None:
        self._ours, its = pty.openpty()
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.data = b""
        self.resize(columns, lines)
        self.attributes = termios.tcgetattr(its)
        self.process = subprocess.Popen(
            command,
            stdin=its,
            stdout=its,
            stderr=its,
            cwd=cwd,
            env=environment(**{"TERM": "xterm-256color", **(env or {})}),
            preexec_fn=_lead_session,
        )
        self._its = its

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *unused: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.close()

    @property
    def screen(self) -> str:
        """What a person sees now."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    @property
    def is_restored(self) -> bool:
        """The terminal's modes are as they were before the command."""
        return termios.tcgetattr(self._its) == self.attributes

    def type(self, keys: str | bytes) -> None:
        """Send keys as a keyboard would."""
        os.write(self._ours, keys if isinstance(keys, bytes) else keys.encode())

    def wipe(self) -> None:
        """Have something else paint over everything, as a shell may."""
        self._screen.reset()

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size."""
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, size)
        self._screen.resize(lines, columns)

    def wait_for(self, text: str) -> str:
        """Read until a text is on the screen; returns the screen."""
        until = time.monotonic() + PATIENCE
        while text not in self.screen:
            if not self._read(until):
                raise AssertionError(f"{text!r} never came on:\n{self.screen}")
        return self.screen

    def wait_for_end(self) -> int:
        """Read until the command has ended; returns its exit code."""
        until = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < until:
            self._read(time.monotonic() + 0.05)
        while self._read(time.monotonic() + 0.05):
            pass
        return self.process.wait(1)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the command."""
        self.process.send_signal(number)

    def close(self) -> None:
        """Close the terminal, as when its window is closed."""
        for handle in (self._ours, self._its):
            with suppress(OSError):
                os.close(handle)

    def stand_still(self) -> None:
        """Take no more of what the command writes, as after Ctrl-S."""
        termios.tcflow(self._its, termios.TCOOFF)

    def hang_up(self) -> None:
        """Close our end, so that the command loses its terminal."""
        os.close(self._its)
        os.close(self._ours)

    def _read(self, until: float) -> bool:
        """Take what has come; False when nothing came in time."""
        left = until - time.monotonic()
        ready, _, _ = select.select([self._ours], [], [], max(0.0, left))
        if not ready:
            return False
        try:
            piece = os.read(self._ours, 65536)
        except OSError:
            return False
        self.data += piece
        self._stream.feed(piece)
        return bool(piece)


def _lead_session() -> None:
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
