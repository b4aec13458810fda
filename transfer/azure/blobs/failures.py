"""What an answer that is no success means: ask again, or which error it is."""

import re
from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, datetime
from enum import Enum
from types import MappingProxyType

import httpx

from integrity.artifacts.retries import TryAgain, retry_after
from integrity.dataclass import dataclass
from transfer.azure.blobs.address import BlobAddress
from transfer.azure.our_clock import OF_TIME, time_of, wrong_clock
from transfer.copy_errors import (
    AccessDenied,
    ArtifactGone,
    ArtifactReplaced,
    CannotVerifyOrigin,
    ContainerGone,
    CopyError,
    DestinationExists,
    DestinationLost,
    DestinationMissing,
    DestinationUnfit,
    ForeignBlocks,
    Misbehaved,
    NoPageBlobThere,
)

_CODE = re.compile(r"<Code>(\w{1,100})</Code>", re.ASCII)


class Side(Enum):
    """Which end of a copy was spoken to."""

    ARTIFACT = "artifact"
    DESTINATION = "destination"


class Distrusted(TryAgain):
    """An answer broke the protocol, or its bytes are wrong: three times are enough."""


class WrongBytes(Distrusted):
    """Bytes and their checksum do not fit."""


class Unasked(Distrusted):
    """A redirect, or an encoding that nobody asked for."""


class NotOffered(Exception):
    """The service does not do what a header asked for; never leaves this room."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An answer that is no success, as far as it says why."""

    address: BlobAddress
    side: Side
    status: int
    code: str
    """As `x-ms-error-code` or the body has it; empty when neither does."""

    headers: httpx.Headers = field(repr=False)

    @property
    def words(self) -> str:
        """What was answered, with what Azure's support asks for."""
        request_id = self.headers.get("x-ms-request-id", "")
        told = f"answered {self.status} {self.code}".rstrip()
        return f"{told} (request {request_id})" if request_id else told

    def error(self) -> Exception:
        """What to raise: `TryAgain`, `NotOffered`, or a `CopyError`."""
        if origin := self._at_the_origin():
            return origin
        if self.code in _NOT_OFFERED or self.status == 501:
            return NotOffered(self.words)
        if self.side is Side.DESTINATION and self.code in _BY_CODE:
            return self._known(_BY_CODE[self.code])
        if self.code in _WAIT_CODES or self.status in _WAIT_STATUSES:
            pause = retry_after(self.headers.get("Retry-After"))
            return TryAgain(self.words, status=self.status, retry_after=pause)
        return self._by_status()

    def _by_status(self) -> Exception:
        if self.status in (401, 403):
            return AccessDenied(self.address.shown, self._denied())
        if self.status == 412 and self.side is Side.ARTIFACT:
            why = f"is another version by now, or gone: {self.words}"
            return ArtifactReplaced(self.address.shown, why)
        if self.status == 412:
            return self._known(DestinationLost)
        if self.side is Side.ARTIFACT and self.code == "ContainerNotFound":
            return self._known(ContainerGone)
        if self.status in (404, 410):
            return self._known(_GONE[self.side])
        if self.status >= 500:
            kind = TryAgain if self._is_explained else Distrusted
            return kind(self.words, status=self.status)
        return Misbehaved(self.address.shown, self.words)

    @property
    def _is_explained(self) -> bool:
        """Azure names a reason and a request; what does not is no answer of Azure's."""
        return bool(self.code) or "x-ms-request-id" in self.headers

    def _at_the_origin(self) -> Exception | None:
        """What the service met when it read the artifact by itself."""
        status = self.headers.get("x-ms-copy-source-status-code", "")
        code = self.headers.get("x-ms-copy-source-error-code", "")
        if not status.isdecimal():
            return None
        words = f"the service met {status} {code} when it read the artifact".strip()
        if code in _WAIT_CODES or int(status) in (*_WAIT_STATUSES, 500):
            return TryAgain(words, status=int(status))
        known = _ORIGIN.get(int(status), CannotVerifyOrigin)
        return known(self.address.shown, words)

    def _known(self, kind: type[CopyError]) -> CopyError:
        return kind(self.address.shown, self.words)

    def _denied(self) -> str:
        ends, now = self.address.signature_ends, time_of(self.headers)
        if ends and now and ends <= now:
            return f"its signature expired at {ends:%Y-%m-%d %H:%M} UTC"
        verb = "read it" if self.side is Side.ARTIFACT else "write there"
        denied = f"does not let us {verb}: {self.words}"
        is_of_time = self.code in OF_TIME  # it may be of ours, or of somebody's key
        wrong = wrong_clock(now, datetime.now(UTC)) if is_of_time else None
        return f"{denied}; {wrong}" if wrong else denied


def is_deleted(error: CopyError) -> bool:
    """Whether the service itself said that there is no such blob.

    A 404 without one of these codes may be a proxy's, or hide what one may not see.
    """
    is_gone = isinstance(error, ArtifactGone)
    return is_gone and any(code in error.why for code in _NO_SUCH_BLOB)


def error_code(response: httpx.Response, body: bytes) -> str:
    """Why the service refused, in its own word; empty when it does not say."""
    if told := response.headers.get("x-ms-error-code"):
        return str(told)
    found = _CODE.search(body.decode("utf-8", "replace"))
    return found[1] if found else ""


_NO_SUCH_BLOB = ("BlobNotFound", "ContainerNotFound")

_NOT_OFFERED = frozenset(("FeatureNotSupported", "APINotImplemented"))

_WAIT_STATUSES = frozenset((408, 429, 502, 503, 504))

_WAIT_CODES = frozenset(
    (
        "InternalError",
        "OperationTimedOut",
        "ServerBusy",
        "PendingCopyOperation",
        "BlobBeingRehydrated",
    )
)

_GONE: Mapping[Side, type[CopyError]] = MappingProxyType(
    {Side.ARTIFACT: ArtifactGone, Side.DESTINATION: DestinationLost}
)

_ORIGIN: Mapping[int, type[CopyError]] = MappingProxyType(
    {404: ArtifactGone, 410: ArtifactGone, 412: ArtifactReplaced}
)

_BY_CODE: Mapping[str, type[CopyError]] = MappingProxyType(
    {
        "BlobAlreadyExists": DestinationExists,
        "UnauthorizedBlobOverwrite": DestinationExists,
        "ContainerNotFound": DestinationMissing,
        "ContainerBeingDeleted": DestinationUnfit,
        "InvalidBlobType": DestinationUnfit,
        "BlobImmutableDueToPolicy": DestinationUnfit,
        "BlobTypeNotSupported": NoPageBlobThere,
        "InvalidBlobOrBlock": ForeignBlocks,
        "InvalidBlockList": DestinationLost,
        "LeaseLost": DestinationLost,
        "LeaseIdMissing": DestinationLost,
        "LeaseAlreadyPresent": DestinationLost,
        "LeaseIdMismatchWithBlobOperation": DestinationLost,
        "LeaseIdMismatchWithLeaseOperation": DestinationLost,
        "LeaseNotPresentWithBlobOperation": DestinationLost,
        "SourceConditionNotMet": ArtifactReplaced,
        "CannotVerifyCopySource": CannotVerifyOrigin,
    }
)
"""Codes that say more than their status: learn.microsoft.com, Blob service error codes."""
