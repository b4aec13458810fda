"""What the operations of a storage account work on, and how they are refused."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import format_datetime

from integrity.dataclass import dataclass
from integrity.sizes import MIB, TIB
from transfer.simulator.accounts import Account, Blob, BlobKind, Container
from transfer.simulator.messages import Answer, Request
from transfer.simulator.tokens import DataRole
from transfer.simulator.world import World

PAGE = 512
LARGEST_WRITE = 4 * MIB
"""Of one Put Page, and of one range that the service adds a checksum to."""

LARGEST_PAGE_BLOB = 8 * TIB


class BlobRefused(Exception):
    """The service does not do it."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message or f"The request was refused: {code}."
        self.headers = dict(headers or {})


@dataclass(frozen=True, slots=True)
class BlobCall:
    """One request to a storage account, taken apart."""

    world: World
    request: Request
    account: Account
    container_name: str
    """Empty when the account itself is meant."""

    blob_name: str
    """Empty when no blob is meant."""

    read_source: Callable[["BlobCall"], "Source"]
    """Finds what `x-ms-copy-source` names, if the caller may read it."""

    role: DataRole = DataRole.NONE
    """What the caller may do by a token."""

    @property
    def now(self) -> datetime:
        """The simulated time."""
        return self.world.now()

    def container(self) -> Container:
        """The container that is meant.

        Raises:
            BlobRefused: It is not there.
        """
        found = self.account.containers.get(self.container_name)
        if found is None:
            why = "The specified container does not exist."
            raise BlobRefused(404, "ContainerNotFound", why)
        return found

    def blob(self) -> Blob:
        """The blob that is meant.

        Raises:
            BlobRefused: It, or its container, is not there.
        """
        found = self.container().blobs.get(self.blob_name)
        if found is None or not found.is_committed:
            raise BlobRefused(404, "BlobNotFound", "The specified blob does not exist.")
        return found

    def page_blob(self) -> Blob:
        """The page blob that is meant.

        Raises:
            BlobRefused: It is not there, or of another kind.
        """
        found = self.blob()
        if found.kind is not BlobKind.PAGE:
            raise wrong_kind()
        return found

    def header(self, name: str) -> str:
        """A header by its lower-case name; empty when it is not there."""
        return self.request.header(name)


@dataclass(frozen=True, slots=True)
class Source:
    """What a copy is made from."""

    account: Account
    container: Container
    blob: Blob
    address: str
    """Without the secret part."""


BlobAct = Callable[[BlobCall], Answer]


def http_date(moment: datetime) -> str:
    """A time as HTTP has it."""
    return format_datetime(moment, usegmt=True)


def bad_header(name: str, value: object) -> BlobRefused:
    """The value of a header cannot be."""
    return BlobRefused(
        400,
        "InvalidHeaderValue",
        "The value for one of the HTTP headers is not in the correct format."
        f" HeaderName: {name} HeaderValue: {value}",
    )


def bad_query(name: str) -> BlobRefused:
    """The value of a parameter in the address cannot be."""
    why = f"Value for one of the query parameters is not valid: {name}"
    return BlobRefused(400, "InvalidQueryParameterValue", why)


def wrong_kind() -> BlobRefused:
    """The blob is not written in the way that was asked for."""
    why = "The blob type is invalid for this operation."
    return BlobRefused(409, "InvalidBlobType", why)


def source_failure(status: int, code: str) -> dict[str, str]:
    """Headers that say how a copy's source was refused to the service itself."""
    return {
        "x-ms-copy-source-status-code": str(status),
        "x-ms-copy-source-error-code": code,
    }


def version_headers(thing: Blob | Container) -> dict[str, str]:
    """ETag and time of the last change."""
    return {"ETag": thing.etag, "Last-Modified": http_date(thing.modified)}


_METADATA = "x-ms-meta-"
_METADATA_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def metadata_of(request: Request) -> dict[str, str]:
    """The metadata that a request states, its names as they are spelled.

    Raises:
        BlobRefused: A name is no identifier of C#, or a value is not ASCII.
    """
    found = {
        request.spelling[name][len(_METADATA) :]: value
        for name, value in request.headers.items()
        if name.startswith(_METADATA)
    }
    for name, value in found.items():
        if not (_METADATA_NAME.fullmatch(name) and value.isascii()):
            why = "The metadata specified is invalid."
            raise BlobRefused(400, "InvalidMetadata", why)
    return found
