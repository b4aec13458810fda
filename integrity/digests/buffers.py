"""Memory to read into."""

import mmap

from integrity.sizes import KIB, MIB

READ_SIZE = MIB
"""Bytes in one read, or in one of each stream of a core together. The kernel's part is
cheapest from here to 4 MiB: of 512 KiB a whole sha256 pass takes 2 to 3 % more, though all
of it stays in the own cache of a core."""

TURN_SIZE = 2 * MIB
"""What each of several threads of Python reads at once: they wait for one another then."""

RING_SIZE = 4 * MIB
RING_LENGTH = 2
"""A reader and a hasher in step: one buffer is filled while the other is hashed. Of twice
as many, each half as large, three digests take 5 % more CPU: they hand over more often."""

WIDE_SIZE = 4 * MIB
"""What several threads hash together: of less, more time goes into sharing it out."""

AHEAD_SIZE = 4 * MIB
"""The extension hands over parts of this, so that one which is on its way from the core
that reads to the one that hashes is still in the cache that they share."""

ZEROS = memoryview(bytes(256 * KIB))
"""What a hole reads as. Small enough to stay in the core's own cache."""


def aligned_buffer(size: int) -> memoryview:
    """Anonymous memory that begins on a page.

    The kernel's copy into a `bytearray`, which begins 16 bytes into a page, costs some
    processors twice the time: 9 % of a whole sha256 pass.
    """
    return memoryview(mmap.mmap(-1, size))


def read_rooms(count: int) -> list[memoryview]:
    """Room for one read of each of several streams; the own cache holds all of them."""
    return rooms_in(aligned_buffer(READ_SIZE), READ_SIZE // count)


def rooms_in(buffer: memoryview, size: int) -> list[memoryview]:
    """The parts of a buffer that have room for so many bytes each, and begin on a page."""
    room = max(1, -(-size // mmap.PAGESIZE)) * mmap.PAGESIZE
    return [
        buffer[start : start + room] for start in range(0, len(buffer) - room + 1, room)
    ]
