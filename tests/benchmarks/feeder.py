"""Sends zeros over loopback, so many a second, until nobody takes them any more.

python tests/benchmarks/feeder.py PORT BYTES_A_SECOND
"""

import socket
import sys
import time
from contextlib import suppress

_PIECE = memoryview(bytes(256 * 1024))
_PAUSE = 0.0005


def feed(port: int, rate: int) -> None:
    """Whoever takes less for a moment gets it afterwards."""
    with socket.create_connection(("127.0.0.1", port)) as taker, suppress(OSError):
        began, sent = time.monotonic(), 0
        while True:
            due = int((time.monotonic() - began) * rate)
            while sent < due:
                sent += taker.send(_PIECE[: due - sent])
            time.sleep(_PAUSE)


if __name__ == "__main__":
    feed(*map(int, sys.argv[1:]))
