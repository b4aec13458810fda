"""Reading blobs: their properties, their bytes, and which pages of them there are."""

import base64
from functools import partial
from xml.sax.saxutils import escape

from transfer.simulator.accounts import Blob, BlobKind
from transfer.simulator.blobs.byte_ranges import asked_range
from transfer.simulator.blobs.calls import (
    LARGEST_WRITE,
    PAGE,
    BlobCall,
    BlobRefused,
    bad_query,
    http_date,
    version_headers,
)
from transfer.simulator.blobs.checksums import crc64_of, md5_of
from transfer.simulator.blobs.conditions import check_read
from transfer.simulator.messages import Answer, Streamed, xml_answer

_MOST_RANGES = 10_000
"""In one answer of Get Page Ranges."""


def _headers(call: BlobCall, blob: Blob) -> dict[str, str]:
    headers = {
        **version_headers(blob),
        **blob.properties,
        **{f"x-ms-meta-{name}": value for name, value in blob.metadata.items()},
        "Accept-Ranges": "bytes",
        "x-ms-blob-type": blob.kind.value,
        "x-ms-creation-time": http_date(blob.created),
        "x-ms-server-encrypted": "true",
        **lease_headers(call, blob),
        **copy_headers(call, blob),
    }
    if blob.kind is BlobKind.PAGE:
        headers["x-ms-blob-sequence-number"] = "0"
    return headers


def lease_headers(call: BlobCall, blob: Blob) -> dict[str, str]:
    """Whether and how a blob is leased."""
    lease = blob.lease
    if lease is None:
        return {"x-ms-lease-status": "unlocked", "x-ms-lease-state": "available"}
    if not lease.is_active(call.now):
        state = "broken" if lease.broken else "expired"
        return {"x-ms-lease-status": "unlocked", "x-ms-lease-state": state}
    return {
        "x-ms-lease-status": "locked",
        "x-ms-lease-state": "leased",
        "x-ms-lease-duration": "infinite" if lease.expires is None else "fixed",
    }


def copy_headers(call: BlobCall, blob: Blob) -> dict[str, str]:
    """How the service's own copy into a blob goes."""
    copy = blob.copy
    if copy is None:
        return {}
    headers = {
        "x-ms-copy-id": copy.id,
        "x-ms-copy-source": copy.address,
        "x-ms-copy-status": copy.status.value,
        "x-ms-copy-progress": f"{copy.done(call.now)}/{copy.total}",
    }
    if copy.description:
        headers["x-ms-copy-status-description"] = copy.description
    if copy.ended is not None:
        headers["x-ms-copy-completion-time"] = http_date(copy.ended)
    return headers


def get_properties(call: BlobCall) -> Answer:
    """Get Blob Properties: what there is to know without the bytes."""
    blob = call.blob()
    check_read(call, blob)
    headers = _headers(call, blob) | {"Content-Length": str(blob.content.size)}
    return Answer(200, headers)


def get_blob(call: BlobCall) -> Answer:
    """Get Blob: all bytes or a range, with a checksum of a small range on request."""
    blob = call.blob()
    check_read(call, blob)
    if call.header("x-ms-structured-body"):
        why = "Structured messages are not simulated."
        raise BlobRefused(400, "UnsupportedHeader", why)
    size = blob.content.size
    asked = asked_range(call, size)
    headers = _headers(call, blob)
    if asked is None:
        _refuse_checksums(call)
        return Answer(200, headers, _body(blob, 0, size))
    start, stop = asked
    stored = headers.pop("Content-MD5", None)
    if stored is not None:
        headers["x-ms-blob-content-md5"] = stored
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    headers |= _checksums(call, blob, start, stop)
    return Answer(206, headers, _body(blob, start, stop))


_MD5 = "x-ms-range-get-content-md5"
_CRC64 = "x-ms-range-get-content-crc64"


def _refuse_checksums(call: BlobCall) -> None:
    for name in (_MD5, _CRC64):
        if call.header(name).casefold() == "true":
            why = f"{name} is only for a range."
            raise BlobRefused(400, "InvalidHeaderValue", why)


def _checksums(call: BlobCall, blob: Blob, start: int, stop: int) -> dict[str, str]:
    wanted = [name for name in (_MD5, _CRC64) if call.header(name).casefold() == "true"]
    if not wanted:
        return {}
    if stop - start > LARGEST_WRITE or len(wanted) > 1:
        why = "One of the request inputs is out of range."
        raise BlobRefused(400, "OutOfRangeInput", why)
    data = blob.content.read(start, stop)
    if wanted == [_MD5]:
        return {"Content-MD5": md5_of(data)}
    return {"x-ms-content-crc64": crc64_of(data)}


def _body(blob: Blob, start: int, stop: int) -> bytes | Streamed:
    if stop - start <= LARGEST_WRITE:
        return blob.content.read(start, stop)
    content = blob.content.copy()  # later writes do not reach into this answer
    return Streamed(stop - start, partial(content.pieces, start, stop))


def page_ranges(call: BlobCall) -> Answer:
    """Get Page Ranges: what was written, neighbours joined, in pages of its own."""
    blob = call.page_blob()
    check_read(call, blob)
    if "prevsnapshot" in call.request.query:
        why = "Differences between snapshots are not simulated."
        raise BlobRefused(400, "UnsupportedQueryParameter", why)
    size = blob.content.size
    start, stop = asked_range(call, size) or (0, size)
    if start % PAGE or stop % PAGE:
        why = "The page range specified is invalid."
        raise BlobRefused(416, "InvalidPageRange", why)
    start = max(start, _marked(call))
    most = _limit(call)
    found = blob.content.ranges(start, stop)
    body = "".join(_range_xml(*bounds) for bounds in found[:most])
    if len(found) > most:
        marker = base64.b64encode(f"{found[most][0]}".encode()).decode()
        body += f"<NextMarker>{marker}</NextMarker>"
    headers = version_headers(blob) | {"x-ms-blob-content-length": str(size)}
    return xml_answer(f"<PageList>{body}</PageList>", headers)


def _range_xml(start: int, stop: int) -> str:
    return f"<PageRange><Start>{start}</Start><End>{stop - 1}</End></PageRange>"


def _marked(call: BlobCall) -> int:
    marker = call.request.query.get("marker")
    try:
        return int(base64.b64decode(marker)) if marker else 0
    except ValueError:
        raise bad_query("marker") from None


def _limit(call: BlobCall) -> int:
    stated = call.request.query.get("maxresults")
    if stated is None:
        return _MOST_RANGES
    if not stated.isdigit() or int(stated) < 1:
        raise bad_query("maxresults")
    return min(int(stated), _MOST_RANGES)


def get_block_list(call: BlobCall) -> Answer:
    """Get Block List: the blocks of a blob, and those put for it since."""
    container = call.container()
    blob = container.blobs.get(call.blob_name)
    if blob is None or blob.kind is not BlobKind.BLOCK:
        raise BlobRefused(404, "BlobNotFound", "The specified blob does not exist.")
    wanted = call.request.query.get("blocklisttype", "committed").casefold()
    committed = {name: stop - start for name, (start, stop) in blob.blocks.items()}
    uncommitted = {name: len(data) for name, data in blob.uncommitted.items()}
    body = _blocks_xml("CommittedBlocks", committed if wanted != "uncommitted" else {})
    body += _blocks_xml(
        "UncommittedBlocks", uncommitted if wanted != "committed" else {}
    )
    headers = {"x-ms-blob-content-length": str(blob.content.size)}
    if blob.is_committed:
        headers |= version_headers(blob)
    return xml_answer(f"<BlockList>{body}</BlockList>", headers)


def _blocks_xml(title: str, sizes: dict[str, int]) -> str:
    rows = (
        f"<Block><Name>{escape(name)}</Name><Size>{size}</Size></Block>"
        for name, size in sizes.items()
    )
    return f"<{title}>{''.join(rows)}</{title}>"
