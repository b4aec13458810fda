"""Writes one page blob: makes it, holds its lease, fills its pages, says it is whole."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import md5
from typing import Protocol

import httpx

from transfer.azure.blobs.address import BlobAddress
from transfer.azure.blobs.answers import Properties, written
from transfer.azure.blobs.failures import NotOffered, Side, WrongBytes
from transfer.azure.blobs.wire import Call, Wire
from transfer.copy_errors import (
    CannotVerifyOrigin,
    DestinationLost,
    DestinationUnfit,
    Misbehaved,
)
from transfer.crc64 import crc64, to_header
from transfer.ranges import ByteRange

LARGEST_WRITE = 4 * 1024 * 1024
"""Bytes that one call may write: learn.microsoft.com/rest/api/storageservices/put-page."""

LARGEST_PAGE_BLOB = 8 * 1024**4

_FOR_EVER = "-1"


class CopySourceAuthorizer(Protocol):
    """Knows what lets the service read an artifact by itself."""

    async def copy_source_bearer(self, url: str) -> str | None:
        """A bearer token for an address; None where its signature has to do.

        Must hand none out for a host that is not Azure's.
        """


async def done(response: httpx.Response) -> httpx.Headers:
    """Read an answer whose status says everything; its headers may be of use."""
    return response.headers


@dataclass(frozen=True, slots=True)
class Origin:
    """An artifact that the service reads by itself."""

    address: BlobAddress
    etag: str
    authorizer: CopySourceAuthorizer | None = None

    async def headers(self) -> dict[str, str]:
        """What tells the service where to read, which version, and by what right."""
        url = self.address.url.reveal()
        headers = {"x-ms-copy-source": url, "x-ms-source-if-match": self.etag}
        if self.authorizer is None or self.address.is_signed:
            return headers
        if token := await self.authorizer.copy_source_bearer(url):
            headers["x-ms-copy-source-authorization"] = f"Bearer {token}"
        return headers


@dataclass(slots=True)
class PageBlobWriter:
    """One page blob that is ours while its lease is."""

    wire: Wire
    address: BlobAddress
    lease: str
    """A GUID. Whoever takes the job up again takes the lease up with it."""

    _takes_crc64: bool = field(default=True)

    async def create(
        self, size: int, metadata: Mapping[str, str], *, in_place_of: str | None
    ) -> None:
        """Make it, all zeros.

        Args:
            in_place_of: The etag of what may be replaced; None: nothing may.

        Raises:
            DestinationExists: Something is there.
            CopyError: It cannot be made.
        """
        if size % 512 or size > LARGEST_PAGE_BLOB:
            why = f"a page blob cannot have {size:,} bytes"
            raise DestinationUnfit(self.address.shown, why)
        pinned = {"If-Match": in_place_of} if in_place_of else {"If-None-Match": "*"}
        await self.wire.ask(
            self._put(
                "",
                {
                    "x-ms-blob-type": "PageBlob",
                    "x-ms-blob-content-length": str(size),
                    **_metadata(metadata),
                    **pinned,
                },
            ),
            done,
        )

    async def hold(self) -> None:
        """Take the lease, or take it again: it has no end, so it survives a pause.

        Raises:
            DestinationLost: Somebody else has it.
        """
        await self._lease("acquire", (201, 200))

    async def let_go(self) -> None:
        """Give the lease back.

        Raises:
            CopyError: It was not ours any more.
        """
        await self._lease("release", (200,))

    async def write(
        self, extent: ByteRange, data: bytes | bytearray | memoryview
    ) -> None:
        """Write pages; the service holds them against their checksum as they come.

        Raises:
            CopyError: They were not written, or not as they were sent.
        """
        checksum = crc64(data)

        async def fits(response: httpx.Response) -> None:
            told = await written(response)
            if told is not None and told != checksum:
                raise WrongBytes(f"has written other bytes to {extent.header}")

        while True:
            takes_crc64 = self._takes_crc64
            told = (
                {"x-ms-content-crc64": to_header(checksum)}
                if takes_crc64
                else {"Content-MD5": _md5(data)}
            )
            headers = {**self._page("update", extent), **told}
            call = self._put("comp=page", headers, content=data)
            try:
                await self.wire.ask(call, fits)
            except NotOffered as error:
                if not takes_crc64:
                    raise DestinationUnfit(self.address.shown, str(error)) from None
                self._takes_crc64 = False
            else:
                return

    async def clear(self, extent: ByteRange) -> None:
        """Make a hole of pages that hold something."""
        call = self._put("comp=page", self._page("clear", extent))
        await self.wire.ask(call, done)

    async def write_from(self, extent: ByteRange, origin: Origin) -> int | None:
        """Let the service fetch pages from where they stand in another blob.

        Returns:
            The CRC-64 of what it wrote; None where it does not say.

        Raises:
            CopyError: It did not. `CannotVerifyOrigin`: stream them instead.
        """
        headers = {
            **self._page("update", extent),
            **await origin.headers(),
            "x-ms-source-range": extent.header,
        }
        call = self._put("comp=page", headers)
        try:
            return await self.wire.ask(call, written)
        except (NotOffered, Misbehaved) as error:
            raise CannotVerifyOrigin(self.address.shown, str(error)) from None

    async def remove(self) -> None:
        """Delete it, and our lease with it.

        Raises:
            CopyError: It is not ours any more, or was not deleted.
        """
        headers = {"x-ms-lease-id": self.lease}
        call = Call(
            "DELETE", self.address, Side.DESTINATION, headers=headers, good=(202,)
        )
        await self.wire.ask(call, done)

    async def describe(self, metadata: Mapping[str, str]) -> None:
        """Put metadata in place of what there was."""
        headers = {**_metadata(metadata), "x-ms-lease-id": self.lease}
        await self.wire.ask(self._put("comp=metadata", headers, good=(200,)), done)

    def check_ours(self, blob: Properties, job: str, size: int) -> None:
        """Look whether what is there is what this job has begun.

        Raises:
            DestinationLost: It is somebody else's now.
        """
        if not blob.is_page_blob or blob.size != size:
            why = f"is a {blob.blob_type} of {blob.size:,} bytes, not what we began"
            raise DestinationLost(self.address.shown, why)
        if blob.metadata.get(JOB) != job:
            raise DestinationLost(self.address.shown, "was made by somebody else")

    async def _lease(self, action: str, good: tuple[int, ...]) -> None:
        headers = {"x-ms-lease-action": action}
        if action == "acquire":
            headers["x-ms-proposed-lease-id"] = self.lease
            headers["x-ms-lease-duration"] = _FOR_EVER
        else:
            headers["x-ms-lease-id"] = self.lease
        await self.wire.ask(self._put("comp=lease", headers, good=good), done)

    def _page(self, action: str, extent: ByteRange) -> dict[str, str]:
        return {
            "x-ms-page-write": action,
            "x-ms-range": extent.header,
            "x-ms-lease-id": self.lease,
        }

    def _put(
        self,
        query: str,
        headers: Mapping[str, str],
        *,
        content: bytes | bytearray | memoryview = b"",
        good: tuple[int, ...] = (201,),
    ) -> Call:
        return Call(
            "PUT",
            self.address,
            Side.DESTINATION,
            query=query,
            headers=headers,
            content=content,
            good=good,
        )


JOB = "bakeferry_job"
"""The metadata that names the job by which a blob was begun."""

STATE = "bakeferry_state"
"""The metadata that says `partial` until every byte is there."""

PARTIAL = "partial"


def _metadata(values: Mapping[str, str]) -> dict[str, str]:
    return {f"x-ms-meta-{name}": value for name, value in values.items()}


def _md5(data: bytes | bytearray | memoryview) -> str:
    return b64encode(md5(data, usedforsecurity=False).digest()).decode()
