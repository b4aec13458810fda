"""A file with holes that is not whole yet: positional writes, zeros left out."""

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG

from integrity.digests.sparse import extents
from transfer.copy_errors import (
    CopyError,
    DestinationUnfit,
    DiskFailed,
    DiskFull,
    OutOfMemory,
    Refused,
)
from transfer.digesting import ChunkDigest, Piece, cut, digest_chunk
from transfer.ranges import ByteRange, Chunk, subtract
from transfer.settling import settled

_BLOCK = 4096
"""Bytes: what a file system stores or leaves out."""

_ZEROS = bytes(_BLOCK)

_AT_ONCE = 128 * 1024
"""Bytes of one write. For more the system takes larger pages, which virtual machines have
given back to their host: getting them again costs four times the write."""

_CLEAN = 4 * 1024 * 1024

_NO_ROOM = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
_UNABLE = frozenset(
    (errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EBADF)
)
_FLAGS = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW


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
    if error.errno in _NO_ROOM:
        return DiskFull(str(path), needed, _free(path))
    if error.errno == errno.ELOOP:
        return Refused(str(path), "is a symbolic link, and links are not followed")
    if error.errno == errno.ENOMEM:
        return OutOfMemory()
    return DiskFailed(str(path), error.strerror or str(error))


def _free(path: Path) -> int | None:
    try:
        status = os.statvfs(path.parent)
    except OSError:
        return None
    return status.f_bavail * status.f_frsize


class PartFile:
    """An open file. One thread of its own writes, and ends before it is closed.

    More threads would only spin on the lock that a file system holds for each file.
    """

    def __init__(self, path: Path, size: int, *, make: bool) -> None:
        """Open it.

        Args:
            size: Bytes of the whole; the file gets them at once, as a hole.
            make: It must not be there yet.

        Raises:
            FileNotFoundError: It is not there, and was not to be made.
            CopyError: It cannot be opened, or is no file of ours.
        """
        self.path = path
        self.size = size
        with disk_trouble_unless_missing(path):
            self._descriptor = _made(path) if make else os.open(path, _FLAGS)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="part-file")
        try:
            self._adopt()
        except BaseException:
            self.close_now()
            raise

    def _adopt(self) -> None:
        with disk_trouble(self.path, self.size):
            status = os.fstat(self._descriptor)
            if not S_ISREG(status.st_mode) or status.st_nlink > 1:
                raise Refused(str(self.path), "is not a file of ours alone")
            if status.st_size != self.size:
                os.ftruncate(self._descriptor, self.size)

    async def write(self, chunk: Chunk, pieces: Sequence[Piece]) -> ChunkDigest:
        """Write a chunk's data where it belongs; blocks of zeros stay holes.

        It is digested in the same turn of the thread: a turn costs as much as a digest.

        Raises:
            CopyError: The disk is full, or fails.
        """
        return await settled(self._writer, self._write_chunk, chunk, pieces)

    def _write_chunk(self, chunk: Chunk, pieces: Sequence[Piece]) -> ChunkDigest:
        for extent in chunk.data:
            self._write(extent.start, cut(pieces, extent))
        return digest_chunk(chunk, pieces)

    def _write(self, start: int, data: bytes | bytearray) -> None:
        view = memoryview(data)
        with disk_trouble(self.path, len(data)):
            for first, last in _stretches(data):
                position = first
                while position < last:
                    piece = view[position : min(last, position + _AT_ONCE)]
                    position += os.pwrite(self._descriptor, piece, start + position)

    async def copy_from(self, descriptor: int, extent: ByteRange) -> bool:
        """Let the system copy bytes from another file, or share them with it.

        Returns:
            Whether it can, between these two files.

        Raises:
            CopyError: The disk is full, or fails.
        """
        return await settled(self._writer, self._copy_from, descriptor, extent)

    def _copy_from(self, descriptor: int, extent: ByteRange) -> bool:
        position = extent.start
        with disk_trouble(self.path, extent.size):
            while position < extent.stop:
                left = extent.stop - position
                try:
                    copied = os.copy_file_range(
                        descriptor, self._descriptor, left, position, position
                    )
                except OSError as error:
                    if error.errno in _UNABLE:
                        return False
                    raise
                if not copied:
                    return False
                position += copied
        return True

    async def read(self, extent: ByteRange) -> bytes:
        """Read bytes back; less at the end of a file that was cut.

        Raises:
            CopyError: The disk fails.
        """
        return await settled(None, self._read, extent)

    def _read(self, extent: ByteRange) -> bytes:
        with disk_trouble(self.path, 0):
            return os.pread(self._descriptor, extent.size, extent.start)

    async def zero_outside(self, kept: Iterable[ByteRange]) -> None:
        """Make zeros of whatever is stored elsewhere.

        Raises:
            CopyError: The disk is full, or fails.
        """
        await settled(self._writer, self._zero_outside, tuple(kept))

    def _zero_outside(self, kept: tuple[ByteRange, ...]) -> None:
        with disk_trouble(self.path, 0):
            stored = [
                ByteRange(each.start, each.stop)
                for each in extents(self._descriptor, self.size)
                if not each.is_hole
            ]
            for stretch in subtract(stored, kept):
                for piece in stretch.split(_CLEAN):
                    if any(os.pread(self._descriptor, piece.size, piece.start)):
                        os.pwrite(self._descriptor, bytes(piece.size), piece.start)

    async def flush(self) -> None:
        """Make the bytes survive a power loss.

        Raises:
            DiskFailed: Nobody can say whether they do; asking again would lie.
        """
        await settled(None, self._flush, os.fdatasync)

    async def flush_all(self) -> None:
        """Make the bytes and all that is known of the file survive a power loss.

        Raises:
            DiskFailed: As `flush`.
        """
        await settled(None, self._flush, os.fsync)

    def _flush(self, sync: Callable[[int], None]) -> None:
        with disk_trouble(self.path, 0):
            sync(self._descriptor)

    async def close(self) -> None:
        """Wait for what is being written, and close."""
        await settled(None, self.close_now)

    def close_now(self) -> None:
        """The same, in this thread; safe to do twice."""
        self._writer.shutdown(wait=True)
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


@contextmanager
def disk_trouble_unless_missing(path: Path) -> Iterator[None]:
    """As `disk_trouble`, but let `FileNotFoundError` pass."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _translated(path, error, 0) from error


def _made(path: Path) -> int:
    """A new file, open.

    Lists of rights, and servers that do not believe in root, refuse one only now.

    Raises:
        DestinationUnfit: The folder takes none.
        OSError: As `os.open`.
    """
    try:
        return os.open(path, _FLAGS | os.O_CREAT | os.O_EXCL, 0o666)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
        raise DestinationUnfit(str(path.parent), "may not be written to") from error


def is_zero(data: bytes | bytearray) -> bool:
    """Whether all bytes are zeros."""
    return not any(True for _ in _stretches(data))


def _stretches(data: bytes | bytearray) -> Iterator[tuple[int, int]]:
    """Where a row of bytes has blocks that are not zeros, joined."""
    first = 0
    for start in _zero_blocks(data):
        if first < start:
            yield first, start
        first = start + _BLOCK
    if first < len(data):
        yield first, len(data)


def _zero_blocks(data: bytes | bytearray) -> Iterator[int]:
    """Where blocks of zeros begin; most others are known by their first byte."""
    first_bytes = data[::_BLOCK]
    index = first_bytes.find(0)
    while index >= 0:
        start = index * _BLOCK
        if data.startswith(_ZEROS[: len(data) - start], start):
            yield start
        index = first_bytes.find(0, index + 1)
