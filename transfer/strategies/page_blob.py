"""A page blob as a destination: leased and marked as partial until it is proven."""

from collections.abc import Iterable

from transfer.azure.blobs.address import BlobAddress
from transfer.azure.blobs.answers import Properties
from transfer.azure.blobs.failures import Side
from transfer.azure.blobs.reading import BlobReader
from transfer.azure.blobs.wire import Wire
from transfer.azure.blobs.writing import JOB, PARTIAL, STATE, PageBlobWriter
from transfer.copy_errors import (
    DestinationExists,
    DestinationLost,
    DestinationUnfit,
    Unreachable,
)
from transfer.crc64 import crc64_of_zeros
from transfer.digesting import ChunkDigest
from transfer.ranges import ByteRange, Chunk, subtract, total
from transfer.receipt import Level
from transfer.strategies.blob_artifact import BlobArtifact
from transfer.strategies.part_file import bytes_of, is_zero
from transfer.strategies.plan import Plan, Proof, Survey, Wish

COMPLETE = "complete"
SHA256 = "bakeferry_sha256"
"""The metadata that tells the digest of the whole, where it is known."""


class PageBlobDestination:
    """One page blob, in any account."""

    def __init__(
        self, wire: Wire, address: BlobAddress, *, overwrite: bool = False
    ) -> None:
        """Nothing is asked yet."""
        self._wire = wire
        self._address = address
        self._overwrite = overwrite
        self._reader = BlobReader(wire, address, Side.DESTINATION)
        self._writer: PageBlobWriter | None = None
        self._stored: tuple[ByteRange, ...] = ()
        self._to_replace: str | None = None
        self._back: BlobArtifact | None = None
        self._planned: tuple[ByteRange, ...] = ()

    @property
    def shown(self) -> str:
        """Its address, without the secret part."""
        return self._address.shown

    @property
    def identity(self) -> str:
        """Its address, without a signature."""
        return self._address.identity

    @property
    def back(self) -> BlobArtifact | None:
        """See `WritableDestination`."""
        return self._back

    @property
    def writer(self) -> PageBlobWriter:
        """Writes its pages, under our lease."""
        if self._writer is None:
            raise RuntimeError("a destination is used before it is prepared")
        return self._writer

    async def vacant(self, survey: Survey) -> None:
        """See `WritableDestination`."""
        if not survey.is_disk:
            why = "takes disks only: what is to be copied is no page blob and no VHD"
            raise DestinationUnfit(self.shown, why)
        found = await self._reader.found()
        if found is None:
            return
        if not self._overwrite:
            raise DestinationExists(self.shown, "is there already")
        self._to_replace = found.etag

    async def prepare(self, plan: Plan, *, resumed: bool) -> None:
        """See `WritableDestination`."""
        job = plan.job
        self._planned = plan.survey.data
        self._writer = PageBlobWriter(self._wire, self._address, lease=job.job_id)
        found = await self._reader.found()
        if found and found.metadata.get(JOB) == job.job_id:
            self.writer.check_ours(found, job.job_id, job.size)
            await self.writer.hold()
            listed = await self._reader.listed(ByteRange(0, job.size), found)
            self._stored = listed or ()
            return
        if found and (resumed or found.etag != self._to_replace):
            raise DestinationLost(
                self.shown, "was put there by somebody else meanwhile"
            )
        mark = {STATE: PARTIAL, JOB: job.job_id}
        await self.writer.create(job.size, mark, in_place_of=self._to_replace)
        await self.writer.hold()

    async def holds(self, chunk: Chunk, digest: ChunkDigest) -> bool:
        """See `WritableDestination`. Nobody can write past our lease."""
        if digest.crc64 == crc64_of_zeros(chunk.extent.size):
            return True
        return not subtract(chunk.data, self._stored)

    async def tidy(self, held: Iterable[ByteRange]) -> None:
        """See `WritableDestination`. What is missing is written over anyway."""
        del held
        for stray in subtract(self._stored, self._planned):
            await self.writer.clear(stray)

    async def write(self, extent: ByteRange, data: memoryview) -> None:
        """See `WritableDestination`. Zeros stay a hole."""
        content = bytes_of(data)
        if not is_zero(content):
            await self.writer.write(extent, content)

    async def flush(self) -> None:
        """See `WritableDestination`: what the service has confirmed is safe."""

    async def prove(self, wish: Wish) -> Proof:
        """See `WritableDestination`. Its size and its holes are compared."""
        plan = wish.plan
        blob = await self._reader.properties()
        self.writer.check_ours(blob, plan.job.job_id, plan.job.size)
        self._back = BlobArtifact(self._reader, blob)
        stray = await self._stray(plan, blob)
        return Proof(_level(wish), tuple(_indices(stray, plan)))

    async def _stray(self, plan: Plan, blob: Properties) -> tuple[ByteRange, ...]:
        """Pages that were written where the artifact has a hole."""
        listed = await self._reader.listed(ByteRange(0, plan.job.size), blob)
        if listed is None:
            why = "its ranges cannot be listed, so nobody can say what its holes hold"
            raise Unreachable(self.shown, why)
        return subtract(listed, plan.survey.data)

    async def publish(self, plan: Plan, proof: Proof) -> None:
        """See `WritableDestination`."""
        writer = PageBlobWriter(self._wire, self._address, lease=plan.job.job_id)
        await writer.hold()
        told = {SHA256: proof.sha256} if proof.sha256 else {}
        await writer.describe({STATE: COMPLETE, JOB: plan.job.job_id, **told})
        await writer.let_go()

    async def published(self, wish: Wish) -> Proof | None:
        """See `WritableDestination`."""
        job = wish.plan.job
        blob = await self._reader.found()
        if (
            blob is None
            or not blob.is_page_blob
            or blob.size != job.size
            or blob.metadata.get(JOB) != job.job_id
            or blob.metadata.get(STATE) != COMPLETE
            or total(await self._stray(wish.plan, blob))
        ):
            return None
        return Proof(_level(wish), sha256=job.sha256)

    async def close(self) -> None:
        """See `WritableDestination`: the lease is kept for whoever resumes."""


def _level(wish: Wish) -> Level:
    """Each range was checked as it moved, if the service told a checksum of each."""
    vouched = all(digest.vouched for digest in wish.digests.values())
    return Level.RANGES if vouched else Level.LENGTH


def _indices(stray: Iterable[ByteRange], plan: Plan) -> list[int]:
    chunk = plan.job.chunk
    return sorted({part.start // chunk for each in stray for part in each.split(chunk)})
