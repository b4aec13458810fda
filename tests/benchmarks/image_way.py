"""The least that a proven copy of a disk image takes in Python: what holds data is
received and written, and all of it is hashed in its order meanwhile; and no more.

    python tests/benchmarks/image_way.py URL TARGET

No answer is held against its question, nothing is asked again, nothing is remembered, and
nobody may cancel.
"""

import os
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from http.client import HTTPConnection, HTTPResponse
from threading import local
from urllib.parse import urlsplit
from xml.etree import ElementTree

FLOOR = "shortest Python program"

_AT_ONCE = 8
_AHEAD = 2 * _AT_ONCE
"""Pieces that are asked for before they are hashed: 64 MiB of memory at most."""

_PIECE = 4 * 2**20
"""Bytes, of which a service tells a checksum."""

_ZEROS = memoryview(bytes(256 * 2**10))


class _Blob:
    """A page blob; each thread has a connection of its own."""

    def __init__(self, url: str) -> None:
        self._place = urlsplit(url)
        self._own = local()

    def ask(self, method: str, *more: str, **headers: str) -> HTTPResponse:
        if not hasattr(self._own, "connection"):
            self._own.connection = HTTPConnection(self._place.netloc)
        query = "&".join((self._place.query, *more))
        address = f"{self._place.path}?{query}"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._own.connection.request(method, address, headers=named)
        return self._own.connection.getresponse()

    def size(self) -> int:
        with self.ask("HEAD") as response:
            return int(response.headers["Content-Length"])

    def pieces(self) -> Iterator[tuple[int, int]]:
        """Where there is data, in pieces."""
        with self.ask("GET", "comp=pagelist") as response:
            listed = ElementTree.fromstring(response.read())
        for extent in listed.iter("PageRange"):
            start, last = (int(extent.findtext(name, "")) for name in ("Start", "End"))
            for place in range(start, last + 1, _PIECE):
                yield place, min(place + _PIECE, last + 1)


def copy(url: str, target: str) -> None:
    """The sha256 of the image is printed."""
    blob, digest, done = _Blob(url), sha256(), 0
    size = blob.size()
    file = os.open(target, os.O_RDWR | os.O_CREAT, 0o666)
    os.ftruncate(file, size)

    def receive(start: int, stop: int) -> bytes:
        with blob.ask("GET", x_ms_range=f"bytes={start}-{stop - 1}") as response:
            data = response.read()
        os.pwrite(file, data, start)
        return data

    def hash_zeros(start: int, stop: int) -> None:
        for place in range(start, stop, len(_ZEROS)):
            digest.update(_ZEROS[: stop - place])

    with ThreadPoolExecutor(_AT_ONCE) as threads:
        asked: deque = deque()
        waiting = iter(blob.pieces())
        while True:
            for start, stop in waiting:
                asked.append((start, threads.submit(receive, start, stop)))
                if len(asked) == _AHEAD:
                    break
            if not asked:
                break
            start, received = asked.popleft()
            hash_zeros(done, start)
            digest.update(data := received.result())
            done = start + len(data)
    hash_zeros(done, size)
    os.fdatasync(file)
    sys.stdout.write(f"{digest.hexdigest()}\n")


if __name__ == "__main__":
    copy(*sys.argv[1:])
