"""The command as a shell runs it: in a process of its own, its bytes kept as they are."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

BAKEFERRY = (sys.executable, "-m", "tui.cli.main")
_PROJECT = Path(__file__).parents[2]
_PATIENCE = 60.0
"""Seconds; a command of the tests that takes longer hangs."""


def environment(**changes: str) -> dict[str, str]:
    """Ours, without what a CI system or a terminal would put into it."""
    told = {"CI", "NO_COLOR", "TERM", "GITHUB_STEP_SUMMARY", "COLUMNS", "LINES"}
    kept = {name: value for name, value in os.environ.items() if name not in told}
    return {**kept, "PYTHONPATH": str(_PROJECT), "LC_ALL": "C.UTF-8", **changes}


def bakeferry(
    *arguments: str | bytes | Path,
    given: bytes = b"",
    env: Mapping[str, str] | None = None,
    **streams,
) -> subprocess.CompletedProcess[bytes]:
    """Run the command with its output to pipes, unless `streams` says otherwise."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    return subprocess.run(
        [*BAKEFERRY, *arguments],
        input=given,
        env=env or environment(),
        timeout=_PATIENCE,
        check=False,
        **streams,
    )


@dataclass(frozen=True)
class Shown:
    """What came out on a terminal."""

    code: int
    data: bytes

    @property
    def lines(self) -> list[str]:
        """As a person sees them, colours left out."""
        text = self.data.decode()
        for number in ("0", "1", "2", "32", "36", "1;31", "1;33"):
            text = text.replace(f"\x1b[{number}m", "")
        return text.replace("\r\n", "\n").split("\n")


def on_terminal(*arguments: str | Path, columns: int = 80, **changes: str) -> Shown:
    """Run the command with standard output and error on a terminal of that width."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    process = subprocess.Popen(
        [*BAKEFERRY, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=its,
        stderr=its,
        env=environment(**{"TERM": "xterm-256color", **changes}),
    )
    os.close(its)
    data = b""
    with suppress(OSError):  # EIO: the other end is closed
        while piece := os.read(ours, 65536):
            data += piece
    os.close(ours)
    return Shown(process.wait(_PATIENCE), data)


def answering(
    *arguments: str | Path, prompt: bytes, answer: bytes, **changes: str
) -> Shown:
    """Run the command with all three streams on a terminal, and answer one prompt."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 200, 0, 0))
    process = subprocess.Popen(
        [*BAKEFERRY, *arguments],
        stdin=its,
        stdout=its,
        stderr=its,
        env=environment(**{"TERM": "xterm-256color", **changes}),
    )
    os.close(its)
    data, is_answered = b"", False
    with suppress(OSError):  # EIO: the other end is closed
        while piece := os.read(ours, 65536):
            data += piece
            if prompt in data and not is_answered:
                os.write(ours, answer + b"\n")
                is_answered = True
    os.close(ours)
    return Shown(process.wait(_PATIENCE), data)
