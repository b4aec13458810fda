"""Chunks that have arrived and are not in the journal yet: data first, then the word."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import field
from time import monotonic

from integrity.dataclass import dataclass
from integrity.sizes import MIB
from transfer.digesting import ChunkDigest
from transfer.journal.store import Journal
from transfer.ranges import Chunk
from transfer.settling import settled
from transfer.strategies.plan import CHUNK
from transfer.strategies.ports import WritableDestination

BYTES = 48 * MIB
_SECONDS = 1.0
"""After so much, or so long, what has arrived is written down."""

CHUNKS_AT_STAKE = 15
"""Those that are under way and those that have arrived without being written down,
together at most: all that a crash can cost. 60 MiB, but of a blob with larger blocks."""


@dataclass(slots=True)
class CommitWindow:
    """Holds chunks back until they would survive a power loss."""

    job_id: str
    journal: Journal
    destination: WritableDestination
    limit: int = BYTES
    """Bytes after which they are written down."""

    at_stake: int = CHUNKS_AT_STAKE * CHUNK
    """Bytes that a crash may cost; one chunk may be larger than that."""

    clock: Callable[[], float] = monotonic
    _waiting: dict[int, ChunkDigest] = field(default_factory=dict)
    _unwritten: int = 0
    """Bytes of them."""

    _under_way: int = 0
    _ahead: int = 0
    """Bytes for which a commit leaves room: during the last one so many more had arrived
    than were still under way at its end, and the wire stood still, or nearly so."""

    _committed_at: float | None = None
    _is_broken: bool = False
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _door: asyncio.Lock = field(default_factory=asyncio.Lock)
    _room_made: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def held(self) -> int:
        """Bytes that would have to come again, were this the end."""
        return self._under_way + self._unwritten

    @asynccontextmanager
    async def under_way(self, chunk: Chunk) -> AsyncIterator[None]:
        """Wait until a chunk may be moved, and count it while it is.

        Whoever moves it says `arrived` next, before anything else is waited for.

        Raises:
            CopyError: As `commit`.
        """
        size = chunk.read_bytes
        async with self._door:
            while self.held and self.held + size > self.at_stake:
                await self._make_room()
            self._under_way += size
        try:
            yield
        finally:
            self._under_way -= size
            self._room_made.set()

    async def _make_room(self) -> None:
        """Wait for what is under way; where that is nothing, no arrival will commit.

        After a sync that failed no room is made any more: whoever met it ends the copy.
        """
        is_idle = not self._under_way and not self._turn.locked()
        if is_idle and not self._is_broken:
            await self.commit()
            return
        self._room_made.clear()
        await self._room_made.wait()

    async def arrived(self, chunk: Chunk, digest: ChunkDigest) -> None:
        """A chunk is there; commit when enough are, or enough time has passed.

        Raises:
            CopyError: As `commit`.
        """
        if self._committed_at is None:
            self._committed_at = self.clock()
        self._waiting[chunk.index] = digest
        self._unwritten += chunk.read_bytes
        while self._is_due and not self._turn.locked():
            await self.commit()

    @property
    def _is_due(self) -> bool:
        if self._is_broken or not self._waiting:
            return False
        since = self.clock() - (self._committed_at or 0.0)
        if self._unwritten >= self.limit or since >= _SECONDS:
            return True
        is_narrow = self.held + self._ahead >= self.at_stake
        return is_narrow and self._unwritten >= self.at_stake // 3

    async def commit(self) -> None:
        """Sync the destination, then write down what has arrived before.

        After a sync that failed nothing is written down any more: the system forgets
        such a failure, and a second sync would promise what the first could not.

        Raises:
            CopyError: The destination or the journal could not be written.
        """
        async with self._turn:
            if self._is_broken or not self._waiting:
                return
            ready, size = dict(self._waiting), self._unwritten
            try:
                self._is_broken = True
                await self.destination.flush()
                await settled(None, self.journal.record, self.job_id, ready)
                self._is_broken = False
            except asyncio.CancelledError:
                self._is_broken = False
                raise
            for index in ready:
                del self._waiting[index]
            self._unwritten -= size
            self._ahead = max(0, self._unwritten - self._under_way)
            self._committed_at = self.clock()
            self._room_made.set()
