"""A file with holes that is not whole yet: positional writes, zeros left out."""

import errno
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from stat import S_ISREG
from typing import Self

from integrity.digests.sparse import extents
from integrity.sizes import KIB, MIB
from transfer.copy_errors import DestinationLost, DestinationUnfit
from transfer.digesting import ChunkDigest, Piece, cut, digest_chunk
from transfer.ranges import ByteRange, Chunk, subtract
from transfer.settling import settled
from transfer.strategies.disk_trouble import disk_trouble
from transfer.strategies.zeros import nonzero_stretches

_AT_ONCE = 128 * KIB
"""Bytes of one write. For more the system takes larger pages, which virtual machines have
given back to their host: getting them again costs four times the write."""

_CLEAN = 4 * MIB

_UNABLE = frozenset(
    (errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EBADF)
)
_IN_THE_WAY = {errno.ELOOP: "is a symbolic link", errno.EISDIR: "is a folder"}
_FLAGS = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW


class PartFile:
    """An open file. One thread of its own writes, and ends before it is closed.

    More threads would only spin on the lock that a file system holds for each file.
    """

    @classmethod
    def new(cls, path: Path, size: int) -> Self:
        """Make one; the file has its size at once, as a hole.

        Raises:
            CopyError: It cannot be made, or is there already.
        """
        with disk_trouble(path, size):
            return cls(path, size, _made(path))

    @classmethod
    def begun(cls, path: Path, size: int) -> Self | None:
        """Open one that was made before; None where nothing is left of it.

        Raises:
            CopyError: It cannot be opened, or is no file of ours.
        """
        with disk_trouble(path, 0):
            try:
                descriptor = os.open(path, _FLAGS)
            except FileNotFoundError:
                return None
            except OSError as error:
                if error.errno in _IN_THE_WAY:
                    raise _lost(path, _IN_THE_WAY[error.errno]) from error
                raise
        return cls(path, size, descriptor)

    def __init__(self, path: Path, size: int, descriptor: int) -> None:
        """Take over an open file.

        Raises:
            CopyError: It is no file of ours, or does not get its size.
        """
        self.path = path
        self.size = size
        self._descriptor = descriptor
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="part-file")
        try:
            self._adopt()
        except BaseException:  # nobody else could close it
            self.close_now()
            raise

    def _adopt(self) -> None:
        with disk_trouble(self.path, self.size):
            status = os.fstat(self._descriptor)
            if not S_ISREG(status.st_mode) or status.st_nlink > 1:
                raise _lost(self.path, "is not a file of this copy alone")
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
            for first, last in nonzero_stretches(data):
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

    def check_in_place(self) -> None:
        """See that its name still leads to it.

        Raises:
            DestinationLost: Somebody has removed it, or put another in its place.
        """
        with disk_trouble(self.path, 0):
            try:
                there = self.path.lstat()
            except FileNotFoundError:
                why = "was removed while it was written"
                raise DestinationLost(str(self.path), why) from None
        if not os.path.samestat(there, os.fstat(self._descriptor)):
            why = "was replaced by another file while it was written"
            raise DestinationLost(str(self.path), why)

    async def close(self) -> None:
        """Wait for what is being written, and close."""
        await settled(None, self.close_now)

    def close_now(self) -> None:
        """The same, in this thread; safe to do twice."""
        self._writer.shutdown(wait=True)
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _lost(path: Path, what: str) -> DestinationLost:
    """Say what stands where a part was, and that the copy can do without it."""
    way_out = "move it away, and all of it is copied anew"
    return DestinationLost(
        str(path), f"{what}, where a part of this copy was: {way_out}"
    )


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
