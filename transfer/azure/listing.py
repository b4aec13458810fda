"""What a container holds, page by page, from XML that nobody vouches for."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import field
from datetime import datetime
from urllib.parse import unquote
from xml.parsers import expat

from integrity.artifacts.retries import http_date
from integrity.dataclass import dataclass
from transfer.errors import AnswerUnusable

_MOST_PAGES = 100_000
"""Half a thousand million blobs: a list that is longer has no end."""

_BLOB = ("EnumerationResults", "Blobs", "Blob")
_MARKER = ("EnumerationResults", "NextMarker")


@dataclass(frozen=True, slots=True)
class BlobItem:
    """A blob as a listing tells of it."""

    name: str

    size: int
    """Bytes."""

    changed: datetime | None
    kind: str
    """`PageBlob`, `BlockBlob`, `AppendBlob`; as sent."""

    is_folder: bool = False
    """It is none, but stands for a folder, as data lakes and their tools have it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a container."""

    blobs: tuple[BlobItem, ...]

    marker: str | None
    """Where the next page begins; None after the last. It comes even after no blob."""


async def blobs_by_page(
    page_at: Callable[[str | None], Awaitable[Listing]],
) -> AsyncIterator[tuple[BlobItem, ...]]:
    """All that a container holds, each page as soon as it is here.

    Args:
        page_at: Asks for the page at a marker; None is the first.

    Raises:
        AnswerUnusable: The list goes round in a circle, or has no end.
    """
    seen: set[str] = set()
    page = await page_at(None)
    yield page.blobs
    while (marker := page.marker) is not None:
        if marker in seen:
            raise AnswerUnusable("list a container: goes round in a circle")
        if len(seen) == _MOST_PAGES:
            raise AnswerUnusable(f"list a container: more than {_MOST_PAGES:,} pages")
        seen.add(marker)
        page = await page_at(marker)
        yield page.blobs


@dataclass(slots=True)
class _Reader:
    """Gathers text by the path at which it stands."""

    path: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    blob: dict[str, str] = field(default_factory=dict)
    encoded: bool = False
    blobs: list[BlobItem] = field(default_factory=list)
    marker: str = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.path.append(tag)
        self.text.clear()
        self.encoded = attributes.get("Encoded") == "true"
        if tuple(self.path) == _BLOB:
            self.blob = {}

    def end(self, _: str) -> None:
        path, said = tuple(self.path), "".join(self.text)
        if path == _MARKER:
            self.marker = said
        elif path == _BLOB:
            self.blobs.append(_item(self.blob))
        elif path[:3] == _BLOB:
            # By the path within the blob: its metadata may have names of any kind.
            self.blob["/".join(path[3:])] = unquote(said) if self.encoded else said
            self.encoded = False
        self.path.pop()
        self.text.clear()


def listing_of(raw: bytes) -> Listing:
    """Take one page of a listing apart.

    Raises:
        AnswerUnusable: It is no such XML, or XML that defines things of its own.
    """
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text.append
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, ValueError):
        raise AnswerUnusable("list a container: the answer is no listing") from None
    return Listing(tuple(reader.blobs), reader.marker or None)


def _refuse(*_: object) -> None:
    raise ValueError("a listing defines no entities")


def _item(blob: Mapping[str, str]) -> BlobItem:
    if "Name" not in blob:
        raise ValueError("a blob has a name")
    length = blob.get("Properties/Content-Length", "")
    return BlobItem(
        name=blob["Name"],
        size=int(length) if length.isdecimal() else 0,
        changed=http_date(blob.get("Properties/Last-Modified", "")),
        kind=blob.get("Properties/BlobType", ""),
        is_folder=_stands_for_folder(blob),
    )


def _stands_for_folder(blob: Mapping[str, str]) -> bool:
    """See learn.microsoft.com/azure/storage/blobs/data-lake-storage-known-issues."""
    kind = blob.get("Properties/ResourceType", "")
    mark = blob.get("Metadata/hdi_isfolder", blob.get("Metadata/Hdi_isfolder", ""))
    return kind == "directory" or mark == "true"
