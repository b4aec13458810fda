"""Reads a chunk here and writes it there: the way that works between any two ends."""

from dataclasses import dataclass

from integrity.artifacts.spare import give_back
from transfer.digesting import ChunkDigest, Piece, digest_chunk
from transfer.limiting import RateLimit
from transfer.ranges import ByteRange, Chunk
from transfer.settling import settled
from transfer.strategies.plan import ReadableArtifact, WritableDestination


@dataclass(frozen=True, slots=True)
class Relay:
    """Holds one chunk at a time for each call that runs."""

    name: str
    artifact: ReadableArtifact
    destination: WritableDestination
    limit: RateLimit

    async def move(self, chunk: Chunk) -> ChunkDigest:
        """See `Mover`. Nothing is written that was not checked."""
        pieces: list[Piece] = []
        for extent in chunk.reads:
            await self.limit.take(extent.size)
            pieces.append(await self.artifact.read(extent))
        digest = await settled(None, digest_chunk, chunk, pieces)
        for extent in chunk.data:
            await self.destination.write(extent, _part(pieces, extent))
        for piece in pieces:
            give_back(piece.data)
        return digest


def _part(pieces: list[Piece], extent: ByteRange) -> memoryview:
    for piece in pieces:
        whole = piece.extent
        if whole.start <= extent.start and extent.stop <= whole.stop:
            first = extent.start - whole.start
            return memoryview(piece.data)[first : first + extent.size]
    raise LookupError(f"{extent} was not read")
