"""Opening a file to hash it, and why that may fail."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from stat import S_ISREG

from integrity.digests.version import FileVersion
from integrity.errors import DigestError, FileChanged, FileForbidden, FileMissing

OPEN_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
"""Nothing is waited for, and no terminal becomes ours."""

_NOT_REGULAR = frozenset((errno.EISDIR, errno.ESPIPE))
"""What reading a directory, a pipe or a terminal at a place of our choice fails with."""


def open_regular(path: str) -> tuple[int, os.stat_result]:
    """A descriptor to read from, which the caller closes, and what it stands for.

    Raises:
        DigestError: It is a directory, a pipe or a device. None of them is waited for.
        OSError: It cannot be opened.
    """
    descriptor = os.open(path, OPEN_FLAGS)
    stat = os.fstat(descriptor)
    if S_ISREG(stat.st_mode):
        return descriptor, stat
    os.close(descriptor)
    raise _not_regular(path)


@contextmanager
def opened(path: str) -> Iterator[tuple[int, os.stat_result]]:
    """The same inside of a block, closed after it.

    Raises:
        DigestError: As for `open_regular`; and in place of each `OSError`, also of one
            from the block.
    """
    try:
        descriptor, stat = open_regular(path)
        try:
            yield descriptor, stat
        finally:
            os.close(descriptor)
    except OSError as error:
        raise unreadable(path, error) from error


def check_unchanged(descriptor: int, stat: os.stat_result, path: str) -> None:
    """Look whether an open file is still what it was.

    Raises:
        FileChanged: It was written to.
    """
    if FileVersion.of(os.fstat(descriptor)) != FileVersion.of(stat):
        raise FileChanged(path)


def size_of(path: str) -> int:
    """The bytes of whatever is there; 0 when nobody can say, which opening it will."""
    try:
        return os.stat(path).st_size  # noqa: PTH116 -- twice as fast
    except OSError:
        return 0


def changed_at(path: str) -> int:
    """When whatever is there was last touched, in nanoseconds; 0 when nobody can say."""
    try:
        return os.stat(path).st_ctime_ns  # noqa: PTH116 -- twice as fast
    except OSError:
        return 0


def _not_regular(path: str) -> DigestError:
    """Say that only regular files have a digest."""
    return DigestError(path, "not a regular file")


def unreadable(path: str, error: OSError) -> DigestError:
    """Say in our own words what the system has said."""
    if error.errno in _NOT_REGULAR:
        return _not_regular(path)
    why = error.strerror or str(error)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return FileMissing(path, why)
    if isinstance(error, PermissionError):
        return FileForbidden(path, why)
    return DigestError(path, why)
