"""A small SQLite file that nobody depends on: damaged, busy or missing, work goes on."""

import logging
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from integrity.damage import set_aside

_log = logging.getLogger(__name__)

_BUSY_SECONDS = 1.0

_PRAGMAS = """
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
"""

_DAMAGED = frozenset(
    (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
)

_TROUBLE = (sqlite3.Error, OverflowError, UnicodeDecodeError)
"""A number is too large to be kept; a damaged name in a message of SQLite's is no text."""

Row = tuple[Any, ...]
"""Values as SQLite has them: text, numbers, None."""

STRANGE = (
    ArithmeticError, LookupError, OSError, RecursionError, TypeError, ValueError,
)  # fmt: skip
"""What comes of understanding a row that somebody else wrote."""


class StoreKind(NamedTuple):
    """What one kind of store holds."""

    what: str
    """In words, for messages: the digest cache."""

    file_name: str
    """With the number of the schema: another one is another file."""

    schema: str
    """Makes the tables where they are missing."""

    probes: tuple[str, ...]
    """Questions that fail when the tables are not the expected ones."""


class Store:
    """Tables in a file for its owner alone, set aside when it is damaged.

    Several threads and processes may use it at once. Whatever goes wrong with it is
    logged, and then nothing is known and nothing kept.
    """

    def __init__(self, directory: Path | None, kind: StoreKind) -> None:
        """Open the file, both made if need be; without a directory it is idle."""
        self._kind = kind
        self._path = directory / kind.file_name if directory else None
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        if directory and not _takes_files(directory):
            _log.warning("no %s: %s cannot be written to", kind.what, directory)
            self._path = None
        self._reopen()

    @property
    def is_open(self) -> bool:
        """Whether what is kept can be known; the log says why not."""
        return self._connection is not None

    def one(self, statement: str, values: Sequence[object] = ()) -> Row | None:
        """The first row of an answer, if there is any."""
        rows = self._ask(statement, values)
        return rows[0] if rows else None

    def all(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        """Every row of an answer."""
        return self._ask(statement, values)

    def keep(self, *changes: tuple[str, Sequence[Row]]) -> None:
        """Make changes together or not at all: each statement once for each row."""
        with self._lock:
            if not self._connection:
                return
            try:
                with _transaction(self._connection):
                    for statement, rows in changes:
                        self._connection.executemany(statement, rows)
            except _TROUBLE as error:
                self._survive(error)

    def distrust(self, why: Exception) -> None:
        """Set the file aside, for nobody can have kept what stands in it."""
        with self._lock:
            self._survive(sqlite3.DatabaseError(f"damaged: {why}"))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._drop()

    def _ask(self, statement: str, values: Sequence[object]) -> list[Row]:
        with self._lock:
            if not self._connection:
                return []
            try:
                rows: list[Row] = self._connection.execute(statement, values).fetchall()
            except _TROUBLE as error:
                self._survive(error)
                return []
            return rows

    def _survive(self, error: Exception) -> None:
        _log.warning("the %s is of no use this time: %s", self._kind.what, error)
        if self._path and _is_damage(error):
            self._set_aside(self._path)
            self._reopen()

    def _reopen(self) -> None:
        """Open the file, or a fresh one when it is damaged."""
        for _ in range(2):
            if not self._path:
                return
            try:
                self._connection = _connect(self._path, self._kind)
            except (*_TROUBLE, OSError) as error:
                _log.warning("the %s cannot be opened: %s", self._kind.what, error)
                if not _is_damage(error):
                    return
                self._set_aside(self._path)
            else:
                return

    def _set_aside(self, path: Path) -> None:
        """Keep a damaged file under another name, for whoever wants to know."""
        self._drop()
        try:
            kept = set_aside(path)
        except OSError as error:
            _log.warning("the damaged %s stays: %s", self._kind.what, error)
        else:
            _log.warning("the damaged %s is kept as %s", self._kind.what, kept)

    def _drop(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None


def _takes_files(directory: Path) -> bool:
    """Whether files can be made in a directory, which is made where it is missing."""
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(directory, os.W_OK)


def _is_damage(error: Exception) -> bool:
    """Whether the file is at fault. What SQLite does not number is text that is none."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return isinstance(error, sqlite3.DatabaseError | UnicodeDecodeError)
    return code in _DAMAGED


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:  # Ctrl-C leaves nothing half written, either
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _connect(path: Path, kind: StoreKind) -> sqlite3.Connection:
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
        connection.executescript(_PRAGMAS + kind.schema)
        for probe in kind.probes:
            connection.execute(probe)
    except BaseException:  # nobody else could close it
        connection.close()
        raise
    return connection
