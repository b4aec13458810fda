"""The journal in SQLite: a hint for those who resume, never an authority.

Nothing in it is secret: addresses are kept without their queries, and no tokens.
"""

import logging
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import astuple
from pathlib import Path
from threading import Lock
from typing import Any, Self

from transfer.digesting import ChunkDigest
from transfer.journal.errors import JobBusy, JournalUnusable
from transfer.journal.files import (
    BUSY_SECONDS,
    connect,
    in_memory,
    set_aside_if_damaged,
    translated,
)
from transfer.journal.holder import Holder
from transfer.journal.records import JOB_FIELDS, SELECT_JOBS, Job, JobState, job_of

_log = logging.getLogger(__name__)

FILE_NAME = "transfers.sqlite"

_BETWEEN = "artifact = ? AND destination = ?"
_UNDER_WAY = f"{SELECT_JOBS} WHERE {_BETWEEN} AND state IN ('active', 'publishing')"
_DONE = f"{SELECT_JOBS} WHERE {_BETWEEN} AND state = 'done'"
_LEASE = "SELECT pid, boot, started, nonce FROM lease WHERE job = ?"
_INSERT = (
    f"INSERT INTO job ({', '.join(JOB_FIELDS)}) VALUES (:{', :'.join(JOB_FIELDS)})"  # noqa: S608 -- names of columns
)


class Journal:
    """Jobs and their chunks. Any thread may use it; each call is one transaction."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        shown: str,
        *,
        survives: bool,
        now: Callable[[], float],
    ) -> None:
        """Use `open`."""
        self._connection = connection
        self._shown = shown
        self._now = now
        self._lock = Lock()
        self._holding: set[str] = set()
        """The nonces of those who have begun to work on something, by this object."""

        self.survives = survives
        """Whether it is on a disk, so that a copy can be taken up again."""

    @classmethod
    @contextmanager
    def open(
        cls,
        directory: Path,
        *,
        now: Callable[[], float] = time.time,
        busy_seconds: float = BUSY_SECONDS,
    ) -> Iterator[Self]:
        """The journal in a directory.

        A damaged one is set aside and kept; no copy's data is touched for it.

        Args:
            now: The time of day, in seconds since 1970.
            busy_seconds: How long to wait for another process to let go.

        Raises:
            JournalLocked: Another process does not let go.
            JournalTooNew: A newer version of this program has written it.
            JournalUnusable: We may not read or write there.
        """
        path = directory / FILE_NAME
        with closing(_opened(path, busy_seconds)) as connection:
            yield cls(connection, str(path), survives=True, now=now)

    @classmethod
    @contextmanager
    def open_to_copy(cls, directory: Path) -> Iterator[Self]:
        """As `open`; one in memory, with a warning, where that cannot be used."""
        with ExitStack() as opened:
            try:
                journal = opened.enter_context(cls.open(directory))
            except JournalUnusable as error:
                _log.warning(
                    "copies are not remembered, and cannot be taken up again: %s. %s",
                    error,
                    error.advice,
                )
                memory = opened.enter_context(closing(in_memory()))
                journal = cls(memory, ":memory:", survives=False, now=time.time)
            yield journal

    def find(self, artifact: str, destination: str) -> Job | None:
        """The job from there to here that is not done yet."""
        rows = self.look(_UNDER_WAY, (artifact, destination))
        return job_of(rows[0]) if rows else None

    def jobs(self) -> list[Job]:
        """All jobs, those that moved last first."""
        rows = self.look(f"{SELECT_JOBS} ORDER BY updated DESC, job_id")
        return [job_of(row) for row in rows]

    def version(self) -> tuple[int, int]:
        """Another value after each change, whoever has made it."""
        ((by_others,),) = self.look("PRAGMA data_version")
        return by_others, self._connection.total_changes

    def finished(self, artifact: str, destination: str) -> Job | None:
        """The job from there to here that was done last."""
        last = f"{_DONE} ORDER BY updated DESC LIMIT 1"
        rows = self.look(last, (artifact, destination))
        return job_of(rows[0]) if rows else None

    def begin(self, job: Job, holder: Holder) -> None:
        """Write a new job down, and work on it.

        Raises:
            JobBusy: Another process was quicker.
            ValueError: An address in it has a query that may be secret.
        """
        for address in (job.artifact, job.destination):
            if "://" in address and "sig=" in address.partition("?")[2]:
                raise ValueError("a journal holds no signatures")
        row = {name: getattr(job, name) for name in JOB_FIELDS}
        row |= {"terms": job.terms.as_json(), "updated": self._now()}
        with self._transaction():
            held = self._connection.execute(
                "SELECT pid FROM job LEFT JOIN lease ON job = job_id"
                " WHERE artifact = ? AND destination = ?"
                " AND state IN ('active', 'publishing')",
                (job.artifact, job.destination),
            ).fetchone()
            if held:
                raise JobBusy(job.destination, held[0])
            self._connection.execute(_INSERT, row)
            self._hold(job.job_id, holder)

    def take_up(self, artifact: str, destination: str, holder: Holder) -> Job | None:
        """Work on the job from there to here that is not done yet, if there is one.

        Raises:
            JobBusy: Another process that lives does.
        """
        with self._transaction():
            row = self._connection.execute(
                _UNDER_WAY, (artifact, destination)
            ).fetchone()
            if row is None:
                return None
            job = job_of(row)
            lease = self._connection.execute(_LEASE, (job.job_id,)).fetchone()
            if lease and Holder(*lease) != holder and Holder(*lease).is_alive():
                raise JobBusy(destination, int(lease[0]))
            self._hold(job.job_id, holder)
            return job

    def _hold(self, job_id: str, holder: Holder) -> None:
        self._holding.add(holder.nonce)
        self._connection.execute(
            "INSERT OR REPLACE INTO lease VALUES (?, ?, ?, ?, ?)",
            (job_id, *astuple(holder)),
        )

    def release(self, holder: Holder) -> None:
        """Work on nothing more; who never began to need not wait for a locked journal."""
        if holder.nonce not in self._holding:
            return
        with self._transaction():
            self._connection.execute(
                "DELETE FROM lease WHERE nonce = ?", (holder.nonce,)
            )

    def holder(self, job_id: str) -> Holder | None:
        """Who works on a job, or worked on it and died; None: nobody."""
        rows = self.look(_LEASE, (job_id,))
        return Holder(*rows[0]) if rows else None

    def chunks(self, job_id: str) -> dict[int, ChunkDigest]:
        """The chunks that are said to have arrived, by their index."""
        rows = self.look(
            "SELECT idx, xxh3, crc64, vouched FROM chunk WHERE job = ?", (job_id,)
        )
        return {
            index: ChunkDigest(
                xxh3, int.from_bytes(crc64, "big") if crc64 else None, bool(vouched)
            )
            for index, xxh3, crc64, vouched in rows
        }

    def record(self, job_id: str, arrived: Mapping[int, ChunkDigest]) -> None:
        """Chunks have arrived, and would survive a power loss."""
        with self._transaction():
            self._connection.executemany(
                "INSERT OR REPLACE INTO chunk VALUES (?, ?, ?, ?, ?)",
                (
                    (job_id, index, each.xxh3, _crc64_bytes(each), each.vouched)
                    for index, each in arrived.items()
                ),
            )
            self._moved(job_id)

    def _moved(self, job_id: str) -> None:
        self._connection.execute(
            "UPDATE job SET updated = ? WHERE job_id = ?", (self._now(), job_id)
        )

    def forget(self, job_id: str, indices: Iterable[int]) -> None:
        """Chunks are not what they are said to be: they have to come again."""
        with self._transaction():
            self._connection.executemany(
                "DELETE FROM chunk WHERE job = ? AND idx = ?",
                ((job_id, index) for index in indices),
            )
            self._moved(job_id)

    def mark(
        self, job_id: str, state: JobState, *, sha256: str = "", receipt: str = ""
    ) -> None:
        """A job has come to another state; nobody works any more on one that is done."""
        with self._transaction():
            self._connection.execute(
                "UPDATE job SET state = ?, sha256 = ?, receipt = ?, updated = ?"
                " WHERE job_id = ?",
                (state.value, sha256, receipt, self._now(), job_id),
            )
            if state is JobState.DONE:
                self._connection.execute("DELETE FROM lease WHERE job = ?", (job_id,))

    def agree(self, job: Job) -> None:
        """A job goes on, on other terms than it was begun."""
        change = "UPDATE job SET terms = ? WHERE job_id = ?"
        with self._transaction():
            self._connection.execute(change, (job.terms.as_json(), job.job_id))

    def remove(self, job_id: str) -> None:
        """Forget a job and all its chunks."""
        with self._transaction():
            self._connection.execute("DELETE FROM job WHERE job_id = ?", (job_id,))

    def look(
        self, statement: str, values: tuple[object, ...] = ()
    ) -> list[tuple[Any, ...]]:
        """Read, and keep nobody from writing meanwhile."""
        with self._lock:
            try:
                return self._connection.execute(statement, values).fetchall()
            except sqlite3.Error as error:
                raise translated(error, self._shown) from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield
                except BaseException:  # Ctrl-C leaves nothing half written, either
                    if self._connection.in_transaction:  # a full disk has ended it
                        self._connection.execute("ROLLBACK")
                    raise
                self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                raise translated(error, self._shown) from error


def _opened(path: Path, busy_seconds: float) -> sqlite3.Connection:
    try:
        try:
            return connect(path, busy_seconds)
        except sqlite3.DatabaseError as error:
            if not set_aside_if_damaged(path, error):
                raise
            return connect(path, busy_seconds)
    except sqlite3.DatabaseError as error:
        raise translated(error, str(path)) from error
    except OSError as error:
        raise JournalUnusable(str(path), error.strerror or str(error)) from error


def _crc64_bytes(digest: ChunkDigest) -> bytes:
    return b"" if digest.crc64 is None else digest.crc64.to_bytes(8, "big")
