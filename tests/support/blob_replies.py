"""What a storage service answers, as httpx hears it."""

import httpx

_PIECE = 64 * 1024


class Body(httpx.AsyncByteStream):
    """Bytes in buffers, perhaps fewer or more than were announced, perhaps broken off."""

    def __init__(self, data, *, error=None):
        self._data, self._error = data, error

    async def __aiter__(self):
        for start in range(0, len(self._data), _PIECE):
            yield bytes(self._data[start : start + _PIECE])
        if self._error:
            raise self._error


def reply(status, *, code="", data=b"", error=None, **headers):
    """An answer; names of headers are written with underscores."""
    named = {
        name if "-" in name else name.replace("_", "-"): value
        for name, value in headers.items()
    }
    if code:
        named["x-ms-error-code"] = code
    named.setdefault("content-length", str(len(data)))
    return httpx.Response(
        status,
        headers={k: v for k, v in named.items() if v is not None},
        stream=Body(data, error=error),
    )


def copy_source(status, code):
    """How the service tells that it could not read the artifact."""
    return reply(
        status if status < 500 else 503,
        code="CannotVerifyCopySource",
        x_ms_copy_source_status_code=str(status),
        x_ms_copy_source_error_code=code,
    )


def page_list(ranges, more, *, etag):
    """One page of the list of ranges that hold data."""
    rows = "".join(
        f"<PageRange><Start>{one.start}</Start><End>{one.stop - 1}</End></PageRange>"
        for one in ranges
    )
    text = (
        '<?xml version="1.0" encoding="utf-8"?><PageList>'
        f"{rows}<NextMarker>{more}</NextMarker></PageList>"
    )
    return reply(200, data=text.encode(), etag=etag)
