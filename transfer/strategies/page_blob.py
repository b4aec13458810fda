"""A page blob as a destination: leased and marked as partial until it is proven."""

import logging
from collections.abc import Iterable, Sequence

from transfer.azure.blobs.address import BlobAddress
from transfer.azure.blobs.answers import Properties
from transfer.azure.blobs.origins import CopyOrigin
from transfer.azure.blobs.pages import PageBlobWriter
from transfer.azure.blobs.wire import Wire
from transfer.copy_errors import (
    DestinationUnfit,
    Unreachable,
)
from transfer.crc64 import crc64_of_zeros
from transfer.digesting import ChunkDigest, Piece
from transfer.journal.records import Job
from transfer.ranges import ByteRange, Chunk, subtract, total
from transfer.receipt import receipt_from_json
from transfer.strategies.blob_artifact import BlobArtifact
from transfer.strategies.marked_blob import (
    MarkedBlob,
    is_published,
    partial,
    put_each,
)
from transfer.strategies.plan import CHUNK, Plan, Proof, Survey, Wish
from transfer.strategies.ports import prepared
from transfer.strategies.zeros import is_zero

_log = logging.getLogger(__name__)


class PageBlobDestination(MarkedBlob):
    """One page blob, in any account."""

    def __init__(
        self, wire: Wire, address: BlobAddress, *, overwrite: bool = False
    ) -> None:
        """Nothing is asked yet."""
        super().__init__(wire, address, overwrite=overwrite)
        self._writer: PageBlobWriter | None = None
        self._stored: tuple[ByteRange, ...] = ()
        self._planned: tuple[ByteRange, ...] = ()

    @property
    def writer(self) -> PageBlobWriter:
        """Writes its pages, under our lease."""
        return prepared(self._writer)

    def needs(self, survey: Survey) -> Survey:
        """See `WritableDestination`: its holes are there from the beginning."""
        return survey

    def chunk(self, size: int) -> int:
        """See `WritableDestination`."""
        del size
        return CHUNK

    async def vacant(self, survey: Survey) -> None:
        """See `WritableDestination`."""
        if not survey.is_disk:
            why = "takes disks only: what is to be copied is no page blob and no VHD"
            raise DestinationUnfit(self.shown, why)
        found = await self._reader.found()
        if found is not None:
            self._may_replace(found, survey)

    async def begin(self, plan: Plan) -> None:
        """See `WritableDestination`."""
        await self._unless_taken()
        await self._create(plan)

    async def take_up(self, plan: Plan) -> None:
        """See `WritableDestination`."""
        job = plan.job
        found = await self._reader.found()
        if found is None:
            await self._create(plan)
            return
        self._write_for(plan)
        self.writer.check_ours(found, job.job_id, job.size)
        if not await self.writer.still_held():
            _log.warning(
                "%s: its lease was lost; all of it is written anew", self.shown
            )
            self._to_replace = found.etag
            await self._create(plan)
            return
        listed = await self._reader.listed(ByteRange(0, job.size), found)
        self._stored = listed or ()

    async def _create(self, plan: Plan) -> None:
        self._write_for(plan)
        await self.writer.create(
            plan.job.size,
            partial(plan),
            content=plan.survey.content,
            in_place_of=self._to_replace,
        )
        await self.writer.hold()

    def _write_for(self, plan: Plan) -> None:
        self._planned = plan.survey.data
        self._writer = PageBlobWriter(self._wire, self._address, lease=plan.job.job_id)

    async def holds(self, chunk: Chunk, digest: ChunkDigest) -> bool:
        """See `WritableDestination`. Nobody has written past our lease."""
        if digest.crc64 == crc64_of_zeros(chunk.extent.size):
            return True
        return not subtract(chunk.data, self._stored)

    async def tidy(self, held: Iterable[ByteRange]) -> None:
        """See `WritableDestination`. What is missing is written over anyway."""
        del held
        for stray in subtract(self._stored, self._planned):
            await self.writer.clear(stray)

    async def write(self, chunk: Chunk, pieces: Sequence[Piece]) -> ChunkDigest:
        """See `WritableDestination`. Zeros stay a hole."""
        return await put_each(chunk, pieces, self._put)

    async def _put(self, extent: ByteRange, data: bytes | bytearray) -> None:
        if not is_zero(data):
            await self.writer.write(extent, data)

    async def write_from(self, extent: ByteRange, origin: CopyOrigin) -> int | None:
        """See `ServiceFilled`."""
        return await self.writer.write_from(extent, origin)

    async def prove(self, wish: Wish) -> Proof:
        """See `WritableDestination`. Its size and its holes are compared."""
        plan = wish.plan
        blob = await self._reader.properties()
        self.writer.check_ours(blob, plan.job.job_id, plan.job.size)
        self._back = BlobArtifact(self._reader, blob)
        stray = await self._stray(plan, blob)
        return Proof(wish.level_in_flight, tuple(_indices(stray, plan)))

    async def _stray(self, plan: Plan, blob: Properties) -> tuple[ByteRange, ...]:
        """Pages that were written where the artifact has a hole."""
        listed = await self._reader.listed(ByteRange(0, plan.job.size), blob)
        if listed is None:
            why = "its ranges cannot be listed, so nobody can say what its holes hold"
            raise Unreachable(self.shown, why)
        return subtract(listed, plan.survey.data)

    async def published(self, wish: Wish) -> Proof | None:
        """See `WritableDestination`."""
        job = wish.plan.job
        blob = await self._reader.found()
        if (
            blob is None
            or not blob.is_page_blob
            or not is_published(blob, job)
            or not _is_untouched(blob, job)
            or total(await self._stray(wish.plan, blob))
        ):
            return None
        self._back = BlobArtifact(self._reader, blob)
        return Proof(wish.level_in_flight, sha256=job.sha256)


def _is_untouched(blob: Properties, job: Job) -> bool:
    """Whether nobody has written since: pages change without the mark, blocks do not."""
    receipt = receipt_from_json(job.receipt)
    return receipt is None or receipt.published in ("", blob.etag)


def _indices(stray: Iterable[ByteRange], plan: Plan) -> list[int]:
    chunk = plan.job.chunk
    return sorted({part.start // chunk for each in stray for part in each.split(chunk)})
