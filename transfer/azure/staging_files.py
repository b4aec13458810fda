"""The files in a staging account, read by whichever right there is."""

import logging
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import quote, urlencode

from integrity.artifacts.policy import MIB
from integrity.safe_text import Safe, safe_text
from integrity.secret_url import SecretUrl
from transfer.azure.advice import DATA_READER, role_command
from transfer.azure.arm import ResourceManager, api_version_for
from transfer.azure.authorization import Audience
from transfer.azure.bodies import items, mapping, text
from transfer.azure.calls import Answer, Call, Caller
from transfer.azure.delegation import delegation_key
from transfer.azure.listing import BlobItem, listing_of
from transfer.azure.sas import (
    LIFE,
    SERVICE_VERSION,
    AccountKey,
    DelegationKey,
    Sas,
    SigningKey,
    container_sas,
)
from transfer.azure.staging import LOGS, StagingArea
from transfer.errors import (
    AnswerUnusable,
    AzureError,
    ServiceError,
    StagingForbidden,
)

_LOG = logging.getLogger(__name__)

MOST_PAGES = 1_000

_HEADERS = MappingProxyType({"x-ms-version": SERVICE_VERSION, "Accept": "*/*"})
_NO_RIGHT = frozenset((401, 403, 409))
"""409 is what an account answers that lets the public read nothing."""


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
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
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

    async def listed(self, container: str) -> AsyncIterator[tuple[BlobItem, ...]]:
        """What a container holds, page by page.

        Raises:
            ServiceError: It may not be read, or is not there.
            AzureError: As for `Caller.send`.
        """
        marker: str | None = None
        for _ in range(MOST_PAGES):
            answer = await self._list(container, marker)
            page = listing_of(answer.raw)
            yield page.blobs
            if page.marker is None:
                return
            if page.marker == marker:
                raise AnswerUnusable(f"list {container}: goes round in a circle")
            marker = page.marker
        raise AnswerUnusable(f"list {container}: more than {MOST_PAGES:,} pages")

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


@dataclass(frozen=True, slots=True)
class Opened:
    """Files that may be read, and how that came."""

    files: StagingFiles

    advice: Safe | None = None
    """Which role is missing, where it did not do by itself."""

    @property
    def words(self) -> str:
        """By which right, and what is missing; for people."""
        missing = f"; {self.advice}" if self.advice else ""
        return f"staging is read by {self.files.access.value}{missing}"


async def open_files(
    manager: ResourceManager,
    area: StagingArea,
    *,
    container: str = LOGS,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Opened:
    """Open a staging account by the least right that does.

    First by one's own role; then by a SAS that the role delegates; then by one that a
    key of the account signs.

    Args:
        container: What is tried, to see whether we may.

    Raises:
        StagingForbidden: None works; it names the role, and the command for it.
        AzureError: As for `Caller.send`.
    """
    files = StagingFiles(manager.caller, area)
    if await _may_read(files, container) is None:
        return Opened(files)
    advice = safe_text(role_command(role=DATA_READER, scope=str(area.account)))
    if delegated := await _by_delegation(manager, area, container, clock):
        return Opened(delegated, advice)
    try:
        key = await _account_key(manager, area)
    except ServiceError as refused:
        if refused.status not in _NO_RIGHT:
            raise
        raise StagingForbidden(area.account_name, refused.message, advice) from refused
    files = StagingFiles(manager.caller, area, key=key, clock=clock)
    if why := await _may_read(files, container):
        raise StagingForbidden(area.account_name, why.message, advice) from why
    return Opened(files, advice)


async def _may_read(files: StagingFiles, container: str) -> ServiceError | None:
    """Why files may not be read; None when they may."""
    try:
        await files.probe(container)
    except ServiceError as refused:
        if refused.status not in _NO_RIGHT:
            raise
        return refused
    return None


async def _by_delegation(
    manager: ResourceManager,
    area: StagingArea,
    container: str,
    clock: Callable[[], datetime],
) -> StagingFiles | None:
    try:
        key = await delegation_key(manager.caller, area, now=clock())
    except (ServiceError, AnswerUnusable) as error:
        _LOG.info("%s", error)
        return None
    files = StagingFiles(manager.caller, area, key=key, clock=clock)
    return None if await _may_read(files, container) else files


async def _account_key(manager: ResourceManager, area: StagingArea) -> AccountKey:
    path = area.account.path
    doing = f"list keys of {area.account.name}"
    url = manager.url(f"{path}/listKeys", api_version_for(path))
    call = Call("POST", url, doing, repeats_harmlessly=True)
    answer = await manager.caller.send_for_object(call)
    for key in items(answer.get("keys")):
        value = text(mapping(key).get("value"))
        if value is not None:
            return AccountKey(area.account.name, value)
    raise _no_key(doing)


def _no_key(doing: str) -> AzureError:
    return AnswerUnusable(f"{doing}: there is no key in the answer")
