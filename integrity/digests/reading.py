"""A regular file as a row of pieces: filled buffers, and holes that cost no reading."""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from integrity.digests.sparse import Extent, extents, has_holes
from integrity.errors import FileChanged
from integrity.sizes import MIB

HOLE_PIECE = 16 * MIB
"""A cancel waits for one piece: 10 ms of sha256 over zeros."""

_LARGE = 64 * MIB
_MEMORY = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")

Forget = Callable[[int, int, int], object]
"""Told of a descriptor, a place, and how many bytes from there on were read."""

Read = Callable[[int, memoryview, int], int]
"""Fills a buffer, or less of it, from a place in a file; returns the bytes."""


class Piece(NamedTuple):
    """The next bytes of a file."""

    buffer: memoryview
    """Whose first `size` bytes they are, unless they are a hole."""

    size: int
    is_hole: bool


def wait_and_read(descriptor: int, buffer: memoryview, position: int) -> int:
    """Read as any program does."""
    return os.preadv(descriptor, (buffer,), position)


def check_more(descriptor: int, position: int, path: str) -> None:
    """Look whether there is a byte, where a file should have one and gave none.

    Raises:
        FileChanged: It ends before.
        OSError: It cannot be read.
    """
    if not os.pread(descriptor, 1, position):
        raise FileChanged(path)


def pieces(
    descriptor: int,
    stat: os.stat_result,
    path: str,
    next_buffer: Callable[[], memoryview],
    found: Iterable[Extent] | None = None,
    *,
    read: Read = wait_and_read,
) -> Iterator[Piece]:
    """All bytes of a file in their order.

    Args:
        found: Where they stand, without a gap; None: where the file says now.
        next_buffer: Called for each piece; what it hands out is overwritten.

    Raises:
        FileChanged: It ended before the size that it had.
        OSError: A read failed.
    """
    forget = forgetting(stat)
    for extent in found or stretches(descriptor, stat):
        position = extent.start
        while position < extent.stop:
            buffer = next_buffer()
            left = extent.stop - position
            if extent.is_hole:
                size = min(left, HOLE_PIECE)
            else:
                size = read(descriptor, buffer[:left], position)
            if not size:
                raise FileChanged(path)
            yield Piece(buffer, size, extent.is_hole)
            forget(descriptor, position, size)
            position += size


def stretches(descriptor: int, stat: os.stat_result) -> Iterator[Extent]:
    """Where a file has data and holes now, without a gap."""
    if has_holes(stat):
        return extents(descriptor, stat.st_size)
    return iter((Extent(0, stat.st_size, is_hole=False),))


def forgetting(stat: os.stat_result) -> Forget:
    """What is to be done with the page cache behind a reader."""
    return _forget_behind if stat.st_size > _MEMORY // 4 else keep


def keep(descriptor: int, position: int, size: int) -> None:
    """Leave what was read in the page cache: somebody may want it next."""


def _forget_behind(descriptor: int, position: int, size: int) -> None:
    """Do not push everything else out of the page cache for one huge file."""
    if position % _LARGE + size >= _LARGE:
        start = position - position % _LARGE
        os.posix_fadvise(descriptor, start, _LARGE, os.POSIX_FADV_DONTNEED)
