"""Reading what may be a pipe, without waiting for a writer who never comes."""

import os
import select
from stat import S_ISFIFO

from integrity.errors import DocumentError

PATIENCE = 1.0
"""Seconds within which the writer of a pipe should have opened it."""


def read_beginning(path: str, limit: int) -> bytes:
    """The first `limit` bytes of a file, or of what somebody writes to a pipe.

    Who has opened the other end of a pipe may take any time to write.

    Raises:
        DocumentError: It is a pipe whose other end nobody has opened.
        OSError: It cannot be read.
    """
    with open(path, "rb", opener=_without_waiting) as file:
        descriptor = file.fileno()
        is_pipe = S_ISFIFO(os.fstat(descriptor).st_mode)
        first = _first_byte(descriptor, path) if is_pipe else b""
        os.set_blocking(descriptor, True)
        return first + file.read(limit - len(first))


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _first_byte(descriptor: int, path: str) -> bytes:
    """What a pipe brings first; nothing yet from a writer who is there and silent."""
    written, _, _ = select.select([descriptor], [], [], PATIENCE)
    try:
        first = os.read(descriptor, 1)
    except BlockingIOError:
        return b""
    if not (first or written):
        raise DocumentError(path, "is a pipe, and nobody writes to it")
    return first
