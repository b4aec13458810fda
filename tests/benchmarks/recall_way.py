"""The least that digests take which SQLite remembers: stat, one question, print.

    python tests/benchmarks/recall_way.py each FOLDER DATABASE
    python tests/benchmarks/recall_way.py hit FILE DATABASE

It looks at nothing twice, and an error ends it.
"""

import os
import sqlite3
import sys
import time

_ASKED = """
SELECT sha256 FROM local
WHERE (device, inode, size, mtime_ns, ctime_ns) = (?, ?, ?, ?, ?)
"""
_LOOK = "SELECT sha256 FROM local LIMIT 1"


def each(folder: str, database: str) -> None:
    """The digest of every file in a folder."""
    connection = sqlite3.connect(database)
    for entry in os.scandir(folder):
        sys.stdout.write(f"{_digest(connection, entry.path)}  {entry.path}\n")


def hit(file: str, database: str) -> None:
    """The milliseconds of the first question, once SQLite has looked at its file."""
    connection = sqlite3.connect(database)
    connection.execute(_LOOK).fetchone()
    began = time.perf_counter()
    _digest(connection, file)
    sys.stdout.write(f"{(time.perf_counter() - began) * 1000}\n")


def _digest(connection: sqlite3.Connection, path: str) -> str:
    told = os.stat(path)  # noqa: PTH116 -- pathlib takes longer to load
    version = (
        told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns
    )  # fmt: skip
    return connection.execute(_ASKED, version).fetchone()[0]


if __name__ == "__main__":
    way, *words = sys.argv[1:]
    globals()[way](*words)
