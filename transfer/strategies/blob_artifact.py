"""A blob as an artifact: one version of it, range by range."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field

from integrity.dataclass import dataclass
from transfer.azure.blobs.answers import CONTENT, OURS, Properties
from transfer.azure.blobs.reading import BlobReader, CutShort
from transfer.copy_errors import ArtifactReplaced
from transfer.crc64 import crc64_of_parts
from transfer.digesting import Piece
from transfer.ranges import ByteRange
from transfer.strategies.plan import Survey
from transfer.vhd.footer import COOKIE, FOOTER_SIZE, may_be_vhd


@dataclass(slots=True)
class BlobArtifact:
    """One blob, pinned to the version that was surveyed."""

    reader: BlobReader
    _blob: Properties | None = field(default=None)

    @property
    def shown(self) -> str:
        """Its address, without the secret part."""
        return self.reader.address.shown

    @property
    def identity(self) -> str:
        """Its address, without a signature."""
        return self.reader.address.identity

    @property
    def pinned(self) -> Properties:
        """The version that was surveyed."""
        if self._blob is None:
            raise RuntimeError("an artifact is read before it is surveyed")
        return self._blob

    async def survey(self) -> Survey:
        """See `ReadableArtifact`."""
        blob = self._blob = await self.reader.properties()
        data = await self.reader.data_ranges(blob)
        noted = _noted(blob.metadata)
        content, metadata = _ascii(blob.content), _sendable(noted)
        lost = (blob.content.keys() - content) | (noted.keys() - metadata)
        return Survey(
            blob.etag,
            blob.size,
            data,
            is_disk=await self._is_disk(blob),
            content=content,
            metadata=metadata,
            unsendable=tuple(sorted(name.removeprefix(CONTENT) for name in lost)),
        )

    async def _is_disk(self, blob: Properties) -> bool:
        """Whether it has to be a page blob: it is one, or ends as a VHD does."""
        if blob.is_page_blob:
            return True
        if not may_be_vhd(blob.size):
            return False
        tail = ByteRange(blob.size - FOOTER_SIZE, blob.size)
        footer = await self.reader.read(tail, blob)
        return footer.data.startswith(COOKIE)

    async def read(self, extent: ByteRange) -> Piece:
        """See `ReadableArtifact`. Each part of it has a checksum of its own."""
        try:
            parts = [
                Piece(part, got.data, got.vouched, got.crc64)
                for part in extent.split(self.reader.longest)
                for got in [await self.reader.read(part, self.pinned)]
            ]
        except CutShort:
            return await self.read(extent)  # in shorter parts now
        return parts[0] if len(parts) == 1 else _joined(extent, parts)

    async def digest(self, heard: Callable[[int], object]) -> str:
        """See `ReadableArtifact`: all of it would have to come again."""
        del heard
        return ""

    async def check_unchanged(self) -> None:
        """See `ReadableArtifact`."""
        now = await self.reader.properties()
        if (now.etag, now.size) != (self.pinned.etag, self.pinned.size):
            raise ArtifactReplaced(self.shown, "changed while it was being copied")

    async def close(self) -> None:
        """See `ReadableArtifact`: there is nothing to let go of."""


def _joined(extent: ByteRange, parts: Sequence[Piece]) -> Piece:
    checksums = [(p.extent, p.crc64) for p in parts if p.crc64 is not None]
    return Piece(
        extent,
        bytearray().join(part.data for part in parts),
        all(part.vouched for part in parts),
        crc64_of_parts(checksums, extent) if len(checksums) == len(parts) else None,
    )


def _noted(metadata: Mapping[str, str]) -> dict[str, str]:
    """What others have noted: our own marks are of another copy."""
    return {n: v for n, v in metadata.items() if not n.startswith(OURS)}


def _sendable(metadata: Mapping[str, str]) -> dict[str, str]:
    """What the service takes; it may hold other names of older versions.

    See learn.microsoft.com/rest/api/storageservices/setting-and-retrieving-properties-and-metadata-for-blob-resources
    """
    return {n: v for n, v in _ascii(metadata).items() if n.isidentifier()}


def _ascii(headers: Mapping[str, str]) -> dict[str, str]:
    """What may stand in a header; the service refuses the rest: InvalidMetadata."""
    return {name: value for name, value in headers.items() if value.isascii()}
