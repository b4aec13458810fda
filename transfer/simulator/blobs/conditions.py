"""Conditions of requests: ETags, times of change, and leases."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from transfer.simulator.accounts import Blob, CopyStatus
from transfer.simulator.blobs.calls import BlobCall, BlobRefused, bad_header

_NAMES = ("if-match", "if-none-match", "if-modified-since", "if-unmodified-since")


def _matches(stated: str, etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/").strip('"') for tag in stated.split(",")]
    return stated.strip() == "*" or etag.strip('"') in tags


def _time(name: str, text: str) -> datetime:
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except ValueError:
        raise bad_header(name, text) from None


def _failing(
    headers: Mapping[str, str], prefix: str, etag: str, modified: datetime
) -> str | None:
    """The first condition that does not hold."""
    modified = modified.replace(microsecond=0)
    stated = {name: headers.get(f"{prefix}{name}") for name in _NAMES}
    if stated["if-match"] and not _matches(stated["if-match"], etag):
        return "if-match"
    if stated["if-none-match"] and _matches(stated["if-none-match"], etag):
        return "if-none-match"
    since = stated["if-modified-since"]
    if since and modified <= _time("If-Modified-Since", since):
        return "if-modified-since"
    since = stated["if-unmodified-since"]
    if since and modified > _time("If-Unmodified-Since", since):
        return "if-unmodified-since"
    return None


_FOR_READERS = ("if-none-match", "if-modified-since")


def check_read(call: BlobCall, blob: Blob) -> None:
    """Hold a blob that is to be read against the conditions of the request.

    Raises:
        BlobRefused: 412, or 304 when the reader has it already.
    """
    failing = _failing(call.request.headers, "", blob.etag, blob.modified)
    if failing in _FOR_READERS:
        raise BlobRefused(304, "ConditionNotMet", headers={"ETag": blob.etag})
    if failing is not None:
        raise _not_met()


def check_write(call: BlobCall, blob: Blob | None) -> None:
    """Hold a blob that is to be written against conditions, leases, and policies.

    Args:
        blob: None when it is not there yet; blocks alone are no blob.

    Raises:
        BlobRefused: Somebody else holds a lease, or a condition does not hold.
    """
    if blob is None or not blob.is_committed:
        if call.header("if-match"):
            raise _not_met()
        return
    if call.container().immutable:
        why = (
            "This operation is not permitted as the blob is immutable due to a policy."
        )
        raise BlobRefused(409, "BlobImmutableDueToPolicy", why)
    check_lease(call, blob)
    if blob.copy is not None and blob.copy.status is CopyStatus.PENDING:
        why = "There is currently a pending copy operation."
        raise BlobRefused(409, "PendingCopyOperation", why)
    failing = _failing(call.request.headers, "", blob.etag, blob.modified)
    if failing is not None:
        raise _not_met()


def check_creation(call: BlobCall) -> None:
    """Hold a blob that is to be made, or made anew, against the request's conditions.

    Raises:
        BlobRefused: It is there and must not be, or as for `check_write`.
    """
    blob = call.container().blobs.get(call.blob_name)
    is_there = blob is not None and blob.is_committed
    if is_there and call.header("if-none-match") == "*":
        why = "The specified blob already exists."
        raise BlobRefused(409, "BlobAlreadyExists", why)
    check_write(call, blob)


def check_source(call: BlobCall, blob: Blob) -> None:
    """Hold what is copied from against the `x-ms-source-if-…` conditions.

    Raises:
        BlobRefused: One does not hold.
    """
    start = "x-ms-source-"
    if _failing(call.request.headers, start, blob.etag, blob.modified) is not None:
        why = "The source condition specified using HTTP conditional header(s) is not met."
        raise BlobRefused(412, "SourceConditionNotMet", why)


def check_lease(call: BlobCall, blob: Blob) -> None:
    """Let only the holder of a lease write.

    Raises:
        BlobRefused: The blob is leased to somebody else, or the lease is over.
    """
    stated, lease = call.header("x-ms-lease-id"), blob.lease
    active = lease is not None and lease.is_active(call.now)
    if active and not stated:
        why = "There is currently a lease on the blob and no lease ID was specified."
        raise BlobRefused(412, "LeaseIdMissing", why)
    if not stated:
        return
    if lease is None:
        why = "There is currently no lease on the blob."
        raise BlobRefused(412, "LeaseNotPresentWithBlobOperation", why)
    if lease.id != stated:
        why = "The lease ID specified did not match the lease ID for the blob."
        raise BlobRefused(412, "LeaseIdMismatchWithBlobOperation", why)
    if not active:
        why = "A lease ID was specified, but the lease for the blob has expired."
        raise BlobRefused(412, "LeaseLost", why)


def _not_met() -> BlobRefused:
    why = "The condition specified using HTTP conditional header(s) is not met."
    return BlobRefused(412, "ConditionNotMet", why)
