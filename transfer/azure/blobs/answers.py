"""What a good answer holds, held against what was asked for."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import field
from html import unescape
from types import MappingProxyType

import httpx

from integrity.artifacts.answers import content_range
from integrity.artifacts.policy import ReadingPolicy
from integrity.artifacts.retries import TryAgain
from integrity.dataclass import dataclass
from integrity.sizes import MIB
from transfer.azure.blobs.failures import Distrusted, Unasked, WrongBytes
from transfer.crc64 import crc64, from_header, to_header
from transfer.ranges import ByteRange
from transfer.settling import settled

PAGE = 512
"""Bytes: the unit of page blobs."""

_NUMBER = re.compile(r"\d{1,19}", re.ASCII)

_LISTED = re.compile(
    rb"<PageRange>\s*<Start>(\d{1,19})</Start>\s*<End>(\d{1,19})</End>\s*</PageRange>"
)
_NEXT_MARKER = re.compile(rb"<NextMarker>([^<]{1,1000})</NextMarker>")
_LONGEST_LISTING = 8 * MIB

OURS = "bakeferry_"
"""How the names of our own metadata begin."""

_METADATA = "x-ms-meta-"
_CRC64 = "x-ms-content-crc64"

CONTENT = "x-ms-blob-"
_CONTENT = (
    "content-type",
    "content-encoding",
    "content-language",
    "content-disposition",
    "cache-control",
)
"""What a blob is served with. `CONTENT` and such a name sets it."""


@dataclass(frozen=True, slots=True)
class CopyStatus:
    """How far the service has come with a copy of its own."""

    copy_id: str
    status: str
    """`pending`, `success`, `aborted` or `failed`; empty when it does not say."""

    done: int
    total: int
    description: str


@dataclass(frozen=True, slots=True)
class Properties:
    """What a blob's headers say of it."""

    size: int
    """Bytes, holes included."""

    etag: str
    """A strong one: equal etags mean equal bytes."""

    blob_type: str
    """`PageBlob`, `BlockBlob` or `AppendBlob`."""

    content_encoding: str = ""
    """A property that somebody gave it; the bytes stay as they are."""

    content: Mapping[str, str] = field(default_factory=dict)
    """What it is served with, by the headers that set that: its type, its language…"""

    metadata: Mapping[str, str] = field(default_factory=dict)
    """What was noted on it. Names as they are spelled; our own in lower case, however
    whoever copied it has spelled them."""

    copy: CopyStatus | None = None

    @property
    def is_page_blob(self) -> bool:
        """Whether a disk can be made of it, and whether it has holes."""
        return self.blob_type == "PageBlob"


async def properties(response: httpx.Response) -> Properties:
    """Read the answer to a HEAD.

    Raises:
        Distrusted: It does not say how much there is, or of which version.
    """
    headers = response.headers
    length, etag = headers.get("Content-Length", ""), headers.get("ETag", "")
    if not _NUMBER.fullmatch(length):
        raise Distrusted("does not say how many bytes there are")
    if not etag.startswith('"'):
        raise Distrusted("names no version of its bytes (a strong ETag)")
    return Properties(
        size=int(length),
        etag=etag,
        blob_type=headers.get("x-ms-blob-type", ""),
        content_encoding=headers.get("Content-Encoding", ""),
        content={CONTENT + n: headers[n] for n in _CONTENT if n in headers},
        metadata=_metadata(headers),
        copy=_copy_status(headers),
    )


def _metadata(headers: httpx.Headers) -> dict[str, str]:
    spelled = (name.decode("latin-1") for name, _ in headers.raw)
    names = [name for name in spelled if name.lower().startswith(_METADATA)]
    return {_noted_as(name[len(_METADATA) :]): headers[name] for name in names}


def _noted_as(name: str) -> str:
    return name.lower() if name.lower().startswith(OURS) else name


def _copy_status(headers: httpx.Headers) -> CopyStatus | None:
    if "x-ms-copy-id" not in headers:
        return None
    done, _, total = headers.get("x-ms-copy-progress", "0/0").partition("/")
    return CopyStatus(
        copy_id=headers["x-ms-copy-id"],
        status=headers.get("x-ms-copy-status", ""),
        done=int(done) if done.isdecimal() else 0,
        total=int(total) if total.isdecimal() else 0,
        description=headers.get("x-ms-copy-status-description", ""),
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """A range of one version of a blob."""

    extent: ByteRange
    blob: Properties


@dataclass(frozen=True, slots=True)
class Received:
    """The bytes of a range."""

    data: bytearray

    vouched: bool
    """A checksum that the service computed for this range fits them."""

    told: frozenset[str]
    """The checksums that the service told, by the names of `CHECKSUMS`."""

    crc64: int | None
    """The CRC-64 of these bytes, if it is one of them."""


async def received(
    response: httpx.Response, wanted: Wanted, policy: ReadingPolicy
) -> Received:
    """Read the answer to a ranged GET.

    Raises:
        TryAgain: Not all of it came.
        Distrusted: It is not what was asked for.
    """
    _check_range(response.headers, wanted)
    data = await _body(response, wanted.extent.size, policy)
    told = frozenset(name for name in CHECKSUMS if name in response.headers)
    for name in told:
        if await settled(None, CHECKSUMS[name], data) != response.headers[name]:
            raise WrongBytes(
                f"sent bytes of {wanted.extent.header} that do not fit {name}"
            )
    return Received(data, bool(told), told, from_header(response.headers.get(_CRC64)))


def _check_range(headers: httpx.Headers, wanted: Wanted) -> None:
    extent, blob = wanted.extent, wanted.blob
    if headers.get("Content-Encoding", "") != blob.content_encoding:
        raise Unasked("sent the bytes in an encoding that nobody asked for")
    if content_range(headers) != (extent.start, extent.stop - 1, blob.size):
        raise Distrusted("sent another range than it was asked for")
    if headers.get("Content-Length", str(extent.size)) != str(extent.size):
        raise Distrusted("announced another number of bytes than the range has")
    if headers.get("ETag") != blob.etag:
        raise Distrusted("sent a range of another version than it was asked for")


async def _body(
    response: httpx.Response,
    size: int,
    policy: ReadingPolicy,
) -> bytearray:
    pieces: list[bytes] = []
    position = 0
    began = policy.clock()
    async for piece in response.aiter_raw():
        position += len(piece)
        if position > size:
            raise Distrusted("sent more bytes than the range has")
        pieces.append(piece)
        elapsed = policy.clock() - began
        if elapsed > policy.grace and position < policy.minimum_rate * elapsed:
            raise TryAgain("sends next to nothing")
    if position < size:
        raise TryAgain("broke off before all of a range had come")
    return _joined(pieces, size)


def _joined(pieces: list[bytes], size: int) -> bytearray:
    """One row of bytes: the transport's own buffer, where that holds all of them."""
    whole = memoryview(pieces[0]).obj if pieces else None
    if isinstance(whole, bytearray) and len(whole) == size:
        return whole
    return bytearray().join(pieces)


def md5_of(data: bytes | bytearray | memoryview) -> str:
    """The MD5 as headers have it."""
    return b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()


def _crc64(data: bytearray) -> str:
    return to_header(crc64(data))


CHECKSUMS: Mapping[str, Callable[[bytearray], str]] = MappingProxyType(
    {_CRC64: _crc64, "content-md5": md5_of}
)
"""Headers in which the service tells a range's checksum, and how it is computed."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list of ranges that hold data."""

    ranges: tuple[ByteRange, ...]
    next_marker: str
    """What to ask the next page with; empty after the last."""

    etag: str


async def whole_list(response: httpx.Response, longest: int, of: str) -> bytes:
    """The body of a list of ranges, of blocks, of blobs.

    Args:
        longest: Bytes that it may have.

    Raises:
        Distrusted: It has more.
    """
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > longest:
            raise Distrusted(f"sends a list of {of} that does not end")
    return bytes(body)


async def listing(response: httpx.Response) -> Listing:
    """Read the answer to Get Page Ranges.

    Raises:
        Distrusted: It is cut off, or no such list.
    """
    body = await whole_list(response, _LONGEST_LISTING, "ranges")
    ranges = tuple(
        ByteRange(int(start), int(end) + 1) for start, end in _LISTED.findall(body)
    )
    is_whole = body.rstrip().endswith((b"</PageList>", b"<PageList/>", b"<PageList />"))
    if not is_whole or body.count(b"<PageRange>") != len(ranges):
        raise Distrusted("sent a list of ranges that cannot be read")
    marker = _NEXT_MARKER.search(body)
    etag = response.headers.get("ETag", "")
    return Listing(ranges, unescape(marker[1].decode()) if marker else "", etag)


async def written(response: httpx.Response) -> int | None:
    """The CRC-64 of what a page write has written; None where the service is silent."""
    return from_header(response.headers.get(_CRC64))
