"""A block blob as a destination: nothing of it is seen before all of it is there."""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import replace

from transfer.azure.blobs.address import BlobAddress
from transfer.azure.blobs.blocks import LARGEST_BLOCK, MOST_BLOCKS, BlockBlobWriter
from transfer.azure.blobs.origins import CopyOrigin
from transfer.azure.blobs.wire import Wire
from transfer.copy_errors import (
    DestinationExists,
    DestinationLost,
    DestinationUnfit,
)
from transfer.digesting import ChunkDigest, Piece
from transfer.journal.records import Job
from transfer.ranges import ByteRange, Chunk
from transfer.strategies.blob_artifact import BlobArtifact
from transfer.strategies.marked_blob import (
    MarkedBlob,
    is_of,
    is_published,
    partial,
    put_each,
)
from transfer.strategies.plan import CHUNK, Plan, Proof, Survey, Wish
from transfer.strategies.ports import prepared


class BlockBlobDestination(MarkedBlob):
    """One block blob, in any account; each chunk is a block that carries its job."""

    def __init__(
        self, wire: Wire, address: BlobAddress, *, overwrite: bool = False
    ) -> None:
        """Nothing is asked yet."""
        super().__init__(wire, address, overwrite=overwrite)
        self._job: Job | None = None
        self._writer: BlockBlobWriter | None = None
        self._stored: dict[str, int] = {}

    @property
    def writer(self) -> BlockBlobWriter:
        """Puts its blocks."""
        return prepared(self._writer)

    @property
    def job(self) -> Job:
        """Whose id each of its blocks carries."""
        return prepared(self._job)

    def needs(self, survey: Survey) -> Survey:
        """See `WritableDestination`: a block blob has no holes."""
        whole = ByteRange(0, survey.size)
        return replace(survey, data=(whole,) if whole.size else ())

    def chunk(self, size: int) -> int:
        """See `WritableDestination`. The more there is, the larger each block."""
        times = -(-size // (MOST_BLOCKS * CHUNK))
        return max(1, times) * CHUNK

    async def vacant(self, survey: Survey) -> None:
        """See `WritableDestination`."""
        if self.chunk(survey.size) > LARGEST_BLOCK:
            most = MOST_BLOCKS * LARGEST_BLOCK
            why = f"takes at most {most:,} bytes: {MOST_BLOCKS:,} blocks"
            raise DestinationUnfit(self.shown, why)
        found = await self._reader.found()
        if found is None:
            return
        self._may_replace(found, survey)
        if found.blob_type != BlockBlobWriter.kind:
            why = f"is a {found.blob_type}: what is no disk cannot take its place"
            raise DestinationUnfit(self.shown, why)

    async def begin(self, plan: Plan) -> None:
        """See `WritableDestination`. What is to be replaced stays until the end."""
        self._write_for(plan.job)
        await self._unless_taken()

    async def take_up(self, plan: Plan) -> None:
        """See `WritableDestination`. It is a blob already if all blocks had come."""
        job = plan.job
        self._write_for(job)
        found = await self._reader.found()
        if found and is_of(job, found):
            self.writer.check_ours(found, job.job_id, job.size)
            await self.writer.hold()
        elif found and not self._overwrite:
            raise self._taken()
        self._to_replace = found.etag if found else None
        self._stored = await self.writer.blocks()

    def _write_for(self, job: Job) -> None:
        self._job = job
        self._writer = BlockBlobWriter(self._wire, self._address, lease=job.job_id)

    async def holds(self, chunk: Chunk, digest: ChunkDigest) -> bool:
        """See `WritableDestination`. The service keeps blocks for a week, unseen."""
        del digest
        return self._stored.get(self._block(chunk.index)) == chunk.extent.size

    async def tidy(self, held: Iterable[ByteRange]) -> None:
        """See `WritableDestination`: what no list names goes by itself."""

    async def write(self, chunk: Chunk, pieces: Sequence[Piece]) -> ChunkDigest:
        """See `WritableDestination`."""
        return await put_each(chunk, pieces, self._put)

    async def _put(self, extent: ByteRange, data: bytes | bytearray) -> None:
        await self.writer.write(self._block_at(extent), data)

    async def write_from(self, extent: ByteRange, origin: CopyOrigin) -> int | None:
        """See `ServiceFilled`."""
        return await self.writer.write_from(self._block_at(extent), extent, origin)

    async def prove(self, wish: Wish) -> Proof:
        """See `WritableDestination`. Only what a list was committed of can be read."""
        await self._commit(wish.plan)
        await self.writer.hold()
        blob = await self._reader.properties()
        self.writer.check_ours(blob, wish.plan.job.job_id, wish.plan.job.size)
        self._back = BlobArtifact(self._reader, blob)
        return Proof(wish.level_in_flight)

    async def _commit(self, plan: Plan) -> None:
        """Make the blob, marked as partial; our own answer may have been lost."""
        blocks = [self._block(index) for index in range(len(plan))]
        try:
            await self.writer.commit(
                blocks,
                partial(plan),
                content=plan.survey.content,
                in_place_of=self._to_replace,
            )
        except (DestinationExists, DestinationLost):
            found = await self._reader.found()
            if found is None or not is_of(plan.job, found):
                raise

    async def published(self, wish: Wish) -> Proof | None:
        """See `WritableDestination`."""
        job = wish.plan.job
        blob = await self._reader.found()
        if blob is None or not is_published(blob, job):
            return None
        self._back = BlobArtifact(self._reader, blob)
        return Proof(wish.level_in_flight, sha256=job.sha256)

    def _block_at(self, extent: ByteRange) -> str:
        return self._block(extent.start // self.job.chunk)

    def _block(self, index: int) -> str:
        """Ids of one blob have one length, whoever has put blocks before."""
        return b64encode(f"{self.job.short}-{index:08d}".encode()).decode()


def is_block_of(job: Job, block: str) -> bool:
    """Whether a block was put by a job, as its id says."""
    try:
        return b64decode(block).startswith(f"{job.short}-".encode())
    except ValueError:
        return False
