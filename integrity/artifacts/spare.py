"""Buffers that are filled again and again: a new one is zeroed for nothing."""

from collections import deque
from contextlib import suppress

from integrity.sizes import KIB, MIB

RANGE = 4 * MIB
"""Bytes of the buffers that are kept: what copies read at once."""

_PIECE = 512 * KIB
"""Bytes of each buffer of a body that is larger than a range."""

_PIECES = 32
"""So many of them are kept, 16 MiB in all; further ones are made and let go."""

_KEPT: deque[bytearray] = deque(maxlen=8)


def room(size: int) -> bytearray:
    """A buffer of so many bytes, with whatever is in it."""
    if size == RANGE:
        with suppress(IndexError):  # none is kept, or another thread has taken it
            return _KEPT.pop()
    return bytearray(size)


def give_back(buffer: object) -> None:
    """Let a buffer be filled anew, unless somebody has a view of it still."""
    if not isinstance(buffer, bytearray) or len(buffer) != RANGE:
        return
    if not _is_viewed(buffer):
        _KEPT.append(buffer)


class Pieces:
    """Buffers of one size, each filled anew once nobody has a view of it any more."""

    def __init__(self, size: int = _PIECE, *, at_most: int = _PIECES) -> None:
        """None is made yet."""
        self._size, self._at_most = size, at_most
        self._kept: deque[bytearray] = deque()  # the one handed on last is the last

    def room(self) -> memoryview:
        """All of a buffer that nobody else has a view of, with whatever is in it."""
        for _ in range(len(self._kept)):
            self._kept.rotate(-1)
            if not _is_viewed(self._kept[-1]):
                return memoryview(self._kept[-1])
        buffer = bytearray(self._size)
        if len(self._kept) < self._at_most:
            self._kept.append(buffer)
        return memoryview(buffer)


def _is_viewed(buffer: bytearray) -> bool:
    try:
        buffer.append(buffer.pop())  # refused while there is a view
    except BufferError:
        return True
    return False
