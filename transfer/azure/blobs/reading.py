"""Reads one blob: what it is, where it holds data, and ranges of its bytes."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import field
from itertools import count
from urllib.parse import quote

import httpx

from integrity.artifacts.retries import TryAgain
from integrity.dataclass import dataclass
from integrity.sizes import GIB, KIB, MIB
from transfer.azure.blobs.address import BlobAddress
from transfer.azure.blobs.answers import (
    PAGE,
    Properties,
    Received,
    Wanted,
    listing,
    properties,
    received,
)
from transfer.azure.blobs.failures import Distrusted, NotOffered, Side, error_code
from transfer.azure.blobs.wire import Call, Wire
from transfer.copy_errors import (
    AnswerNotTaken,
    DestinationMissing,
    Misbehaved,
    Unreachable,
)
from transfer.ranges import ByteRange, coalesce

_log = logging.getLogger(__name__)

LARGEST_CHECKED = 4 * MIB
"""Bytes: the service computes no checksum for a larger range."""

_SHORTEST = 256 * KIB
"""Bytes: no range is cut into parts for answers that break off."""

_ASKING: tuple[Mapping[str, str], ...] = (
    {"x-ms-range-get-content-crc64": "true"},
    {"x-ms-range-get-content-md5": "true"},
    {},
)
"""Which checksum to ask for, the best first; Azurite and old clouds know md5 only."""

_RANGES_IN_A_PAGE = 10_000
_TRIES = 3
_WINDOW = 64 * GIB
"""Bytes: a badly fragmented blob can be listed in parts, when not as a whole."""


class _Contradiction(Exception):
    """A list of ranges cannot be true."""


class CutShort(Exception):
    """Answers of such a length break off again and again; shorter ones may not."""


_UNLISTED = (_Contradiction, AnswerNotTaken, Misbehaved, Unreachable, NotOffered)
"""Why nobody can say where a blob holds data, while its bytes may be read."""


@dataclass(slots=True)
class BlobReader:
    """One blob, by one address."""

    wire: Wire
    address: BlobAddress
    side: Side = Side.ARTIFACT
    longest: int = LARGEST_CHECKED
    """Bytes of a range that may be read at once: less where answers break off."""

    _asking: int = field(default=0)

    async def properties(self) -> Properties:
        """Ask what it is.

        Raises:
            CopyError: It is not there, or not for us.
        """
        return await self.wire.ask(self._call("HEAD"), properties)

    async def found(self) -> Properties | None:
        """Ask what it is, if it is there at all.

        Raises:
            DestinationMissing: Not even its container is there.
            CopyError: It is not for us.
        """

        async def read(response: httpx.Response) -> Properties | None:
            if response.status_code != 404:
                return await properties(response)
            code = error_code(response, b"")
            if code == "ContainerNotFound":
                raise DestinationMissing(self.address.shown, f"answered 404 {code}")
            return None

        call = self._call("HEAD", good=(200, 404))
        return await self.wire.ask(call, read)

    async def read(self, extent: ByteRange, blob: Properties) -> Received:
        """Read a range of one version, with the best checksum that can be had.

        Args:
            extent: At most `longest` bytes.

        Raises:
            CutShort: `longest` is less now.
            CopyError: Another version is there, or nothing that can be trusted comes.
        """
        wanted = Wanted(extent, blob)
        take = self._taker(wanted)
        while True:
            asked = self._asking
            headers = {
                "x-ms-range": extent.header,
                "If-Match": blob.etag,
                **_ASKING[asked],
            }
            call = self._call("GET", headers=headers, good=(206,))
            try:
                got = await self.wire.ask(call, take)
            except NotOffered as refused:
                if not self._ask_for_less(asked, str(refused)):
                    raise Misbehaved(self.address.shown, str(refused)) from None
                continue
            if not got.told:
                self._ask_for_less(asked, "no checksum came")
            return got

    def _taker(self, wanted: Wanted) -> Callable[[httpx.Response], Awaitable[Received]]:
        """What reads an answer; it may break off some times, but not each time."""
        size, cuts = wanted.extent.size, count(1)

        async def take(response: httpx.Response) -> Received:
            try:
                return await received(response, wanted, self.wire.policy)
            except Distrusted:
                raise
            except (TryAgain, httpx.TransportError) as error:
                if size <= _SHORTEST or next(cuts) < _TRIES:
                    raise
                half = 1 << (size - 1).bit_length() - 1
                self.longest = min(self.longest, half)
                raise CutShort from error

        return take

    def _ask_for_less(self, asked: int, why: str) -> bool:
        """Step down once, whoever of the readers side by side notices first.

        Returns:
            Whether there is less to ask for.
        """
        if asked == len(_ASKING) - 1:
            return False
        if asked == self._asking:
            _log.info("%s: asks for another checksum: %s", self.address, why)
            self._asking += 1
        return True

    async def data_ranges(self, blob: Properties) -> tuple[ByteRange, ...]:
        """Where it holds data, on page boundaries; all else is proven to be zeros.

        A list that fails, contradicts itself or does not end proves nothing: all of
        what it was for then counts as data.

        Raises:
            CopyError: Another version is there, or it is not for us.
        """
        whole = ByteRange(0, blob.size)
        if not blob.is_page_blob or not blob.size:
            return coalesce([whole])
        if (listed := await self.listed(whole, blob)) is not None:
            return listed
        found: list[ByteRange] = []
        for window in whole.split(_WINDOW):
            listed = await self.listed(window, blob)
            found += (window,) if listed is None else listed
        return coalesce(found)

    async def listed(
        self, window: ByteRange, blob: Properties
    ) -> tuple[ByteRange, ...] | None:
        """Where a window holds data; None when nobody can say.

        Raises:
            CopyError: As `data_ranges`.
        """
        try:
            return await self._list(window, blob)
        except _UNLISTED as error:
            _log.warning("%s: all counts as data: %s", self.address, error)
            return None

    async def _list(self, window: ByteRange, blob: Properties) -> tuple[ByteRange, ...]:
        found: list[ByteRange] = []
        marker, seen = "", {""}
        while True:
            page = await self.wire.ask(self._list_call(window, blob, marker), listing)
            if page.etag != blob.etag:
                raise _Contradiction("the list is of another version")
            for each in page.ranges:
                _check(each, after=found[-1].stop if found else 0, blob=blob)
                found.append(each)
            marker = page.next_marker
            if not marker:
                return coalesce(each.within(window) for each in found)
            if marker in seen or not page.ranges:
                raise _Contradiction("the list does not end")
            seen.add(marker)

    def _list_call(self, window: ByteRange, blob: Properties, marker: str) -> Call:
        headers = {"If-Match": blob.etag}
        if window.size < blob.size:
            headers["x-ms-range"] = window.header
        query = f"comp=pagelist&maxresults={_RANGES_IN_A_PAGE}"
        if marker:
            query += f"&marker={quote(marker, safe='')}"
        return self._call("GET", query=query, headers=headers, tries=_TRIES)

    def _call(
        self,
        method: str,
        *,
        query: str = "",
        headers: dict[str, str] | None = None,
        good: tuple[int, ...] = (200,),
        tries: int | None = None,
    ) -> Call:
        return Call(
            method,
            self.address,
            self.side,
            query=query,
            headers=headers or {},
            good=good,
            tries=tries,
        )


def _check(each: ByteRange, *, after: int, blob: Properties) -> None:
    on_grid = each.start % PAGE == each.stop % PAGE == 0
    if not (on_grid and after <= each.start < each.stop <= blob.size):
        raise _Contradiction(f"{each.header} cannot be a range of data")
