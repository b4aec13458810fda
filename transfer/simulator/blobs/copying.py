"""Copies that the service makes by itself: begun, followed, aborted."""

from datetime import datetime, timedelta
from functools import partial

from integrity.sizes import MIB
from transfer.simulator.accounts import Blob, BlobKind, Copy, CopyStatus, new_etag
from transfer.simulator.blobs.calls import (
    BlobCall,
    BlobRefused,
    Source,
    metadata_of,
    version_headers,
    wrong_kind,
)
from transfer.simulator.blobs.conditions import (
    check_creation,
    check_lease,
    check_source,
)
from transfer.simulator.messages import Answer
from transfer.simulator.sparse import SparseBytes

_LARGEST_AT_ONCE = 256 * MIB
"""What Copy Blob From URL copies while the caller waits."""


def copy_blob(call: BlobCall) -> Answer:
    """Copy Blob: begun now, done later; or at once, when that is asked for."""
    check_creation(call)
    source = call.read_source(call)
    check_source(call, source.blob)
    if call.header("x-ms-requires-sync").casefold() == "true":
        return _copy_now(call, source)
    copy = _begin(call, source)
    blob = _destination(call, source, copy)
    if copy.ends <= call.now:
        _finish(source, blob, copy, source.blob.etag, call.now)
    else:
        done = partial(_finish, source, blob, copy, source.blob.etag)
        call.world.agenda.at(copy.ends, done)
    return _accepted(blob, copy)


def _begin(call: BlobCall, source: Source) -> Copy:
    size = source.blob.content.size
    is_near = source.account is call.account
    seconds = 0.0 if is_near else size / call.account.copy_rate
    return Copy(
        call.world.new_id(),
        source.address,
        size,
        call.now,
        call.now + timedelta(seconds=seconds),
    )


def _destination(call: BlobCall, source: Source, copy: Copy) -> Blob:
    """The blob that is copied into: there at once, of the source's kind and size."""
    content = SparseBytes(source.blob.content.size)
    known = call.container().blobs.get(call.blob_name)
    blob = call.account.put(
        call.container_name, call.blob_name, content, call.now, kind=source.blob.kind
    )
    blob.lease = known.lease if known else None
    blob.metadata = metadata_of(call.request) or dict(source.blob.metadata)
    blob.properties = dict(source.blob.properties)
    blob.copy = copy
    return blob


def _finish(source: Source, blob: Blob, copy: Copy, etag: str, now: datetime) -> None:
    if copy.status is not CopyStatus.PENDING:
        return
    copy.ended = now
    still_there = source.container.blobs.get(source.blob.name)
    if still_there is None:
        _fail(blob, copy, "404 BlobNotFound", now)
    elif still_there.etag != etag:
        _fail(blob, copy, "412 ConditionNotMet", now)
    else:
        copy.status = CopyStatus.SUCCESS
        blob.content = source.blob.content.copy()
        blob.blocks = dict(source.blob.blocks)
        blob.touch(now)


def _fail(blob: Blob, copy: Copy, reason: str, now: datetime) -> None:
    """A failed copy leaves a blob of no length, with the source's properties."""
    copy.status = CopyStatus.FAILED
    copy.description = f"{reason} Copy failed when reading the source."
    copy.ended = now
    blob.content = SparseBytes(0)
    blob.touch(now)


def fail_copy(blob: Blob, reason: str, now: datetime) -> None:
    """Let a pending copy fail, as when the SAS of its source has expired.

    Args:
        reason: A status and a code, such as `403 AuthenticationFailed`.
    """
    if blob.copy is not None and blob.copy.status is CopyStatus.PENDING:
        _fail(blob, blob.copy, reason, now)


def _accepted(blob: Blob, copy: Copy) -> Answer:
    headers = version_headers(blob) | {
        "x-ms-copy-id": copy.id,
        "x-ms-copy-status": copy.status.value,
    }
    return Answer(202, headers)


def _copy_now(call: BlobCall, source: Source) -> Answer:
    if source.blob.kind is not BlobKind.BLOCK:
        raise wrong_kind()
    if source.blob.content.size > _LARGEST_AT_ONCE:
        why = "The source is too large to be copied at once."
        raise BlobRefused(409, "CannotVerifyCopySource", why)
    copy = _begin(call, source)
    blob = _destination(call, source, copy)
    _finish(source, blob, copy, source.blob.etag, call.now)
    return _accepted(blob, copy)


def abort_copy(call: BlobCall) -> Answer:
    """Abort Copy Blob: the destination stays, with no bytes in it."""
    blob = call.blob()
    copy = blob.copy
    if copy is None or copy.status is not CopyStatus.PENDING:
        why = "There is currently no pending copy operation."
        raise BlobRefused(409, "NoPendingCopyOperation", why)
    if call.request.query.get("copyid") != copy.id:
        why = "The specified copy ID did not match the copy ID for the pending copy."
        raise BlobRefused(409, "CopyIdMismatch", why)
    check_lease(call, blob)
    copy.status, copy.ended = CopyStatus.ABORTED, call.now
    blob.content = SparseBytes(0)
    blob.etag = new_etag()
    return Answer(204)
