"""Writes one blob: holds its lease, checks what is written, says when it is whole."""

from collections.abc import Mapping
from dataclasses import field
from typing import ClassVar

import httpx

from integrity.dataclass import dataclass
from transfer.azure.blobs.address import BlobAddress
from transfer.azure.blobs.answers import Properties, md5_of, written
from transfer.azure.blobs.failures import NotOffered, Side, WrongBytes
from transfer.azure.blobs.origins import CopyOrigin
from transfer.azure.blobs.wire import Call, Wire
from transfer.copy_errors import (
    CannotVerifyOrigin,
    DestinationLost,
    DestinationUnfit,
    Misbehaved,
)
from transfer.crc64 import crc64, to_header
from transfer.ranges import ByteRange

_FOR_EVER = "-1"

JOB = "bakeferry_job"
"""The metadata that names the job by which a blob was begun."""

STATE = "bakeferry_state"
"""The metadata that says `partial` until every byte is there."""

PARTIAL = "partial"

Bytes = bytes | bytearray | memoryview


async def done(response: httpx.Response) -> httpx.Headers:
    """Read an answer whose status says everything; its headers may be of use."""
    return response.headers


@dataclass(slots=True)
class BlobWriter:
    """One blob that is ours while its lease is."""

    kind: ClassVar[str] = ""
    """The type of blob that it makes."""

    wire: Wire
    address: BlobAddress
    lease: str
    """A GUID. Whoever takes the job up again takes the lease up with it."""

    _takes_crc64: bool = field(default=True)

    async def hold(self) -> None:
        """Take the lease, or take it again: it has no end, so it survives a pause.

        Raises:
            DestinationLost: Somebody else has it.
        """
        await self._lease("acquire", (201, 200))

    async def still_held(self) -> bool:
        """Whether the lease was ours all the time: then nobody else can have written."""
        return "x-ms-error-code" not in await self._lease("renew", (200, 409))

    async def let_go(self) -> None:
        """Give the lease back.

        Raises:
            CopyError: It was not ours any more.
        """
        await self._lease("release", (200,))

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

    async def describe(self, metadata: Mapping[str, str]) -> str:
        """Put metadata in place of what there was; which version it is then."""
        headers = {**marked(metadata), "x-ms-lease-id": self.lease}
        asked = self._put("comp=metadata", headers, good=(200,))
        return str((await self.wire.ask(asked, done)).get("ETag", ""))

    def check_ours(self, blob: Properties, job: str, size: int) -> None:
        """Look whether what is there is what this job has begun.

        Raises:
            DestinationLost: It is somebody else's now.
        """
        if blob.blob_type != self.kind or blob.size != size:
            why = f"is a {blob.blob_type} of {blob.size:,} bytes, not what we began"
            raise DestinationLost(self.address.shown, why)
        if blob.metadata.get(JOB) != job:
            raise DestinationLost(self.address.shown, "was made by somebody else")

    async def _lease(self, action: str, good: tuple[int, ...]) -> httpx.Headers:
        headers = {"x-ms-lease-action": action}
        if action == "acquire":
            headers["x-ms-proposed-lease-id"] = self.lease
            headers["x-ms-lease-duration"] = _FOR_EVER
        else:
            headers["x-ms-lease-id"] = self.lease
        return await self.wire.ask(self._put("comp=lease", headers, good=good), done)

    async def _write(
        self, query: str, headers: Mapping[str, str], data: Bytes, where: str
    ) -> None:
        """Write bytes; the service holds them against their checksum as they come."""
        checksum = crc64(data)

        async def fits(response: httpx.Response) -> None:
            told = await written(response)
            if told is not None and told != checksum:
                raise WrongBytes(f"has written other bytes to {where}")

        while True:
            takes_crc64 = self._takes_crc64
            told = (
                {"x-ms-content-crc64": to_header(checksum)}
                if takes_crc64
                else {"Content-MD5": md5_of(data)}
            )
            call = self._put(query, {**headers, **told}, content=data)
            try:
                await self.wire.ask(call, fits)
            except NotOffered as error:
                if not takes_crc64:
                    raise DestinationUnfit(self.address.shown, str(error)) from None
                self._takes_crc64 = False
            else:
                return

    async def _write_from(
        self,
        query: str,
        headers: Mapping[str, str],
        extent: ByteRange,
        origin: CopyOrigin,
    ) -> int | None:
        """Let the service fetch bytes; the CRC-64 of what it wrote, if it says."""
        told = {**headers, **origin.headers, "x-ms-source-range": extent.header}
        try:
            return await self.wire.ask(self._put(query, told), written)
        except NotOffered as error:
            raise CannotVerifyOrigin(self.address.shown, str(error)) from None
        except Misbehaved as error:
            raise CannotVerifyOrigin(self.address.shown, error.why) from None

    def _put(
        self,
        query: str,
        headers: Mapping[str, str],
        *,
        content: Bytes = b"",
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


def marked(values: Mapping[str, str]) -> dict[str, str]:
    """Metadata as headers."""
    return {f"x-ms-meta-{name}": value for name, value in values.items()}


def pinned(etag: str | None) -> dict[str, str]:
    """What replaces one version only; None: nothing at all."""
    return {"If-Match": etag} if etag else {"If-None-Match": "*"}
