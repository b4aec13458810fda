"""Writes one page blob: makes it, fills its pages, and makes holes of them."""

from collections.abc import Mapping
from typing import ClassVar

from integrity.dataclass import dataclass
from integrity.sizes import TIB
from transfer.azure.blobs.answers import PAGE
from transfer.azure.blobs.origins import CopyOrigin
from transfer.azure.blobs.writing import BlobWriter, Bytes, done, marked, pinned
from transfer.copy_errors import NoPageBlobThere
from transfer.ranges import ByteRange

_LARGEST_PAGE_BLOB = 8 * TIB


@dataclass(slots=True)
class PageBlobWriter(BlobWriter):
    """One page blob that is ours while its lease is."""

    kind: ClassVar[str] = "PageBlob"

    async def create(
        self,
        size: int,
        metadata: Mapping[str, str],
        *,
        content: Mapping[str, str],
        in_place_of: str | None,
    ) -> None:
        """Make it, all zeros.

        Args:
            content: The headers that set what it is served with.
            in_place_of: The etag of what may be replaced; None: nothing may.

        Raises:
            DestinationExists: Something is there.
            CopyError: It cannot be made.
        """
        if size % PAGE or size > _LARGEST_PAGE_BLOB:
            why = f"a page blob cannot have {size:,} bytes"
            raise NoPageBlobThere(self.address.shown, why)
        await self.wire.ask(
            self._put(
                "",
                {
                    "x-ms-blob-type": "PageBlob",
                    "x-ms-blob-content-length": str(size),
                    **content,
                    **marked(metadata),
                    **pinned(in_place_of),
                },
            ),
            done,
        )

    async def write(self, extent: ByteRange, data: Bytes) -> None:
        """Write pages; the service holds them against their checksum as they come.

        Raises:
            CopyError: They were not written, or not as they were sent.
        """
        headers = self._page("update", extent)
        await self._write("comp=page", headers, data, extent.header)

    async def clear(self, extent: ByteRange) -> None:
        """Make a hole of pages that hold something."""
        call = self._put("comp=page", self._page("clear", extent))
        await self.wire.ask(call, done)

    async def write_from(self, extent: ByteRange, origin: CopyOrigin) -> int | None:
        """Let the service fetch pages from where they stand in another blob.

        Returns:
            The CRC-64 of what it wrote; None where it does not say.

        Raises:
            CopyError: It did not. `CannotVerifyOrigin`: stream them instead.
        """
        headers = self._page("update", extent)
        return await self._write_from("comp=page", headers, extent, origin)

    def _page(self, action: str, extent: ByteRange) -> dict[str, str]:
        return {
            "x-ms-page-write": action,
            "x-ms-range": extent.header,
            "x-ms-lease-id": self.lease,
        }
