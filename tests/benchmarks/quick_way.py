"""The shortest Python programs for digests that are quicker than sha256, and for holes.

    python tests/benchmarks/quick_way.py one|in_turn|chunks|holes|data ALGORITHM FILE
    python tests/benchmarks/quick_way.py three|three_ahead|mapped FILE

As *shortest_way.py*, of which they are a part that loads more.
"""

import errno
import os
import sys
from collections.abc import Iterator
from hashlib import sha256

from blake3 import blake3
from shortest_way import hash_ahead, new_buffer, opened, print_told, tell
from xxhash import xxh3_128

_START = {"sha256": sha256, "blake3": blake3, "xxh3-128": xxh3_128}
_SIZE = 2**20
"""Bytes that are read at once: still in the core's cache when they are hashed."""

_BUFFER = new_buffer(_SIZE)
_ZEROS = bytes(256 * 2**10)
_IN_TURN = 2 * 2**20
_WIDE = 4 * 2**20
"""With less, the threads of blake3 have not enough to share."""

_CHUNK = 4 * 2**20
_THREADS = os.cpu_count() or 1


def one(algorithm: str, path: str) -> None:
    """Read into one buffer, hash that."""
    _hash(path, _START[algorithm]())


def three(path: str) -> None:
    """The same for each digest that we have."""
    _hash(path, *(start() for start in _START.values()))


def three_ahead(path: str) -> None:
    """One thread reads, and takes the quick ones; another takes sha256."""
    hash_ahead(path, sha256(), blake3(), xxh3_128())


def in_turn(algorithm: str, path: str) -> None:
    """A thread for each core: it reads a piece, and hashes it when it is its turn.

    blake3 has as many threads of its own beside them.
    """
    from threading import Lock, Thread

    is_wide = algorithm == "blake3"
    digest = blake3(max_threads=blake3.AUTO) if is_wide else _START[algorithm]()
    file, piece = opened(path), _WIDE if is_wide else _IN_TURN
    size, turns = os.fstat(file).st_size, [Lock() for _ in range(_THREADS)]
    for turn in turns[1:]:
        turn.acquire()

    def work(mine: int) -> None:
        buffer = new_buffer(piece)
        for start in range(mine * piece, size, _THREADS * piece):
            count = os.preadv(file, (buffer,), start)
            turns[mine].acquire()
            digest.update(buffer[:count])
            turns[(mine + 1) % _THREADS].release()

    threads = [Thread(target=work, args=(mine,)) for mine in range(_THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tell(digest.hexdigest(), path)


def chunks(algorithm: str, path: str) -> None:
    """A digest for each chunk, which whatever thread is free takes."""
    from threading import Thread

    file, start = opened(path), _START[algorithm]
    size = os.fstat(file).st_size
    left = iter(range(0, size, _CHUNK))

    def work() -> None:
        buffer = new_buffer(_SIZE)
        for chunk in left:
            digest, stop = start(), min(chunk + _CHUNK, size)
            for place in range(chunk, stop, _SIZE):
                digest.update(buffer[: os.preadv(file, (buffer,), place)])
            tell(digest.hexdigest(), f"from {chunk}")

    threads = [Thread(target=work) for _ in range(_THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def mapped(path: str) -> None:
    """As b3sum; whoever cuts the file short meanwhile ends the process."""
    digest = blake3(max_threads=blake3.AUTO).update_mmap(path)
    tell(digest.hexdigest(), path)


def holes(algorithm: str, path: str) -> None:
    """What holds nothing is not read: its zeros come from a buffer."""
    file, digest, zeros = opened(path), _START[algorithm](), memoryview(_ZEROS)
    size, done = os.fstat(file).st_size, 0
    for start, stop in (*_data(file), (size, size)):
        for place in range(done, start, len(zeros)):
            digest.update(zeros[: start - place])
        _hash_part(file, start, stop, digest)
        done = stop
    tell(digest.hexdigest(), path)


def data(algorithm: str, path: str) -> None:
    """No zeros at all: what chunks allow, whose digest in a hole is known."""
    file, digest = opened(path), _START[algorithm]()
    for start, stop in _data(file):
        _hash_part(file, start, stop, digest)
    tell(digest.hexdigest(), path)


def _hash(path: str, *digests) -> None:
    file, buffer = opened(path), _BUFFER
    while size := os.readv(file, (buffer,)):
        for digest in digests:
            digest.update(buffer[:size])
    for digest in digests:
        tell(digest.hexdigest(), path)


def _hash_part(file: int, start: int, stop: int, digest) -> None:
    buffer = _BUFFER
    for place in range(start, stop, _SIZE):
        digest.update(buffer[: os.preadv(file, (buffer[: stop - place],), place)])


def _data(file: int) -> Iterator[tuple[int, int]]:
    """Where there is something."""
    stop = 0
    while True:
        try:
            start = os.lseek(file, stop, os.SEEK_DATA)
        except OSError as error:
            if error.errno == errno.ENXIO:  # nothing follows
                return
            raise
        stop = os.lseek(file, start, os.SEEK_HOLE)
        yield start, stop


if __name__ == "__main__":
    way, *words = sys.argv[1:]
    globals()[way](*words)
    print_told()
