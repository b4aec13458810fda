"""Digests that were computed before: a hint that saves time, never an authority."""

import logging
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Self

from integrity.digests.buffers import KIB
from integrity.digests.version import FileVersion

_log = logging.getLogger(__name__)

_FILE_NAME = "digests-1.sqlite"
"""The number is that of the schema: another one is another file."""

_WORTH_IT = 64 * KIB
"""Hashing less is quicker than asking."""

_SETTLED_NS = 2 * 10**9
"""A file written to within one tick of its clock keeps its times: wait this out."""

_BUSY_SECONDS = 1.0

_SCHEMA = """
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS local (
    device INTEGER, inode INTEGER, size INTEGER, mtime_ns INTEGER, ctime_ns INTEGER,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    PRIMARY KEY (device, inode, size, mtime_ns, ctime_ns)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS remote (
    url TEXT PRIMARY KEY, etag TEXT NOT NULL, size INTEGER NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64)
) STRICT, WITHOUT ROWID;
"""

_DAMAGED = frozenset(
    (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
)


class DigestCache:
    """The sha256 of files and artifacts, by what tells one version from another.

    Several threads and processes may use it at once. Whatever goes wrong with it is
    logged and counts as not remembered.
    """

    def __init__(
        self, path: Path | None, *, now_ns: Callable[[], int] = time.time_ns
    ) -> None:
        """Use `open`; without a path nothing is remembered."""
        self._path = path
        self._now_ns = now_ns
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._reopen()

    @classmethod
    @contextmanager
    def open(
        cls, directory: Path, *, now_ns: Callable[[], int] = time.time_ns
    ) -> Iterator[Self]:
        """The cache in a directory; an idle one if nothing can be written there.

        Args:
            now_ns: The time of day in nanoseconds, as files have it.
        """
        usable = directory.is_dir() and os.access(directory, os.W_OK)
        if not usable:
            _log.warning("no digest cache: %s cannot be written to", directory)
        cache = cls(directory / _FILE_NAME if usable else None, now_ns=now_ns)
        with closing(cache):
            yield cache

    def local(self, version: FileVersion) -> str | None:
        """The sha256 of this version of a local file."""
        row = self._ask(
            "SELECT sha256 FROM local WHERE (device, inode, size, mtime_ns, ctime_ns)"
            " = (?, ?, ?, ?, ?)",
            version,
        )
        return str(row[0]) if row else None

    def remember_local(self, version: FileVersion, sha256: str) -> None:
        """Keep it, unless the file is small or was touched a moment ago."""
        is_settled = (
            max(version.mtime_ns, version.ctime_ns) < self._now_ns() - _SETTLED_NS
        )
        if is_settled and version.size >= _WORTH_IT:
            self._ask(
                "INSERT OR REPLACE INTO local VALUES (?, ?, ?, ?, ?, ?)",
                (*version, sha256),
            )

    def remote(self, url: str, etag: str) -> tuple[int, str] | None:
        """Size and sha256 of this version of an artifact.

        Args:
            url: Without its query, which may be a secret.
            etag: A weak one names no version: nothing is remembered by it.
        """
        row = self._ask(
            "SELECT size, sha256 FROM remote WHERE url = ? AND etag = ?", (url, etag)
        )
        return (int(str(row[0])), str(row[1])) if row else None

    def remember_remote(self, url: str, etag: str, *, size: int, sha256: str) -> None:
        """Keep it in place of the version before.

        Raises:
            ValueError: The address has a query, which must not reach a disk.
        """
        if "?" in url or "#" in url:
            raise ValueError("an address in the cache has no query")
        if etag.startswith('"'):
            self._ask(
                "INSERT OR REPLACE INTO remote VALUES (?, ?, ?, ?)",
                (url, etag, size, sha256),
            )

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._drop()

    def _ask(
        self, statement: str, values: tuple[object, ...]
    ) -> tuple[object, ...] | None:
        with self._lock:
            if not self._connection:
                return None
            try:
                row: tuple[object, ...] | None = self._connection.execute(
                    statement, values
                ).fetchone()
            except (sqlite3.Error, OverflowError) as error:
                self._survive(error)
                return None
            return row

    def _survive(self, error: Exception) -> None:
        _log.warning("the digest cache is of no use this time: %s", error)
        if self._path and _is_damage(error):
            self._set_aside(self._path)
            self._reopen()

    def _reopen(self) -> None:
        """Open the file, or a fresh one when it is damaged."""
        for _ in range(2):
            if not self._path:
                return
            try:
                self._connection = _connect(self._path)
            except (sqlite3.Error, OSError) as error:
                _log.warning("the digest cache cannot be opened: %s", error)
                if not _is_damage(error):
                    return
                self._set_aside(self._path)
            else:
                return

    def _set_aside(self, path: Path) -> None:
        """Keep a damaged file under another name, for whoever wants to know."""
        self._drop()
        kept = next(
            name
            for number in count(1)
            if not (name := path.with_name(f"{path.name}.corrupt-{number}")).exists()
        )
        _log.warning("the damaged digest cache is kept as %s", kept)
        with suppress(OSError):  # another process was quicker
            path.rename(kept)
        for companion in ("-wal", "-shm"):
            path.with_name(path.name + companion).unlink(missing_ok=True)

    def _drop(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None


def _is_damage(error: Exception) -> bool:
    return getattr(error, "sqlite_errorcode", None) in _DAMAGED


def _connect(path: Path) -> sqlite3.Connection:
    """Open the file, made if need be, for its owner alone.

    Raises:
        sqlite3.Error: It is damaged, or cannot be written to.
        OSError: It cannot be made.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    connection = sqlite3.connect(
        path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.executescript(_SCHEMA)
        connection.execute("SELECT device, sha256 FROM local LIMIT 1")
        connection.execute("SELECT url, etag, size, sha256 FROM remote LIMIT 1")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
