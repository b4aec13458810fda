"""Lets the service copy from blob to blob: the bytes never pass this machine."""

from typing import Protocol

from integrity.dataclass import dataclass
from transfer.azure.blobs.origins import CopyOrigin
from transfer.crc64 import crc64_of_parts
from transfer.digesting import ChunkDigest
from transfer.limiting import RateLimit
from transfer.ranges import ByteRange, Chunk
from transfer.strategies.blob_artifact import BlobArtifact


class ServiceFilled(Protocol):
    """A blob that the service fills by itself."""

    async def write_from(self, extent: ByteRange, origin: CopyOrigin) -> int | None:
        """Let it fetch a range from where it stands in another blob.

        Returns:
            The CRC-64 of what it wrote; None where it does not say.

        Raises:
            CopyError: It did not. `CannotVerifyOrigin`: stream it instead.
        """


@dataclass(frozen=True, slots=True)
class ServerSide:
    """Put Page or Put Block From URL: pinned to one version, and told what was written."""

    artifact: BlobArtifact
    destination: ServiceFilled
    limit: RateLimit
    name: str = "server-side"

    async def move(self, chunk: Chunk) -> ChunkDigest:
        """See `Mover`."""
        origin = CopyOrigin(self.artifact.reader.address, self.artifact.pinned.etag)
        parts: list[tuple[ByteRange, int]] = []
        for extent in chunk.data:
            await self.limit.take(extent.size)
            checksum = await self.destination.write_from(extent, origin)
            if checksum is not None:
                parts.append((extent, checksum))
        if len(parts) < len(chunk.data):
            return ChunkDigest(b"", None, vouched=False)
        return ChunkDigest(b"", crc64_of_parts(parts, chunk.extent), vouched=True)
