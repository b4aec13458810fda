"""What page and block blobs have in common as destinations: lease, mark and proof."""

from collections.abc import Awaitable, Callable, Sequence

from transfer.azure.blobs.address import BlobAddress
from transfer.azure.blobs.answers import Properties
from transfer.azure.blobs.failures import Side
from transfer.azure.blobs.reading import BlobReader
from transfer.azure.blobs.service_copy import PENDING, ServiceCopy
from transfer.azure.blobs.wire import Wire
from transfer.azure.blobs.writing import JOB, PARTIAL, STATE, BlobWriter
from transfer.copy_errors import DestinationExists, DestinationLost, Refused
from transfer.digesting import ChunkDigest, Piece, cut, digest_chunk
from transfer.journal.records import Job
from transfer.ranges import ByteRange, Chunk
from transfer.settling import settled
from transfer.strategies.blob_artifact import BlobArtifact
from transfer.strategies.plan import Plan, Proof, Survey, Wish

_COMPLETE = "complete"
SHA256 = "bakeferry_sha256"
"""The metadata that tells the digest of the whole, where it is known."""


class MarkedBlob:
    """One blob, in any account, that says of itself whether it is whole."""

    def __init__(
        self, wire: Wire, address: BlobAddress, *, overwrite: bool = False
    ) -> None:
        """Nothing is asked yet."""
        self._wire = wire
        self._address = address
        self._overwrite = overwrite
        self._reader = BlobReader(wire, address, Side.DESTINATION)
        self._to_replace: str | None = None
        self._back: BlobArtifact | None = None

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

    def _may_replace(self, found: Properties, survey: Survey) -> None:
        """What is there may be overwritten; not if it is what is to be copied.

        Hosts have several names, and paths several spellings: the version tells.

        Raises:
            DestinationExists: Nobody has said so.
            Refused: It would be lost before it is read.
        """
        if not self._overwrite:
            raise DestinationExists(self.shown, "is there already")
        if (found.etag, found.size) == (survey.etag, survey.size):
            raise Refused(self.shown, "is the very blob that is to be copied")
        self._to_replace = found.etag

    async def _unless_taken(self) -> Properties | None:
        """What is to be replaced, if it is still there as it was found.

        Raises:
            DestinationLost: Something else has appeared.
        """
        found = await self._reader.found()
        if found and found.etag != self._to_replace:
            raise self._taken()
        return found

    def _taken(self) -> DestinationLost:
        return DestinationLost(self.shown, "was put there by somebody else meanwhile")

    async def give_up(self, job: Job) -> None:
        """See `WritableDestination`. Its blob is in the way, and under its lease."""
        found = await self._reader.found()
        if found and is_of(job, found) and found.metadata.get(STATE) == PARTIAL:
            await remove_partial(self._wire, self._address, found, job)

    async def flush(self) -> None:
        """See `WritableDestination`: what the service has confirmed is safe."""

    async def follow(self, wish: Wish) -> None:
        """See `WritableDestination`: each range is checked as it moves."""

    def arrived(self, index: int) -> None:
        """See `WritableDestination`."""

    async def publish(self, plan: Plan, proof: Proof) -> str:
        """See `WritableDestination`."""
        writer = BlobWriter(self._wire, self._address, lease=plan.job.job_id)
        await writer.hold()
        told = {SHA256: proof.sha256} if proof.sha256 else {}
        noted = plan.survey.metadata
        mark = {STATE: _COMPLETE, JOB: plan.job.job_id, **told}
        etag = await writer.describe({**noted, **mark})
        await writer.let_go()
        return etag

    async def close(self) -> None:
        """See `WritableDestination`: the lease is kept for whoever resumes."""


async def put_each(
    chunk: Chunk,
    pieces: Sequence[Piece],
    put: Callable[[ByteRange, bytes | bytearray], Awaitable[object]],
) -> ChunkDigest:
    """Digest a chunk, and put each extent of its data."""
    digest = await settled(None, digest_chunk, chunk, pieces)
    for extent in chunk.data:
        await put(extent, cut(pieces, extent))
    return digest


async def remove_partial(
    wire: Wire, address: BlobAddress, found: Properties, job: Job
) -> None:
    """Remove what a job has begun, under its lease, which ends with it.

    Raises:
        CopyError: It cannot be removed, or somebody else holds it.
    """
    if found.copy and found.copy.status == PENDING:  # until it ends, nothing else goes
        await ServiceCopy(wire, address).abort(found.copy.copy_id)
    writer = BlobWriter(wire, address, lease=job.job_id)
    await writer.hold()
    await writer.remove()


def partial(plan: Plan) -> dict[str, str]:
    """The metadata of a blob that is not whole yet."""
    return {**plan.survey.metadata, STATE: PARTIAL, JOB: plan.job.job_id}


def is_of(job: Job, blob: Properties) -> bool:
    """Whether a blob says of itself that this job has made it."""
    return blob.metadata.get(JOB) == job.job_id


def is_published(blob: Properties, job: Job) -> bool:
    """Whether a blob says of itself that this job has made it, and all of it."""
    return (
        blob.size == job.size
        and is_of(job, blob)
        and blob.metadata.get(STATE) == _COMPLETE
    )
