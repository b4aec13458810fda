"""Ranges in headers."""

import re

from transfer.simulator.blobs.calls import PAGE, BlobCall, BlobRefused, bad_header

_RANGE = re.compile(r"bytes=(?P<first>\d+)-(?P<last>\d*)")


def asked_range(call: BlobCall, size: int) -> tuple[int, int] | None:
    """Begin and end of the range that is asked for; None: the whole.

    Raises:
        BlobRefused: It begins beyond the end, or is no range.
    """
    text = call.header("x-ms-range") or call.header("range")
    if not text:
        return None
    match = _RANGE.fullmatch(text)
    if match is None:
        raise bad_header("Range", text)
    first = int(match["first"])
    stop = int(match["last"]) + 1 if match["last"] else size
    if first >= size or stop <= first:
        why = "The range specified is invalid for the current size of the resource."
        raise BlobRefused(
            416, "InvalidRange", why, {"Content-Range": f"bytes */{size}"}
        )
    return first, min(stop, size)


def stated_range(call: BlobCall, *names: str) -> tuple[int, int]:
    """Begin and end of a range that must be stated whole.

    Raises:
        BlobRefused: It is missing, open, or no range.
    """
    text = next((found for name in names if (found := call.header(name))), "")
    match = _RANGE.fullmatch(text)
    if match is None or not match["last"]:
        raise bad_header(names[0], text)
    start, stop = int(match["first"]), int(match["last"]) + 1
    if stop <= start:
        raise bad_header(names[0], text)
    return start, stop


def page_range(call: BlobCall, size: int) -> tuple[int, int]:
    """Begin and end of whole pages within a blob.

    Raises:
        BlobRefused: They are no whole pages, or go beyond the end.
    """
    start, stop = stated_range(call, "x-ms-range", "range")
    if start % PAGE or stop % PAGE or stop > size:
        why = "The page range specified is invalid."
        raise BlobRefused(416, "InvalidPageRange", why)
    return start, stop
