"""Lets the system copy from file to file: shared where it can, holes kept."""

from dataclasses import dataclass

from transfer.digesting import ChunkDigest, Piece, digest_chunk
from transfer.limiting import RateLimit
from transfer.ranges import Chunk
from transfer.settling import settled
from transfer.strategies.local_artifact import LocalArtifact
from transfer.strategies.local_destination import LocalDestination


@dataclass(frozen=True, slots=True)
class LocalCopy:
    """`copy_file_range`, which on btrfs and XFS moves no byte at all."""

    artifact: LocalArtifact
    destination: LocalDestination
    limit: RateLimit
    name: str = "local"

    async def move(self, chunk: Chunk) -> ChunkDigest:
        """See `Mover`. The artifact is read, too: that is what vouches for it."""
        pieces: list[Piece] = []
        for extent in chunk.data:
            await self.limit.take(extent.size)
            piece = await self.artifact.read(extent)
            pieces.append(piece)
            part = self.destination.part
            if not await part.copy_from(self.artifact.descriptor, extent):
                await part.write(extent, memoryview(piece.data))
        return await settled(None, digest_chunk, chunk, pieces)
