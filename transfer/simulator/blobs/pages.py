"""Writing page blobs: Put Page, its clearing, and Put Page From URL."""

from transfer.simulator.accounts import Blob
from transfer.simulator.blobs.byte_ranges import page_range, stated_range
from transfer.simulator.blobs.calls import (
    LARGEST_WRITE,
    BlobCall,
    BlobRefused,
    bad_header,
    source_failure,
    version_headers,
)
from transfer.simulator.blobs.checksums import checked
from transfer.simulator.blobs.conditions import check_source, check_write
from transfer.simulator.messages import Answer


def put_page(call: BlobCall) -> Answer:
    """Put Page: update, clear, or take from an address."""
    kind = call.header("x-ms-page-write").casefold()
    if call.header("x-ms-copy-source"):
        return _put_from_url(call)
    if kind == "update":
        return _update(call)
    if kind == "clear":
        return _clear(call)
    raise bad_header("x-ms-page-write", kind)


def _update(call: BlobCall) -> Answer:
    if len(call.request.body) > LARGEST_WRITE:
        raise _too_large()
    blob = call.page_blob()
    start, stop = page_range(call, blob.content.size)
    data = call.request.body
    if len(data) != stop - start:
        raise bad_header("Content-Length", len(data))
    sums = checked(
        data, call.request.headers, md5="content-md5", crc64="x-ms-content-crc64"
    )
    check_write(call, blob)
    blob.content.write(start, data)
    return _written(call, blob, sums)


def _clear(call: BlobCall) -> Answer:
    blob = call.page_blob()
    start, stop = _bodiless_range(call, blob)
    check_write(call, blob)
    blob.content.clear(start, stop)
    return _written(call, blob, {})


def _put_from_url(call: BlobCall) -> Answer:
    """Put Page From URL: the service reads the bytes itself, and says their checksum."""
    blob = call.page_blob()
    start, stop = _bodiless_range(call, blob)
    first, last = stated_range(call, "x-ms-source-range")
    if stop - start != last - first:
        raise bad_header("x-ms-source-range", call.header("x-ms-source-range"))
    if stop - start > LARGEST_WRITE:
        raise _too_large()
    check_write(call, blob)
    origin = call.read_source(call).blob
    check_source(call, origin)
    if last > origin.content.size:
        why = "The source range is invalid for the current size of the resource."
        at_source = source_failure(416, "InvalidRange")
        raise BlobRefused(416, "InvalidRange", why, at_source)
    data = origin.content.read(first, last)
    sums = checked(
        data,
        call.request.headers,
        md5="x-ms-source-content-md5",
        crc64="x-ms-source-content-crc64",
    )
    blob.content.take(start, origin.content, first, last)
    return _written(call, blob, sums)


def _bodiless_range(call: BlobCall, blob: Blob) -> tuple[int, int]:
    """The pages that are meant by a request which must not bring bytes itself."""
    if call.request.body:
        raise bad_header("Content-Length", len(call.request.body))
    return page_range(call, blob.content.size)


def _written(call: BlobCall, blob: Blob, sums: dict[str, str]) -> Answer:
    blob.touch(call.now)
    headers = {
        **version_headers(blob),
        **sums,
        "x-ms-blob-sequence-number": "0",
        "x-ms-request-server-encrypted": "true",
    }
    return Answer(201, headers)


def _too_large() -> BlobRefused:
    why = f"The request body is too large and exceeds the maximum permissible limit {LARGEST_WRITE}"
    return BlobRefused(413, "RequestBodyTooLarge", why)
