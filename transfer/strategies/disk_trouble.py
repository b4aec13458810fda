"""What a disk refuses, said as somebody can act on it."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from transfer.copy_errors import CopyError
from transfer.shortages import DiskFull, disk_failed

_LIMITS = frozenset((errno.EDQUOT, errno.EFBIG))
"""A quota or a limit on files is met, however much room the disk has."""


@contextmanager
def disk_trouble(path: Path, needed: int) -> Iterator[None]:
    """Say what the system has said as somebody can act on it.

    Args:
        needed: Bytes that were to be written.

    Raises:
        CopyError: In place of an `OSError`.
    """
    try:
        yield
    except OSError as error:
        raise _translated(path, error, needed) from error


def _translated(path: Path, error: OSError, needed: int) -> CopyError:
    if error.errno == errno.ENOSPC:
        return DiskFull(str(path), needed, _free(path))
    if error.errno in _LIMITS:
        return DiskFull(str(path), needed, limit=error.strerror or str(error))
    return disk_failed(str(path), error)


def _free(path: Path) -> int | None:
    try:
        status = os.statvfs(path.parent)
    except OSError:
        return None
    return status.f_bavail * status.f_frsize
