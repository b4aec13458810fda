"""Replace a file's content in one step: the old bytes or the new ones, never a mix."""

import os
import stat
from pathlib import Path


class FileChanged(OSError):
    """Somebody else wrote the file while we worked on its old content."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: changed while we worked on it; run again")
        self.path = path


def replace_content(path: Path, old: bytes, new: bytes) -> None:
    """Put `new` in place of `old`, durably; mode and symbolic link stay.

    Raises:
        FileChanged: The file does not hold `old` any more; it was left as it is.
        OSError: It cannot be written; it was left as it is.
    """
    target = path.resolve(strict=True)
    mode = stat.S_IMODE(target.stat().st_mode)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        why = f"cannot be replaced in its folder: {error.strerror}"
        raise OSError(error.errno, why, str(path)) from error
    try:
        try:
            _fill(handle, new, mode)
        except OSError as error:  # the system knows the descriptor only
            why = f"cannot be replaced: {error.strerror}; it was left as it is"
            raise OSError(error.errno, why, str(path)) from error
        if target.read_bytes() != old:
            raise FileChanged(path)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _fill(handle: int, content: bytes, mode: int) -> None:
    """Write all of an open file, durably, and close it."""
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
