"""Reads a chunk here and writes it there: the way that works between any two ends."""

from integrity.artifacts.spare import give_back
from integrity.dataclass import dataclass
from transfer.digesting import ChunkDigest, Piece
from transfer.limiting import RateLimit
from transfer.ranges import Chunk
from transfer.strategies.ports import ReadableArtifact, WritableDestination


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
        digest = await self.destination.write(chunk, pieces)
        for piece in pieces:
            give_back(piece.data)
        return digest
