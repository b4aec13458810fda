"""The least that bytes of a web server take in Python: received, hashed, and no more.

    python tests/benchmarks/receiving_way.py copy|digest AUTHORITY URL [TARGET|URL...]

No answer is held against its question, nothing is asked again, and nobody may cancel.
"""

import os
import ssl
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

from xxhash import xxh3_128

FLOOR = "shortest Python program"

_CHUNK = 4 * 2**20
_WRITTEN = 128 * 2**10
_PIECE = 2**20
_COPIED_AT_ONCE, _DIGESTED_AT_ONCE = 4, 8


def copy(authority: str, url: str, target: str) -> None:
    """One file by ranges, as a journal would need them: each hashed, and written."""
    path, connect = urlsplit(url).path, _connecting(authority, url)
    connection = connect()
    connection.request("HEAD", path)
    size = int(connection.getresponse().headers["Content-Length"])
    connection.close()
    file = os.open(target, os.O_RDWR | os.O_CREAT, 0o666)
    starts = iter(range(0, size, _CHUNK))

    def take() -> None:
        connection, buffer = connect(), memoryview(bytearray(_CHUNK))
        for start in starts:  # shared by all threads
            extent = {"x-ms-range": f"bytes={start}-{min(start + _CHUNK, size) - 1}"}
            connection.request("GET", path, headers=extent)
            data = buffer[: connection.getresponse().readinto(buffer)]
            xxh3_128(data).digest()
            for at in range(0, len(data), _WRITTEN):
                os.pwrite(file, data[at : at + _WRITTEN], start + at)

    _side_by_side(take, _COPIED_AT_ONCE)
    os.fdatasync(file)


def digest(authority: str, *urls: str) -> None:
    """The sha256 of each of several files."""
    waiting, connect = iter(urls), _connecting(authority, urls[0])

    def take() -> None:
        connection, buffer = connect(), memoryview(bytearray(_PIECE))
        for url in waiting:  # shared by all threads
            connection.request("GET", urlsplit(url).path)
            response, hashed = connection.getresponse(), sha256()
            while size := response.readinto(buffer):
                hashed.update(buffer[:size])
            sys.stdout.write(f"{hashed.hexdigest()}  {Path(url).name}\n")

    _side_by_side(take, min(len(urls), _DIGESTED_AT_ONCE))


def _connecting(authority: str, url: str) -> Callable[[], HTTPConnection]:
    place = urlsplit(url)
    if place.scheme == "http":
        return lambda: HTTPConnection(place.netloc)
    trust = ssl.create_default_context(cafile=authority)
    return lambda: HTTPSConnection(place.netloc, context=trust)


def _side_by_side(take: Callable[[], None], count: int) -> None:
    with ThreadPoolExecutor(count) as threads:
        for ended in [threads.submit(take) for _ in range(count)]:
            ended.result()


if __name__ == "__main__":
    {"copy": copy, "digest": digest}[sys.argv[1]](*sys.argv[2:])
