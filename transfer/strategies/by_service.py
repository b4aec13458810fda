"""Lets the service copy a whole blob in its own time, for when nobody can stay."""

import asyncio
import sys
from dataclasses import field

from integrity.artifacts.policy import ReadingPolicy
from integrity.dataclass import dataclass
from transfer.azure.blobs.address import BlobAddress
from transfer.azure.blobs.answers import CopyStatus, Properties
from transfer.azure.blobs.origins import CopyOrigin
from transfer.azure.blobs.service_copy import PENDING, ServiceCopy
from transfer.azure.blobs.wire import Wire
from transfer.copy_errors import DestinationLost, ServerCopyFailed, Unreachable
from transfer.digesting import ChunkDigest
from transfer.ranges import Chunk
from transfer.strategies.blob_artifact import BlobArtifact
from transfer.strategies.marked_blob import is_of, partial
from transfer.strategies.page_blob import PageBlobDestination
from transfer.strategies.plan import Plan

_FIRST_LOOK = 1.0
_LONGEST_LOOK = 30.0

_STUCK = 6 * 3600.0
"""Seconds without a byte: the service copies when it has nothing better to do."""

_SUCCESS = "success"


class ServiceCopyDestination(PageBlobDestination):
    """A page blob that the service makes; it has no lease before it is whole."""

    def __init__(
        self,
        wire: Wire,
        address: BlobAddress,
        *,
        artifact: BlobArtifact,
        overwrite: bool = False,
    ) -> None:
        """Nothing is asked yet."""
        super().__init__(wire, address, overwrite=overwrite)
        self._artifact = artifact
        self._service = ServiceCopy(wire, address)
        self._copy_id = ""

    async def begin(self, plan: Plan) -> None:
        """See `WritableDestination`."""
        await self._start(plan, in_place_of=await self._unless_taken())

    async def take_up(self, plan: Plan) -> None:
        """See `WritableDestination`. A copy that goes on is not begun again."""
        found = await self._reader.found()
        if found and not is_of(plan.job, found):
            raise self._taken()
        if found and found.copy and found.copy.status in (PENDING, _SUCCESS):
            self._write_for(plan)
            self._copy_id = found.copy.copy_id
            return
        await self._start(plan, in_place_of=found)

    async def _start(self, plan: Plan, *, in_place_of: Properties | None) -> None:
        self._write_for(plan)
        origin = CopyOrigin(self._artifact.reader.address, self._artifact.pinned.etag)
        etag = in_place_of.etag if in_place_of else None
        self._copy_id = await self._service.start(
            origin, partial(plan), in_place_of=etag
        )

    async def status(self) -> CopyStatus:
        """How far the service has come with our copy.

        Raises:
            DestinationLost: It has no copy of ours any more.
            ServerCopyFailed: It gave up.
        """
        blob = await self._reader.properties()
        if blob.copy is None or blob.copy.copy_id != self._copy_id:
            raise DestinationLost(
                self.shown, "holds another copy than the one we began"
            )
        if blob.copy.status not in (PENDING, _SUCCESS):
            why = f"its copy {blob.copy.status or 'is lost'}: {blob.copy.description}"
            raise ServerCopyFailed(self.shown, why)
        return blob.copy

    async def holds(self, chunk: Chunk, digest: ChunkDigest) -> bool:
        """See `WritableDestination`: only the service knows, and is asked anyway."""
        del chunk, digest
        return False


@dataclass(slots=True)
class ByService:
    """Waits until the service has come past a chunk."""

    destination: ServiceCopyDestination
    policy: ReadingPolicy
    name: str = "service"
    _passed: int = 0
    _pause: float = _FIRST_LOOK
    _moved_at: float | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def move(self, chunk: Chunk) -> ChunkDigest:
        """See `Mover`. The service tells no checksum of what it copies like this."""
        async with self._turn:
            while self._passed < chunk.extent.stop:
                await self._look()
        return ChunkDigest(b"", None, vouched=False)

    async def _look(self) -> None:
        status = await self.destination.status()
        if status.status == _SUCCESS:
            self._passed = sys.maxsize  # how much there is of it, is proven later
            return
        now, passed = self.policy.clock(), status.done
        if passed >= status.total > 0:  # only a success has the last byte
            passed = status.total - 1
        if passed > self._passed or self._moved_at is None:
            self._passed, self._moved_at, self._pause = passed, now, _FIRST_LOOK
        if now - self._moved_at > _STUCK:
            raise Unreachable(self.destination.shown, "the service's copy has stopped")
        await self.policy.sleep(self._pause)
        self._pause = min(_LONGEST_LOOK, self._pause * 2)
