"""Making blobs, and writing block blobs: whole, by blocks, from other addresses."""

import base64
import binascii
from xml.etree import ElementTree as ET

from integrity.sizes import MIB
from transfer.simulator.accounts import Blob, BlobKind
from transfer.simulator.blobs.byte_ranges import stated_range
from transfer.simulator.blobs.calls import (
    LARGEST_PAGE_BLOB,
    PAGE,
    BlobCall,
    BlobRefused,
    bad_header,
    bad_query,
    metadata_of,
    version_headers,
    wrong_kind,
)
from transfer.simulator.blobs.checksums import checked
from transfer.simulator.blobs.conditions import (
    check_creation,
    check_source,
    check_write,
)
from transfer.simulator.messages import Answer
from transfer.simulator.sparse import SparseBytes

_LARGEST_BLOCK = 4000 * MIB
_MOST_BLOCKS = 50_000
_LONGEST_ID = 64

_PROPERTIES = {
    "x-ms-blob-content-type": "Content-Type",
    "x-ms-blob-content-md5": "Content-MD5",
    "x-ms-blob-content-encoding": "Content-Encoding",
    "x-ms-blob-content-language": "Content-Language",
    "x-ms-blob-cache-control": "Cache-Control",
    "x-ms-blob-content-disposition": "Content-Disposition",
}


def put_blob(call: BlobCall) -> Answer:
    """Put Blob: an empty page blob, or a block blob with all its bytes."""
    kind = call.header("x-ms-blob-type")
    if kind == BlobKind.PAGE.value:
        return _put_page_blob(call)
    if kind != BlobKind.BLOCK.value:
        raise bad_header("x-ms-blob-type", kind)
    check_creation(call)
    if call.header("x-ms-copy-source"):
        return _put_from_url(call)
    sums = checked(
        call.request.body,
        call.request.headers,
        md5="content-md5",
        crc64="x-ms-content-crc64",
    )
    blob = _make(call, SparseBytes.of(call.request.body), BlobKind.BLOCK)
    if "Content-MD5" in sums:
        blob.properties["Content-MD5"] = sums["Content-MD5"]
    return _created(blob, sums)


def _put_page_blob(call: BlobCall) -> Answer:
    name = "x-ms-blob-content-length"
    stated = call.header(name)
    if not stated.isdigit() or int(stated) % PAGE or int(stated) > LARGEST_PAGE_BLOB:
        raise bad_header(name, stated)
    if call.request.body:
        raise bad_header("Content-Length", len(call.request.body))
    if call.account.hierarchical:
        why = "Page blobs are not supported for accounts with a hierarchical namespace."
        raise BlobRefused(409, "FeatureNotSupportedForHierarchicalNamespace", why)
    check_creation(call)
    blob = _make(call, SparseBytes(int(stated)), BlobKind.PAGE)
    return _created(blob, {})


def _make(call: BlobCall, content: SparseBytes, kind: BlobKind) -> Blob:
    known = call.container().blobs.get(call.blob_name)
    blob = call.account.put(
        call.container_name, call.blob_name, content, call.now, kind=kind
    )
    blob.lease = known.lease if known else None
    blob.metadata = metadata_of(call.request)
    given = {"x-ms-blob-content-type": call.header("content-type")} | dict(
        call.request.headers
    )
    set_properties(blob, given)
    return blob


def set_properties(blob: Blob, headers: dict[str, str]) -> None:
    """Remember the properties that headers state."""
    for header, name in _PROPERTIES.items():
        if headers.get(header):
            blob.properties[name] = headers[header]


def _created(blob: Blob, sums: dict[str, str]) -> Answer:
    headers = version_headers(blob) | sums | {"x-ms-request-server-encrypted": "true"}
    return Answer(201, headers)


def _put_from_url(call: BlobCall) -> Answer:
    """Put Blob From URL: all bytes of another blob, as a block blob."""
    source = call.read_source(call).blob
    check_source(call, source)
    blob = _make(call, source.content.copy(), BlobKind.BLOCK)
    return _created(blob, {})


def put_block(call: BlobCall) -> Answer:
    """Put Block, or Put Block From URL: kept until a list names it."""
    name = _block_id(call)
    known = call.container().blobs.get(call.blob_name)
    if known is not None and known.kind is not BlobKind.BLOCK:
        raise wrong_kind()
    check_write(call, known)
    from_url = bool(call.header("x-ms-copy-source"))
    data = _read_source(call) if from_url else call.request.body
    prefix = "x-ms-source-" if from_url else ""
    sums = checked(
        data,
        call.request.headers,
        md5=f"{prefix}content-md5",
        crc64="x-ms-source-content-crc64" if from_url else "x-ms-content-crc64",
    )
    if known is None:
        known = _make(call, SparseBytes(0), BlobKind.BLOCK)
        known.is_committed = False
    if any(len(other) != len(name) for other in known.uncommitted):
        why = "The specified blob or block content is invalid."
        raise BlobRefused(400, "InvalidBlobOrBlock", why)
    known.uncommitted[name] = data
    return Answer(201, {**sums, "x-ms-request-server-encrypted": "true"})


def _block_id(call: BlobCall) -> str:
    name = call.request.query.get("blockid", "")
    try:
        size = len(base64.b64decode(name, validate=True))
    except binascii.Error:
        size = 0
    if not 0 < size <= _LONGEST_ID:
        raise bad_query("blockid")
    if len(call.request.body) > _LARGEST_BLOCK:
        raise BlobRefused(413, "RequestBodyTooLarge")
    return name


def _read_source(call: BlobCall) -> bytes:
    source = call.read_source(call).blob
    check_source(call, source)
    size = source.content.size
    if not call.header("x-ms-source-range"):
        return source.content.read(0, size)
    first, last = stated_range(call, "x-ms-source-range")
    if last > size:
        raise BlobRefused(416, "InvalidRange")
    return source.content.read(first, last)


def put_block_list(call: BlobCall) -> Answer:
    """Put Block List: the blob is made of the blocks that the list names."""
    known = call.container().blobs.get(call.blob_name)
    check_creation(call)
    wanted = _listed(call.request.body)
    pieces = [_block(known, place, name) for place, name in wanted]
    content = SparseBytes.of(b"".join(pieces))
    blob = _make(call, content, BlobKind.BLOCK)
    place = 0
    for (_, name), data in zip(wanted, pieces, strict=True):
        blob.blocks[name] = (place, place + len(data))
        place += len(data)
    return _created(blob, {})


def _listed(body: bytes) -> list[tuple[str, str]]:
    try:
        root = ET.fromstring(body)
    except ET.ParseError:
        raise BlobRefused(400, "InvalidXmlDocument") from None
    found = [(entry.tag, entry.text or "") for entry in root]
    if len(found) > _MOST_BLOCKS:
        raise BlobRefused(400, "BlockListTooLong")
    return found


def _block(blob: Blob | None, place: str, name: str) -> bytes:
    """A block's bytes: put since the last commit, or committed before."""
    if blob is not None and place != "Committed" and name in blob.uncommitted:
        return blob.uncommitted[name]
    if blob is not None and place != "Uncommitted" and name in blob.blocks:
        return blob.content.read(*blob.blocks[name])
    raise BlobRefused(400, "InvalidBlockList", "The specified block list is invalid.")
