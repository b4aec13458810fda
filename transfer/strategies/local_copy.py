"""Lets the system copy from file to file: shared where it can, holes kept."""

from integrity.dataclass import dataclass
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
        is_copied = True
        for extent in chunk.data:
            await self.limit.take(extent.size)
            pieces.append(await self.artifact.read(extent))
            copy = self.destination.part.copy_from(self.artifact.descriptor, extent)
            is_copied = await copy and is_copied
        if is_copied:
            return await settled(None, digest_chunk, chunk, pieces)
        return await self.destination.write(chunk, pieces)
