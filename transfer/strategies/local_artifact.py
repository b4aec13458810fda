"""A local file as an artifact: one version of it, its holes unread."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from threading import Event

from integrity.artifacts.spare import room
from integrity.digests.algorithms import SHA256
from integrity.digests.counter import Counter
from integrity.digests.files import hash_large_file
from integrity.digests.opening import open_regular
from integrity.digests.sparse import extents
from integrity.digests.version import FileVersion
from integrity.errors import DigestError
from integrity.sizes import MIB
from transfer.copy_errors import (
    ArtifactGone,
    ArtifactReplaced,
    CopyError,
    NotReadable,
    Refused,
)
from transfer.digesting import Piece
from transfer.most_telling import unread
from transfer.names import from_root
from transfer.ranges import ByteRange, coalesce
from transfer.settling import cancellable, settled
from transfer.shortages import disk_failed
from transfer.strategies.plan import Survey
from transfer.vhd.footer import COOKIE, FOOTER_SIZE, may_be_vhd

_SECTOR = 512
_HEARD_EVERY = 64 * MIB


class _ToldCounter(Counter):
    """Tells now and then how far it is."""

    __slots__ = ("_last", "_tell")

    def __init__(self, cancel: Event, tell: Callable[[int], object]) -> None:
        super().__init__(cancel)
        self._tell, self._last = tell, 0

    def add(self, size: int) -> None:
        super().add(size)
        if self.done - self._last >= _HEARD_EVERY:
            self._last = self.done
            self._tell(self.done)


class LocalArtifact:
    """One file, open from the survey on."""

    def __init__(self, path: Path) -> None:
        """Nothing is looked at yet."""
        self.path = from_root(path)
        self._descriptor = -1
        self._version: FileVersion | None = None

    @property
    def shown(self) -> str:
        """The path."""
        return str(self.path)

    @property
    def identity(self) -> str:
        """The path from the root on."""
        return str(self.path)

    @property
    def descriptor(self) -> int:
        """The open file, for calls that copy without us."""
        return self._descriptor

    async def survey(self) -> Survey:
        """See `ReadableArtifact`."""
        return await settled(None, self._survey)

    def _survey(self) -> Survey:
        self._close()
        try:
            self._descriptor, status = open_regular(str(self.path))
            size = status.st_size
            data = coalesce(
                ByteRange(each.start, each.stop)
                .aligned(_SECTOR)
                .within(ByteRange(0, size))
                for each in extents(self._descriptor, size)
                if not each.is_hole
            )
            tail = os.pread(self._descriptor, FOOTER_SIZE, max(0, size - FOOTER_SIZE))
        except DigestError as error:
            why = (
                "is a folder: name the files in it" if self.path.is_dir() else error.why
            )
            raise Refused(self.shown, why) from error
        except OSError as error:
            raise self._translated(error) from error
        self._version = FileVersion.of(status)
        is_disk = may_be_vhd(size) and tail.startswith(COOKIE)
        return Survey(_etag(self._version), size, data, is_disk)

    async def read(self, extent: ByteRange) -> Piece:
        """See `ReadableArtifact`. We read it ourselves: that vouches for it."""
        data = await settled(None, self._read, extent)
        if len(data) != extent.size:
            raise ArtifactReplaced(self.shown, "was cut while it was being copied")
        return Piece(extent, data, vouched=True)

    def _read(self, extent: ByteRange) -> bytearray:
        data = room(extent.size)
        try:
            got = os.preadv(self._descriptor, [data], extent.start)
        except OSError as error:
            raise self._translated(error) from error
        return data if got == extent.size else data[:got]

    async def digest(self, heard: Callable[[int], object]) -> str:
        """See `ReadableArtifact`. Its holes are not read."""
        cancel, loop = Event(), asyncio.get_running_loop()

        def told(done: int) -> None:
            loop.call_soon_threadsafe(heard, done)

        def read() -> str:
            counter = _ToldCounter(cancel, told)
            whole = hash_large_file(self.path, (SHA256,), counter=counter)
            return whole.digests[SHA256.name]

        try:
            sha256 = await cancellable(None, read, cancel)
        except DigestError as error:
            raise unread(self.shown, error) from error
        await self.check_unchanged()
        return sha256

    async def check_unchanged(self) -> None:
        """See `ReadableArtifact`."""
        try:
            now = FileVersion.of(self.path.stat())
        except OSError as error:
            raise self._translated(error) from error
        if now != self._version:
            raise ArtifactReplaced(self.shown, "was written to while it was copied")

    async def close(self) -> None:
        """See `ReadableArtifact`."""
        self._close()

    def _close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _translated(self, error: OSError) -> CopyError:
        why = error.strerror or str(error)
        match error:
            case FileNotFoundError() | NotADirectoryError():
                return ArtifactGone(self.shown, why)
            case PermissionError():
                return NotReadable(self.shown, why)
            case _:
                return disk_failed(self.shown, error)


def _etag(version: FileVersion) -> str:
    """What tells versions of a file apart; times are the file system's, to the tick."""
    return f'"{version.inode:x}-{version.size:x}-{version.mtime_ns:x}-{version.ctime_ns:x}"'
