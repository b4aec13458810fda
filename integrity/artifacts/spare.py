"""Buffers of whole ranges, filled again and again: a new one is zeroed for nothing."""

from collections import deque
from contextlib import suppress

RANGE = 4 * 1024 * 1024
"""Bytes of the buffers that are kept: what copies read at once."""

_KEPT: deque[bytearray] = deque(maxlen=8)


def room(size: int) -> bytearray:
    """A buffer of so many bytes, with whatever is in it."""
    if size == RANGE:
        with suppress(IndexError):  # none is kept, or another thread has taken it
            return _KEPT.pop()
    return bytearray(size)


def give_back(buffer: object) -> None:
    """Let a buffer be filled anew, unless somebody has a view of it still."""
    if isinstance(buffer, bytearray) and len(buffer) == RANGE:
        with suppress(BufferError):
            buffer.append(buffer.pop())  # refused while there is a view
            _KEPT.append(buffer)
