"""The shortest Python programs that hash one file by our extension.

    python tests/benchmarks/extension_way.py loop|ahead FILE

What is above the programs in C is the start of a Python that loads the extension and
calls it: no program of Python can do without.
"""

import os
import sys
from mmap import mmap

sys.path[:0] = [__file__.rpartition("/tests/")[0]]

from integrity.digests.native.sha256 import Sha256, update_ahead, update_each


def loop(stream: Sha256, size: int, file: int) -> None:
    """One thread reads and hashes, in one call."""
    update_each([(stream, mmap(-1, 2**20), size, file)])


def ahead(stream: Sha256, size: int, file: int) -> None:
    """One thread reads, another hashes, in calls of a twentieth of a second."""
    room, done = mmap(-1, 4 * 2**20), 0
    while done < size:
        done += update_ahead((stream, room, size - done, file, done))


if __name__ == "__main__":
    way, path = sys.argv[1:]
    opened, digest = os.open(path, os.O_RDONLY), Sha256()
    {"loop": loop, "ahead": ahead}[way](digest, os.fstat(opened).st_size, opened)
    sys.stdout.write(f"{digest.digest().hex()}  {path}\n")
