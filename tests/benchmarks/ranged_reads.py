"""What a service takes for reading a blob by ranges, whoever asks: the bytes are dropped."""

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import SplitResult, urlsplit

from azurite import API_VERSION

_PIECE = 256 * 1024


def seconds_for(url: str, *, size: int, each: int, at_once: int) -> float:
    """Read `size` bytes in ranges of `each`, over `at_once` connections; wall seconds."""
    address = urlsplit(url)

    def read(start: int) -> None:
        _read(address, start, min(start + each, size))

    began = time.monotonic()
    with ThreadPoolExecutor(at_once) as threads:
        list(threads.map(read, range(0, size, each)))
    return time.monotonic() - began


def _read(address: SplitResult, start: int, stop: int) -> None:
    """Read one range over a connection of its own.

    Raises:
        SystemExit: Other bytes came than were asked for.
    """
    headers = {"x-ms-range": f"bytes={start}-{stop - 1}", "x-ms-version": API_VERSION}
    connection = http.client.HTTPConnection(address.hostname, address.port)
    with closing(connection):
        connection.request("GET", f"{address.path}?{address.query}", headers=headers)
        response = connection.getresponse()
        taken = 0
        while piece := response.read(_PIECE):
            taken += len(piece)
    if taken != stop - start:
        raise SystemExit(f"read {taken:,} bytes of {stop - start:,}")
