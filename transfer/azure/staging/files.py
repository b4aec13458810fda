"""The files in a staging account, read by whichever right there is."""

from collections.abc import AsyncIterator, Mapping
from enum import StrEnum
from functools import partial
from types import MappingProxyType
from urllib.parse import quote, urlencode

from integrity.dataclass import dataclass
from integrity.secret_url import SecretUrl
from integrity.sizes import MIB
from transfer.azure.authorization import Audience
from transfer.azure.calls import Answer, Call, Caller
from transfer.azure.listing import BlobItem, Listing, blobs_by_page, listing_of
from transfer.azure.our_clock import Clock, our_time
from transfer.azure.staging.area import StagingArea
from transfer.azure.staging.delegation import delegation_key
from transfer.azure.staging.sas import (
    LIFE,
    SERVICE_VERSION,
    AccountKey,
    DelegationKey,
    Sas,
    SigningKey,
    container_sas,
)
from transfer.errors import ServiceError

_HEADERS = MappingProxyType({"x-ms-version": SERVICE_VERSION, "Accept": "*/*"})


class Access(StrEnum):
    """By which right the files are read."""

    ROLE = "your own role on the account"
    DELEGATION = "your own role, through a short read-only user delegation SAS"
    KEY = "a key of the account, through a short read-only SAS"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some bytes of a file that may still grow."""

    data: bytes

    start: int
    """Where they stand in the file."""

    size: int
    """Bytes of the whole file when it was read."""


class StagingFiles:
    """Lists and reads the files of one staging account."""

    def __init__(
        self,
        caller: Caller,
        area: StagingArea,
        *,
        key: SigningKey | None = None,
        clock: Clock = our_time,
    ) -> None:
        """Prepare.

        Args:
            key: Signs a SAS for each request; None lets the token of the person count.
        """
        self._caller = caller
        self._key = key
        self._clock = clock
        self.area = area

    @property
    def access(self) -> Access:
        """By which right the files are read."""
        match self._key:
            case None:
                return Access.ROLE
            case DelegationKey():
                return Access.DELEGATION
            case AccountKey():
                return Access.KEY

    def address(self, container: str, blob: str | None = None) -> SecretUrl:
        """The address of a container or a blob, with what lets us read it."""
        bare = self.area.container(container)
        if blob is not None:
            bare = f"{bare}/{quote(blob, safe='/()-_.~')}"
        if self._key is None:
            return SecretUrl(bare)
        return self._signed(self._key, container).on(bare)

    async def sas(self, container: str) -> Sas | None:
        """A signature for a container, good for an hour; None where none is needed.

        Raises:
            AzureError: A new delegation key could not be had.
        """
        key = self._key
        if isinstance(key, DelegationKey) and key.expires < self._clock() + LIFE:
            key = await delegation_key(self._caller, self.area, now=self._clock())
            self._key = key
        return None if key is None else self._signed(key, container)

    def _signed(self, key: SigningKey, container: str) -> Sas:
        is_https = self.area.blobs.startswith("https:")
        return container_sas(
            key,
            container,
            now=self._clock(),
            protocol="https" if is_https else "https,http",
        )

    def listed(self, container: str) -> AsyncIterator[tuple[BlobItem, ...]]:
        """What a container holds, page by page.

        Raises:
            ServiceError: It may not be read, or is not there.
            AzureError: As for `Caller.send`.
        """
        return blobs_by_page(partial(self._page, container))

    async def _page(self, container: str, marker: str | None) -> Listing:
        answer = await self._list(container, marker)
        return listing_of(answer.raw)

    async def read(
        self, container: str, blob: str, start: int = 0, *, most: int = 4 * MIB
    ) -> Piece:
        """The bytes of a blob from `start` on; none when there are no more.

        Args:
            most: How many at once.

        Raises:
            ServiceError: It may not be read, or is not there.
            AzureError: As for `Caller.send`.
        """
        wanted = {"Range": f"bytes={start}-{start + most - 1}"}
        try:
            answer = await self._get(
                self.address(container, blob), f"read {container}/{blob}", wanted
            )
        except ServiceError as refused:
            if refused.status == 416:
                return Piece(b"", start, start)
            raise
        if answer.status == 200:
            return Piece(answer.raw[start : start + most], start, len(answer.raw))
        total = answer.headers.get("Content-Range", "").rpartition("/")[2]
        end = start + len(answer.raw)
        return Piece(answer.raw, start, int(total) if total.isdecimal() else end)

    async def probe(self, container: str) -> None:
        """Ask for one name, to see whether we may.

        Raises:
            ServiceError: We may not, or there is no such container.
        """
        await self._list(container, None, most=1)

    async def _list(
        self, container: str, marker: str | None, *, most: int | None = None
    ) -> Answer:
        asked = {"restype": "container", "comp": "list"}
        if marker is not None:
            asked["marker"] = marker
        if most is not None:
            asked["maxresults"] = str(most)
        address = self.address(container).reveal()
        joint = "&" if "?" in address else "?"
        url = SecretUrl(f"{address}{joint}{urlencode(asked)}")
        return await self._get(url, f"list {container} of {self.area.account_name}")

    async def _get(
        self, url: SecretUrl, doing: str, headers: Mapping[str, str] = _HEADERS
    ) -> Answer:
        call = Call(
            "GET",
            url,
            doing,
            audience=Audience.BLOBS,
            headers={**_HEADERS, **headers},
        )
        return await self._caller.send(call)
