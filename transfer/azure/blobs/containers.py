"""A container, or what in it begins with a folder's name, listed page by page."""

from collections.abc import AsyncIterator
from urllib.parse import quote, unquote, urlsplit

import httpx

from integrity.dataclass import dataclass
from integrity.secret_url import SecretUrl
from integrity.sizes import MIB
from transfer.azure.blobs.address import BlobAddress
from transfer.azure.blobs.answers import whole_list
from transfer.azure.blobs.failures import Distrusted, Side
from transfer.azure.blobs.wire import Call, Wire
from transfer.azure.listing import BlobItem, Listing, blobs_by_page, listing_of
from transfer.copy_errors import Misbehaved
from transfer.errors import AnswerUnusable

_LONGEST_PAGE = 64 * MIB
"""Bytes: 5,000 blobs with as much metadata as they can have."""


@dataclass(frozen=True, slots=True)
class Container:
    """A container's address, and the part of it that is meant."""

    address: BlobAddress
    """Of the container itself, with a signature if it has one."""

    prefix: str = ""
    """What the names of all that is meant begin with; it ends with a slash."""

    @property
    def shown(self) -> str:
        """For messages, without a signature."""
        return f"{self.address.shown.rstrip('/')}/{self.prefix}"

    def blob(self, name: str) -> BlobAddress:
        """The address of one of its blobs."""
        return self.address.child(name)

    def encloses(self, address: BlobAddress) -> bool:
        """Whether a blob or a container's part belongs to what is meant."""
        here, there = (_path(one) for one in (self.address, address))
        return f"{there}/".startswith(f"{here}/{self.prefix}")


def _path(address: BlobAddress) -> str:
    parts = urlsplit(address.url.without_query)
    return f"{parts.netloc}{unquote(parts.path).rstrip('/')}"


async def blobs_of(
    container: Container, wire: Wire
) -> AsyncIterator[tuple[BlobItem, ...]]:
    """What is there, page by page, in the order of the names.

    Raises:
        CopyError: It may not be listed, is not there, or goes round in a circle.
    """

    async def page_at(marker: str | None) -> Listing:
        return await wire.ask(_call(container, marker), _read)

    try:
        async for blobs in blobs_by_page(page_at):
            yield blobs
    except AnswerUnusable as error:
        raise Misbehaved(container.shown, str(error)) from None


def _call(container: Container, marker: str | None) -> Call:
    asked = {"prefix": container.prefix, "marker": marker}
    more = "".join(
        f"&{key}={quote(value, safe='')}" for key, value in asked.items() if value
    )
    query = f"restype=container&comp=list&include=metadata{more}"
    return Call("GET", container.address, Side.ARTIFACT, query=query)


async def _read(response: httpx.Response) -> Listing:
    body = await whole_list(response, _LONGEST_PAGE, "blobs")
    try:
        return listing_of(body)
    except AnswerUnusable as error:
        raise Distrusted(str(error)) from None


def container_at(url: str, query: str, *, depth: int) -> Container:
    """The container, or the part of one, at an address.

    Args:
        url: Without its query; it may end with a slash.
        query: The question mark and what follows it, or nothing.
        depth: How many parts of the path name the container: 2 where accounts come first.
    """
    parts = urlsplit(url)
    names = parts.path.strip("/").split("/")
    origin = f"{parts.scheme}://{parts.netloc}"
    base = "/".join((origin, *names[:depth]))
    prefix = unquote("/".join(names[depth:]))
    address = BlobAddress(SecretUrl(base + query))
    return Container(address, f"{prefix}/" if prefix else "")
