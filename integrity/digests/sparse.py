"""Where a file holds data and where it only says so."""

import errno
import os
from collections.abc import Iterator
from typing import NamedTuple

STAT_BLOCK = 512
"""The unit of `st_blocks`, whatever the file system's own block is."""

_UNABLE = frozenset((errno.EINVAL, errno.ENOTSUP, errno.ENOSYS))


class Extent(NamedTuple):
    """A stretch of a file."""

    start: int
    stop: int

    is_hole: bool
    """Nothing is stored here; it reads as zeros."""


def has_holes(stat: os.stat_result) -> bool:
    """Whether it pays to ask where the data is."""
    return stat.st_blocks * STAT_BLOCK < stat.st_size


def next_data(descriptor: int, position: int, size: int) -> int:
    """The first byte of data from `position` on; `size` when only a hole follows.

    A file system that cannot tell has data everywhere.
    """
    return _seek(descriptor, position, os.SEEK_DATA, no_more=size, unable=position)


def _next_hole(descriptor: int, position: int, size: int) -> int:
    return _seek(descriptor, position, os.SEEK_HOLE, no_more=size, unable=size)


def _seek(
    descriptor: int, position: int, whence: int, *, no_more: int, unable: int
) -> int:
    try:
        return os.lseek(descriptor, position, whence)
    except OSError as error:
        if error.errno == errno.ENXIO:
            return no_more
        if error.errno in _UNABLE:
            return unable
        raise


def extents(descriptor: int, size: int, position: int = 0) -> Iterator[Extent]:
    """A file from `position` to `size` as stretches of data and holes, without a gap.

    The map is a snapshot: look whether the file has changed when you are through.
    """
    while position < size:
        data = min(next_data(descriptor, position, size), size)
        if data > position:
            yield Extent(position, data, is_hole=True)
        if data == size:
            return
        position = min(_next_hole(descriptor, data, size), size)
        yield Extent(data, position, is_hole=False)
