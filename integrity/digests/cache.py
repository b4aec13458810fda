"""Digests that were computed before: a hint that saves time, never an authority."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self
from zlib import crc32

from integrity.digests.store import Row, Store, StoreKind
from integrity.digests.version import SETTLED_NS, FileVersion
from integrity.sizes import KIB

_WORTH_IT = 64 * KIB
"""Hashing less is quicker than asking."""

_KIND = StoreKind(
    what="digest cache",
    file_name="digests-2.sqlite",
    schema="""
CREATE TABLE IF NOT EXISTS local (
    device INTEGER, inode INTEGER, size INTEGER, mtime_ns INTEGER, ctime_ns INTEGER,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64), crc INTEGER NOT NULL,
    PRIMARY KEY (device, inode, size, mtime_ns, ctime_ns)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS remote (
    url TEXT PRIMARY KEY, etag TEXT NOT NULL, size INTEGER NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64), crc INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
""",
    probes=(
        "SELECT device, sha256, crc FROM local LIMIT 1",
        "SELECT url, etag, size, sha256, crc FROM remote LIMIT 1",
    ),
)

_KEEP_LOCAL = "INSERT OR REPLACE INTO local VALUES (?, ?, ?, ?, ?, ?, ?)"
_KEEP_REMOTE = "INSERT OR REPLACE INTO remote VALUES (?, ?, ?, ?, ?)"


class DigestCache:
    """The sha256 of files and artifacts, by what tells one version from another.

    Several threads and processes may use it at once. Whatever goes wrong with it is
    logged and counts as not remembered.
    """

    def __init__(
        self, directory: Path | None, *, now_ns: Callable[[], int] = time.time_ns
    ) -> None:
        """Use `open`; without a directory nothing is remembered."""
        self._now_ns = now_ns
        self._store = Store(directory, _KIND)

    @classmethod
    @contextmanager
    def open(
        cls, directory: Path, *, now_ns: Callable[[], int] = time.time_ns
    ) -> Iterator[Self]:
        """The cache in a directory, made if need be; idle if nothing can be kept there.

        Args:
            now_ns: The time of day in nanoseconds, as files have it.
        """
        with closing(cls(directory, now_ns=now_ns)) as cache:
            yield cache

    def local(self, version: FileVersion) -> str | None:
        """The sha256 of this version of a local file."""
        key = tuple(version)  # the driver is slower to bind a tuple of a kind
        row = self._store.one(
            "SELECT sha256, crc FROM local"
            " WHERE (device, inode, size, mtime_ns, ctime_ns) = (?, ?, ?, ?, ?)",
            key,
        )
        return row[0] if row and self._is_sound((*key, *row)) else None

    def remember_local(self, version: FileVersion, sha256: str) -> None:
        """Keep it, unless the file is small or was touched a moment ago."""
        is_settled = (
            max(version.mtime_ns, version.ctime_ns) < self._now_ns() - SETTLED_NS
        )
        if is_settled and version.size >= _WORTH_IT:
            self._store.keep((_KEEP_LOCAL, [_with_crc(*version, sha256)]))

    def remote(self, url: str, etag: str) -> tuple[int, str] | None:
        """Size and sha256 of this version of an artifact.

        Args:
            url: Without its query, which may be a secret.
            etag: A weak one names no version: nothing is remembered by it.
        """
        known = self.newest(url)
        return known[1:] if known and known[0] == etag else None

    def newest(self, url: str) -> tuple[str, int, str] | None:
        """Etag, size and sha256 of the version of an artifact that was read last.

        Args:
            url: As for `remote`.
        """
        row = self._store.one(
            "SELECT etag, size, sha256, crc FROM remote WHERE url = ?", (url,)
        )
        if not row or not self._is_sound((url, *row)):
            return None
        return row[0], row[1], row[2]

    def remember_remote(self, url: str, etag: str, *, size: int, sha256: str) -> None:
        """Keep it in place of the version before.

        Raises:
            ValueError: The address has a query, which must not reach a disk.
        """
        if "?" in url or "#" in url:
            raise ValueError("an address in the cache has no query")
        if etag.startswith('"'):
            self._store.keep((_KEEP_REMOTE, [_with_crc(url, etag, size, sha256)]))

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    def _is_sound(self, row: Row) -> bool:
        """Whether a row is as it was written: SQLite does not see a byte that has turned."""
        if _with_crc(*row[:-1]) == row:
            return True
        self._store.distrust(ValueError("a row is not as it was written"))
        return False


def _with_crc(*row: object) -> Row:
    return *row, crc32(repr(row).encode())
