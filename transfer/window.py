"""Chunks that have arrived and are not in the journal yet: data first, then the word."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from integrity.sizes import MIB
from transfer.digesting import ChunkDigest
from transfer.journal.store import Journal
from transfer.ranges import Chunk
from transfer.settling import settled
from transfer.strategies.ports import WritableDestination

BYTES = 48 * MIB
SECONDS = 1.0
"""What a crash may cost at most: so much, or so long, beside what is under way."""


@dataclass(slots=True)
class CommitWindow:
    """Holds chunks back until they would survive a power loss."""

    job_id: str
    journal: Journal
    destination: WritableDestination
    limit: int = BYTES
    """Bytes that a crash may cost at most."""

    clock: Callable[[], float] = monotonic
    _waiting: dict[int, ChunkDigest] = field(default_factory=dict)
    _bytes: int = 0
    _committed_at: float | None = None
    _is_broken: bool = False
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def arrived(self, chunk: Chunk, digest: ChunkDigest) -> None:
        """A chunk is there; commit when enough are, or enough time has passed.

        Raises:
            CopyError: As `commit`.
        """
        if self._committed_at is None:
            self._committed_at = self.clock()
        self._waiting[chunk.index] = digest
        self._bytes += chunk.data_bytes
        if self._is_due and not self._turn.locked():
            await self.commit()

    @property
    def _is_due(self) -> bool:
        since = self.clock() - (self._committed_at or 0.0)
        return self._bytes >= self.limit or since >= SECONDS

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
            ready = dict(self._waiting)
            held_back, self._bytes = self._bytes, 0
            try:
                self._is_broken = True
                await self.destination.flush()
                await settled(None, self.journal.record, self.job_id, ready)
                self._is_broken = False
            except asyncio.CancelledError:
                self._is_broken, self._bytes = False, held_back
                raise
            for index in ready:
                del self._waiting[index]
            self._committed_at = self.clock()
