"""The shortest Python program that hashes a file's chunks by our streams, on all cores.

    python tests/benchmarks/lanes_way.py FILE

As *shortest_way.py*: it loads little, and looks at nothing twice.
"""

import os
import sys
from threading import Thread

from shortest_way import new_buffer, opened, print_told, tell

from integrity.digests.native.sha256 import LANES, Sha256, update_each

_CHUNK = 4 * 2**20
_ROOM = 128 * 2**10
"""Bytes that are read at once: the core's own cache holds those of all lanes."""


def chunks(path: str) -> None:
    """Each core takes as many chunks as it has lanes, again and again."""
    file = opened(path)
    size = os.fstat(file).st_size
    rows = iter(range(0, size, LANES * _CHUNK))
    threads = [
        Thread(target=_hash_rows, args=(file, size, rows))
        for _ in os.sched_getaffinity(0)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _hash_rows(file: int, size: int, rows) -> None:
    rooms = [new_buffer(_ROOM) for _ in range(LANES)]
    for row in rows:
        takes = [
            (Sha256(), room, min(_CHUNK, size - start), file, start)
            for room, start in zip(rooms, range(row, size, _CHUNK), strict=False)
        ]
        update_each(takes)
        for digest, _, _, _, start in takes:
            tell(digest.digest().hex(), f"from {start}")


if __name__ == "__main__":
    chunks(*sys.argv[1:])
    print_told()
