"""Replace a file's content in one step: the old bytes or the new ones, never a mix."""

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from integrity.dataclass import dataclass
from integrity.errors import DocumentError


class FileChanged(OSError):
    """Somebody else wrote the file while we worked on its old content."""

    def __init__(self, path: Path) -> None:
        why = "changed while we worked on it; run again"
        super().__init__(errno.ESTALE, why, str(path))

    def __str__(self) -> str:
        return f"{self.filename}: {self.strerror}"


class NotWritten(DocumentError):
    """A file could not be written back; it was left as it is."""

    def __init__(self, path: str, error: OSError) -> None:
        super().__init__(path, error.strerror or str(error))
        self.error = error


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One file with other content."""

    name: str
    path: Path | None
    """None for standard input."""

    old: bytes
    new: bytes


def check_content(path: Path, old: bytes) -> None:
    """See that a file still holds what was read of it.

    Raises:
        FileChanged: It does not.
        OSError: It cannot be read.
    """
    if path.read_bytes() != old:
        raise FileChanged(path)


def replace_content(path: Path, old: bytes, new: bytes) -> None:
    """Put `new` in place of `old`, durably; mode and symbolic link stay.

    Raises:
        FileChanged: The file does not hold `old` any more; it was left as it is.
        OSError: It cannot be written; it was left as it is.
    """
    target = path.resolve(strict=True)
    mode = _mode_of(path)
    part = _part_beside(target)
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        why = f"cannot be replaced in its folder: {error.strerror}"
        raise OSError(error.errno, why, str(path)) from error
    try:
        try:
            _fill(os.fdopen(handle, "wb"), (new,), mode)
        except OSError as error:  # the system knows the descriptor only
            why = f"cannot be replaced: {error.strerror}; it was left as it is"
            raise OSError(error.errno, why, str(path)) from error
        check_content(path, old)
        part.replace(target)
    except BaseException:  # Ctrl-C leaves no part behind, either
        part.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def write_files(rewrites: Iterable[Rewrite]) -> Iterator[NotWritten]:
    """Write what has a path, each file in one step; tell what could not be."""
    for rewrite in rewrites:
        if rewrite.path is None:
            continue
        try:
            replace_content(rewrite.path, rewrite.old, rewrite.new)
        except OSError as error:
            yield NotWritten(rewrite.name, error)


def put_in_place(path: Path, lines: Iterable[bytes]) -> None:
    """Write a file that may be there already; mode and symbolic link stay.

    Raises:
        OSError: It cannot be written, or is a device or a pipe; what was there stays.
    """
    try:
        mode = _mode_of(path) if path.exists() else None
        target = path.resolve()
        part = _part_beside(target)
        file = part.open("xb")
        try:
            _fill(file, lines, mode)
            part.replace(target)
        except BaseException:  # Ctrl-C leaves no part behind, either
            part.unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
    except OSError as error:  # the system names the part, or nothing
        raise OSError(error.errno, error.strerror, str(path)) from error


def write_new(path: Path, content: bytes, mode: int = 0o666) -> None:
    """Write a file that is not there yet, durably.

    Raises:
        FileExistsError: It is there, and stays.
        OSError: It cannot be written; nothing of it is left.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(path.parent)
    except BaseException as error:  # Ctrl-C leaves no half of it, either
        path.unlink(missing_ok=True)
        if isinstance(error, OSError):  # the system knows the descriptor only
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise


def _part_beside(target: Path) -> Path:
    """A name that no run before had: one that was killed may have left its own."""
    return target.with_name(f".{os.urandom(6).hex()}.part")


def _mode_of(path: Path) -> int:
    """The rights of a file that may be replaced: a device or a pipe may not."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "is no regular file, and stays as it is", str(path))
    return stat.S_IMODE(mode)


def _fill(file: BinaryIO, content: Iterable[bytes], mode: int | None) -> None:
    """Write all of an open file, durably, and close it; its rights stay without a mode."""
    with file:
        file.writelines(content)
        file.flush()
        if mode is not None:
            os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
