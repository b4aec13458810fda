"""An artifact on disk, at or below the one folder that may be read."""

import os
import stat
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from aiofiles.threadpool import wrap
from aiofiles.threadpool.binary import AsyncBufferedReader

from integrity.artifacts.artifact import ArtifactRequest, Description, SoFar
from integrity.errors import (
    ArtifactChanged,
    ArtifactError,
    ArtifactForbidden,
    ArtifactMissing,
    ArtifactRefused,
    ArtifactUnreachable,
)
from integrity.safe_text import Safe, safe_text
from integrity.sizes import MIB

_READ_SIZE = 4 * MIB
"""A hop to another thread costs as much as hashing 200 KiB."""

_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""Neither symbolic links nor the wait for a pipe's other end; Windows knows neither."""

_THIS_MACHINE = frozenset(("", "localhost"))
"""What a `file:` address may have where others have a host (RFC 8089)."""


@asynccontextmanager
async def open_local(request: ArtifactRequest) -> AsyncIterator["LocalArtifact"]:
    """Open what a template names by a path or a `file:` address.

    Raises:
        ArtifactError: It is not below the template's folder, or not a readable file.
    """
    if request.folder is None:
        why = "is local, and a template that is no local file may not name such"
        raise ArtifactRefused(_shown(request.url), why)
    async with open_below(request.folder, _path(request.url)) as artifact:
        yield artifact


def _path(url: str) -> str:
    """The path that an address means.

    Raises:
        ArtifactRefused: It is another machine's.
    """
    parts = urlsplit(url)
    path = unquote(parts.path) if parts.scheme == "file" else url
    if parts.netloc.casefold() not in _THIS_MACHINE or path.startswith(("//", "\\\\")):
        raise ArtifactRefused(_shown(url), "is on another machine")
    return path


@asynccontextmanager
async def open_below(folder: Path, path: str) -> AsyncIterator["LocalArtifact"]:
    """Open the file at `path`, which counts from `folder` and must not leave it.

    Raises:
        ArtifactError: It does, or is not a readable file.
    """
    slash = "/" if path.endswith("/") else ""  # no server takes it for a file's
    try:
        real = _resolved(folder, path)
        descriptor = os.open(f"{real}{slash}", _FLAGS)
    except (OSError, ValueError) as error:  # a NUL in the path is a ValueError
        raise translated(f"{folder / path}{slash}", error) from error
    try:
        yield LocalArtifact(real, descriptor)
    finally:
        os.close(descriptor)


def _resolved(folder: Path, path: str) -> Path:
    """The file without links; whether it exists is not asked of the outside."""
    root = Path(os.path.realpath(folder))
    real = Path(os.path.realpath(root / path))
    if not real.is_relative_to(root):
        raise ArtifactRefused(_shown(path), f"lies outside {_called(folder)}")
    return real


def _called(folder: Path) -> str:
    return "the template's folder" if folder == Path() else safe_text(str(folder))


def _shown(path: str) -> Safe:
    """A path for messages; a query, secret perhaps, was meant for an address."""
    path, mark, _ = path.partition("?")
    return safe_text(f"{path}{mark and '?…'}")


def translated(path: str, error: OSError | ValueError) -> ArtifactError:
    """What the system has said of a path, in our terms."""
    shown = _shown(path)
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return ArtifactMissing(shown, f"there is no file {shown}")
        case PermissionError():
            return ArtifactForbidden(shown, f"this account may not read {shown}")
        case OSError():
            return ArtifactUnreachable(shown, f"cannot be read: {error.strerror}")
        case _:
            return ArtifactRefused(shown, "is no path")


class LocalArtifact:
    """A regular file that is open for reading."""

    def __init__(self, path: Path, descriptor: int) -> None:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise ArtifactRefused(safe_text(str(path)), "is a folder, not a file")
        if not stat.S_ISREG(status.st_mode):
            raise ArtifactRefused(safe_text(str(path)), "is not a regular file")
        self.description = Description(size=status.st_size, path=path, status=status)
        self.status = status
        self.descriptor = descriptor
        """Open as long as the artifact is."""

        self.name = safe_text(str(path))
        """What messages call it."""

    async def chunks(self, _so_far: SoFar) -> AsyncGenerator[bytes, None]:
        """See `Artifact`; no read of a disk breaks off.

        Raises:
            ArtifactChanged: The file was written to meanwhile.
            ArtifactUnreachable: The disk failed.
        """
        # A read that is cancelled runs on in its thread. Closing the file waits for it,
        # so that it never finds somebody else's behind the descriptor.
        with os.fdopen(self.descriptor, "rb", closefd=False) as file:
            reader = wrap(file)
            while chunk := await self._read(reader):
                yield chunk
        if _version(os.fstat(self.descriptor)) != _version(self.status):
            raise ArtifactChanged(self.name)

    async def _read(self, reader: AsyncBufferedReader) -> bytes:
        try:
            return await reader.read(_READ_SIZE)
        except OSError as error:
            raise translated(self.name, error) from error


def _version(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns
