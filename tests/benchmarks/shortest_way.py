"""The shortest Python programs that hash files, to which any other can only add.

    python tests/benchmarks/shortest_way.py loop|threads PATH...
    python tests/benchmarks/shortest_way.py mapped|ahead|halves FILE
    python tests/benchmarks/shortest_way.py bare BYTES

They notice no change, keep no order, tell of no progress, and nobody can cancel them.
They load little, because that is all they do for a small file.
"""

import os
import sys
from hashlib import sha256
from mmap import ACCESS_READ, mmap

_SIZE = 2**20
"""Bytes that are read at once."""

_AHEAD_SIZE = 4 * 2**20
"""The same where one thread hands them to another one."""

_LINES: list[str] = []
"""Printed at the end: two threads that print would print into each other's lines."""


def loop(*paths: str) -> None:
    """One file after another, each read into the same buffer and hashed."""
    _hash_each(_files(paths))


def threads(*paths: str) -> None:
    """The same in two threads, each with half of the files."""
    files = _files(paths)
    _in_threads(_hash_each, (files[::2],), (files[1::2],))


def mapped(path: str) -> None:
    """Nothing is copied; but whoever cuts the file short meanwhile ends the process."""
    file = opened(path)
    with mmap(file, 0, access=ACCESS_READ) as data:
        tell(sha256(data).hexdigest(), path)


def ahead(path: str) -> None:
    """One thread reads, another hashes what was read before."""
    hash_ahead(path, sha256())


def halves(path: str) -> None:
    """Two threads, each with one half of the file: its digest is neither of theirs."""
    file = opened(path)
    half = os.fstat(file).st_size // 2
    _in_threads(_hash_part, (file, 0, half), (file, half, half))


def bare(size: str) -> None:
    """So many bytes of no file."""
    data, digest = bytes(_SIZE), sha256()
    for _ in range(int(size) // _SIZE):
        digest.update(data)
    tell(digest.hexdigest(), size)


def hash_ahead(path: str, digest, *beside) -> None:
    """Two threads share the buffers: one reads, and takes the digests beside."""
    from queue import SimpleQueue
    from threading import Thread

    file = opened(path)
    empty, full = SimpleQueue(), SimpleQueue()
    for _ in range(2):
        empty.put(new_buffer(_AHEAD_SIZE))

    def read() -> None:
        size = _AHEAD_SIZE
        while size:
            buffer = empty.get()
            size = os.readv(file, (buffer,))
            for each in beside:
                each.update(buffer[:size])
            full.put((buffer, size))

    reader = Thread(target=read)
    reader.start()
    while (filled := full.get())[1]:
        buffer, size = filled
        digest.update(buffer[:size])
        empty.put(buffer)
    reader.join()
    for each in (digest, *beside):
        tell(each.hexdigest(), path)


def _hash_each(files: list[str]) -> None:
    buffer = new_buffer()
    vector = (buffer,)
    for path in files:
        file = opened(path)
        os.fstat(file)
        size = os.readv(file, vector)
        digest = sha256(buffer[:size])
        while size == _SIZE:  # less is the end
            size = os.readv(file, vector)
            digest.update(buffer[:size])
        os.close(file)
        tell(digest.hexdigest(), path)


def _hash_part(file: int, start: int, size: int) -> None:
    buffer, digest = new_buffer(), sha256()
    for at in range(start, start + size, _SIZE):
        digest.update(buffer[: os.preadv(file, (buffer,), at)])
    tell(digest.hexdigest(), f"from {start}")


def _in_threads(work, *arguments: tuple[object, ...]) -> None:
    from threading import Thread

    started = [Thread(target=work, args=each) for each in arguments]
    for each in started:
        each.start()
    for each in started:
        each.join()


def opened(path: str) -> int:
    """For reading."""
    return os.open(path, os.O_RDONLY | os.O_CLOEXEC)


def new_buffer(size: int = _SIZE) -> memoryview:
    """Whole pages: some processors copy to them faster."""
    return memoryview(mmap(-1, size))


def tell(digest: str, of: str) -> None:
    """In the end."""
    _LINES.append(f"{digest}  {of}\n")


def print_told() -> None:
    """All of it."""
    sys.stdout.writelines(_LINES)


def _files(paths: tuple[str, ...]) -> list[str]:
    files = []
    for path in paths:
        is_folder = os.path.isdir(path)  # noqa: PTH112 -- pathlib takes longer to load
        files += _below(path) if is_folder else [path]
    return files


def _below(folder: str) -> list[str]:
    files = []
    for entry in os.scandir(folder):
        files += _below(entry.path) if entry.is_dir() else [entry.path]
    return files


if __name__ == "__main__":
    way, *words = sys.argv[1:]
    globals()[way](*words)
    print_told()
