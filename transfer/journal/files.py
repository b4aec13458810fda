"""The journal's file: how it is opened, checked, and set aside when it is damaged."""

import errno
import logging
import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from integrity.damage import set_aside
from integrity.sizes import MIB
from transfer.copy_errors import CopyError, DiskFailed
from transfer.journal.errors import JournalLocked, JournalTooNew
from transfer.journal.locks import locker_of
from transfer.shortages import DiskFull

_log = logging.getLogger(__name__)

BUSY_SECONDS = 5.0

_SCHEMA_VERSION = 2
_PLAUSIBLE = 1000
"""A schema's number beyond this comes from damage, not from the future."""

_ROOM = 16 * MIB
"""Bytes: what a journal of a terabyte needs."""

_PRAGMAS = """
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA foreign_keys = ON;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
"""

_SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS job (
    job_id TEXT NOT NULL PRIMARY KEY CHECK (length(job_id) = 36),
    artifact TEXT NOT NULL,
    destination TEXT NOT NULL,
    etag TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size >= 0),
    chunk INTEGER NOT NULL CHECK (chunk > 0),
    strategy TEXT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('active', 'publishing', 'done', 'given up')),
    sha256 TEXT NOT NULL CHECK (length(sha256) IN (0, 64)),
    receipt TEXT NOT NULL,
    terms TEXT NOT NULL DEFAULT '{{}}',
    updated REAL NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS one_at_a_time ON job (artifact, destination)
    WHERE state IN ('active', 'publishing');
CREATE TABLE IF NOT EXISTS lease (
    job TEXT NOT NULL PRIMARY KEY REFERENCES job ON DELETE CASCADE,
    pid INTEGER NOT NULL,
    boot TEXT NOT NULL,
    started INTEGER NOT NULL,
    nonce TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS chunk (
    job TEXT NOT NULL REFERENCES job ON DELETE CASCADE,
    idx INTEGER NOT NULL CHECK (idx >= 0),
    xxh3 BLOB NOT NULL CHECK (length(xxh3) IN (0, 16)),
    crc64 BLOB NOT NULL CHECK (length(crc64) IN (0, 8)),
    vouched INTEGER NOT NULL CHECK (vouched IN (0, 1)),
    PRIMARY KEY (job, idx)
) STRICT, WITHOUT ROWID;
PRAGMA user_version = {_SCHEMA_VERSION};
COMMIT;
"""

_MIGRATIONS = {
    1: """
BEGIN IMMEDIATE;
ALTER TABLE job ADD COLUMN terms TEXT NOT NULL DEFAULT '{}';
PRAGMA user_version = 2;
COMMIT;
"""
}
"""What makes the next schema of each older one."""

_LOOK = (
    "SELECT job_id, artifact, destination, etag, size, chunk, strategy, state,"
    " sha256, receipt, terms, updated FROM job LIMIT 1",
    "SELECT job, pid, boot, started, nonce FROM lease LIMIT 1",
    "SELECT job, idx, xxh3, crc64, vouched FROM chunk LIMIT 1",
)

_FULL = sqlite3.SQLITE_FULL
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_NOT_WRITABLE = (
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
)


def connect(path: Path, busy_seconds: float) -> sqlite3.Connection:
    """Open the file, made if need be, for its owner alone.

    Raises:
        JournalTooNew: A newer version of this program has written it.
        sqlite3.DatabaseError: It is damaged, or locked.
        OSError: It cannot be made or written to.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make(path)
    connection = sqlite3.connect(
        path, timeout=busy_seconds, isolation_level=None, check_same_thread=False
    )
    try:
        _prepare(connection, path)
    except sqlite3.OperationalError as error:
        connection.close()
        if _primary(error) in _NOT_WRITABLE:
            raise PermissionError(None, str(error), str(path)) from error
        raise
    except UnicodeDecodeError as error:  # of a name in a damaged schema
        connection.close()
        raise sqlite3.DatabaseError("damaged: a name is no text") from error
    except BaseException:  # nobody else could close it
        connection.close()
        raise
    connection.text_factory = _lenient
    return connection


def _make(path: Path) -> None:
    """Make the file if it is not there; one that is there is not opened.

    To close any descriptor of it would let go of all locks that this process has on it:
    others would then throw away the log that our other connections still read.
    """
    with suppress(FileExistsError):
        os.close(
            os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        )
    effective = os.access in os.supports_effective_ids
    if not os.access(path, os.R_OK | os.W_OK, effective_ids=effective):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def _lenient(text: bytes) -> str:
    """Text out of a damaged row must not be what a copy fails by."""
    return text.decode("utf-8", "replace")


def in_memory() -> sqlite3.Connection:
    """A journal that ends with the process."""
    connection = sqlite3.connect(
        ":memory:", isolation_level=None, check_same_thread=False
    )
    _prepare(connection, Path(":memory:"))
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.executescript(_PRAGMAS)
    (told,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if told != "ok" or not 0 <= version <= _PLAUSIBLE:
        raise sqlite3.DatabaseError(f"damaged: {told}")
    if version > _SCHEMA_VERSION:
        raise JournalTooNew(str(path), f"its schema has the number {version}")
    if version == 0:
        connection.executescript(_SCHEMA)
    for older in range(version or _SCHEMA_VERSION, _SCHEMA_VERSION):
        _migrate(connection, older)
    for look in _LOOK:
        connection.execute(look).fetchone()


def _migrate(connection: sqlite3.Connection, older: int) -> None:
    try:
        connection.executescript(_MIGRATIONS[older])
    except sqlite3.OperationalError:
        connection.rollback()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == older:  # else another process was quicker
            raise


def set_aside_if_damaged(path: Path, error: sqlite3.DatabaseError) -> bool:
    """Keep a damaged file under another name; whether it was damaged."""
    if _primary(error) in (*_BUSY, _FULL, sqlite3.SQLITE_IOERR):
        return False
    kept = set_aside(path)
    _log.warning("the journal is damaged (%s) and kept as %s", error, kept)
    return True


def translated(error: sqlite3.Error, shown: str) -> CopyError:
    """What SQLite has met, as somebody can act on it."""
    code = _primary(error)
    if code in _BUSY:
        return JournalLocked(shown, locker_of(Path(shown)))
    if code == _FULL:
        return DiskFull(shown, _ROOM)
    return DiskFailed(shown, f"the journal cannot be used: {error}")


def _primary(error: sqlite3.Error) -> int:
    """The primary one of SQLite's codes; 0 when there is none."""
    code = getattr(error, "sqlite_errorcode", None)
    return (code or 0) & 0xFF
