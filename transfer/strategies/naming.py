"""Gives a file the name it is to have, over nothing that is there."""

import ctypes
import errno
import os
from pathlib import Path

_HERE = -100
"""Linux: a relative path counts from where the process is."""

_RENAME_NOREPLACE = 1

_NO_LINKS = frozenset((errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK))


def link_or_rename(part: Path, path: Path) -> None:
    """Give a file another name, unless something has that name.

    Raises:
        FileExistsError: Something has.
    """
    try:
        os.link(part, path, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _rename_without_clobbering(part, path)


def _rename_without_clobbering(part: Path, path: Path) -> None:
    """For file systems without hard links, where Linux can do it in one step."""
    libc = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(part), os.fsencode(path)
    failed = libc.renameat2(_HERE, names[0], _HERE, names[1], _RENAME_NOREPLACE)
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(path))
