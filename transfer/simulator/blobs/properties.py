"""Changing a blob without its bytes: metadata, properties, leases, deletion."""

from datetime import timedelta

from transfer.simulator.accounts import Blob, BlobKind, Lease
from transfer.simulator.blobs.blocks import set_properties
from transfer.simulator.blobs.calls import (
    PAGE,
    BlobCall,
    BlobRefused,
    bad_header,
    metadata_of,
    version_headers,
)
from transfer.simulator.blobs.conditions import check_write
from transfer.simulator.messages import Answer

_SHORTEST, _LONGEST, _ENDLESS = 15, 60, -1


def set_metadata(call: BlobCall) -> Answer:
    """Set Blob Metadata: all of it anew."""
    blob = call.blob()
    check_write(call, blob)
    blob.metadata = metadata_of(call.request)
    blob.touch(call.now)
    return Answer(200, version_headers(blob))


def set_blob_properties(call: BlobCall) -> Answer:
    """Set Blob Properties, and the size of a page blob."""
    blob = call.blob()
    check_write(call, blob)
    size = call.header("x-ms-blob-content-length")
    if size:
        if not size.isdigit() or int(size) % PAGE or blob.kind is not BlobKind.PAGE:
            raise bad_header("x-ms-blob-content-length", size)
        blob.content.resize(int(size))
    set_properties(blob, dict(call.request.headers))
    blob.touch(call.now)
    return Answer(200, version_headers(blob))


def delete_blob(call: BlobCall) -> Answer:
    """Delete Blob."""
    blob = call.blob()
    check_write(call, blob)
    del call.container().blobs[call.blob_name]
    return Answer(202, {"x-ms-delete-type-permanent": "true"})


def lease_blob(call: BlobCall) -> Answer:
    """Lease Blob: acquire, renew, change, release, break."""
    action = call.header("x-ms-lease-action").casefold()
    blob = call.blob()
    if action == "acquire":
        return _acquire(call, blob)
    if blob.lease is None:
        why = "There is currently no lease on the blob."
        raise BlobRefused(409, "LeaseNotPresentWithLeaseOperation", why)
    acts = {"renew": _renew, "change": _change, "release": _release, "break": _break}
    if action not in acts:
        raise bad_header("x-ms-lease-action", action)
    return acts[action](call, blob, blob.lease)


def _acquire(call: BlobCall, blob: Blob) -> Answer:
    seconds = _duration(call)
    wanted = call.header("x-ms-proposed-lease-id") or call.world.new_id()
    lease = blob.lease
    if lease is not None and lease.is_active(call.now) and lease.id != wanted:
        why = "There is already a lease present."
        raise BlobRefused(409, "LeaseAlreadyPresent", why)
    ends = None if seconds == _ENDLESS else call.now + timedelta(seconds=seconds)
    blob.lease = Lease(wanted, seconds, ends)
    return _told(blob, 201, wanted)


def _duration(call: BlobCall) -> int:
    text = call.header("x-ms-lease-duration")
    try:
        seconds = int(text)
    except ValueError:
        raise bad_header("x-ms-lease-duration", text) from None
    if seconds != _ENDLESS and not _SHORTEST <= seconds <= _LONGEST:
        raise bad_header("x-ms-lease-duration", text)
    return seconds


def _check_holder(call: BlobCall, lease: Lease) -> None:
    if call.header("x-ms-lease-id") != lease.id:
        why = "The lease ID specified did not match the lease ID for the blob."
        raise BlobRefused(409, "LeaseIdMismatchWithLeaseOperation", why)


def _renew(call: BlobCall, blob: Blob, lease: Lease) -> Answer:
    _check_holder(call, lease)
    if lease.broken:
        why = "The lease ID matched, but the lease has been broken."
        raise BlobRefused(409, "LeaseIsBrokenAndCannotBeRenewed", why)
    if lease.seconds != _ENDLESS:
        lease.expires = call.now + timedelta(seconds=lease.seconds)
    return _told(blob, 200, lease.id)


def _change(call: BlobCall, blob: Blob, lease: Lease) -> Answer:
    _check_holder(call, lease)
    lease.id = call.header("x-ms-proposed-lease-id") or lease.id
    return _told(blob, 200, lease.id)


def _release(call: BlobCall, blob: Blob, lease: Lease) -> Answer:
    _check_holder(call, lease)
    blob.lease = None
    return Answer(200, version_headers(blob))


def _break(_: BlobCall, blob: Blob, lease: Lease) -> Answer:
    lease.broken = True
    return Answer(202, version_headers(blob) | {"x-ms-lease-time": "0"})


def _told(blob: Blob, status: int, lease_id: str) -> Answer:
    return Answer(status, version_headers(blob) | {"x-ms-lease-id": lease_id})
