"""Writes one block blob: its blocks first, unseen; then the list that makes it appear."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from html import unescape
from typing import ClassVar

import httpx

from integrity.dataclass import dataclass
from integrity.sizes import MIB
from transfer.azure.blobs.answers import whole_list
from transfer.azure.blobs.failures import Distrusted, Side
from transfer.azure.blobs.origins import CopyOrigin
from transfer.azure.blobs.wire import Call
from transfer.azure.blobs.writing import BlobWriter, Bytes, done, marked, pinned
from transfer.ranges import ByteRange

MOST_BLOCKS = 50_000
"""In one blob: learn.microsoft.com/rest/api/storageservices/put-block-list."""

LARGEST_BLOCK = 4000 * MIB
"""Bytes: learn.microsoft.com/rest/api/storageservices/put-block."""

_BLOCK = re.compile(
    rb"<Block>\s*<Name>([^<]{1,200})</Name>\s*<Size>(\d{1,19})</Size>\s*</Block>"
)
_LONGEST_LIST = 16 * MIB


@dataclass(slots=True)
class BlockBlobWriter(BlobWriter):
    """One block blob; nothing of it is seen before its list is committed."""

    kind: ClassVar[str] = "BlockBlob"

    _is_held: bool = field(default=False)

    async def hold(self) -> None:
        """As for every blob; there has to be one, so its list was committed before."""
        await BlobWriter.hold(self)
        self._is_held = True

    async def write(self, block: str, data: Bytes) -> None:
        """Put a block; the service holds it against its checksum as it comes.

        Args:
            block: Its id in base64; all of one blob have the same length.

        Raises:
            CopyError: It was not put, or not as it was sent.
        """
        await self._write(_query(block), self._held(), data, f"block {block}")

    async def write_from(
        self, block: str, extent: ByteRange, origin: CopyOrigin
    ) -> int | None:
        """Let the service make a block of a range of another blob.

        Returns:
            The CRC-64 of what it put; None where it does not say.

        Raises:
            CopyError: It did not. `CannotVerifyOrigin`: stream it instead.
        """
        return await self._write_from(_query(block), self._held(), extent, origin)

    async def blocks(self) -> dict[str, int]:
        """The bytes of each block that a list may name, by its id.

        Raises:
            CopyError: Nobody can say.
        """
        call = Call(
            "GET",
            self.address,
            Side.DESTINATION,
            query="comp=blocklist&blocklisttype=all",
            good=(200, 404),
        )
        return await self.wire.ask(call, _listed)

    async def commit(
        self,
        blocks: Iterable[str],
        metadata: Mapping[str, str],
        *,
        content: Mapping[str, str],
        in_place_of: str | None,
    ) -> None:
        """Make the blob of its blocks, in this order.

        Args:
            content: The headers that set what it is served with.
            in_place_of: The etag of what may be replaced; None: nothing may.

        Raises:
            DestinationExists: Something is there.
            CopyError: It was not made.
        """
        rows = "".join(f"<Latest>{block}</Latest>" for block in blocks)
        body = f'<?xml version="1.0" encoding="utf-8"?><BlockList>{rows}</BlockList>'
        headers = {**content, **marked(metadata), **self._held(), **pinned(in_place_of)}
        call = self._put("comp=blocklist", headers, content=body.encode())
        await self.wire.ask(call, done)

    def _held(self) -> dict[str, str]:
        return {"x-ms-lease-id": self.lease} if self._is_held else {}


def _query(block: str) -> str:
    return f"comp=block&blockid={block.replace('+', '%2B').replace('=', '%3D')}"


async def _listed(response: httpx.Response) -> dict[str, int]:
    if response.status_code == 404:
        return {}
    body = await whole_list(response, _LONGEST_LIST, "blocks")
    found = {unescape(name.decode()): int(size) for name, size in _BLOCK.findall(body)}
    if not body.rstrip().endswith((b"</BlockList>", b"<BlockList/>", b"<BlockList />")):
        raise Distrusted("sent a list of blocks that cannot be read")
    return found
