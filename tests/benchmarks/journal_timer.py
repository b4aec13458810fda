"""`bakeferry`, with the time that passes inside the journal counted.

    python tests/benchmarks/journal_timer.py FILE ARGUMENTS...

Writes into FILE what `Told` has, as JSON. Copies wait for no call but the last. Beside
each commit as many bytes are written and synced on the same disk, without SQLite: what
no journal can go below.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import wraps
from pathlib import Path

from transfer.journal.store import Journal
from tui.cli.main import run_alone

CALLS = (
    "take_up",
    "begin",
    "record",
    "mark",
    "forget",
    "chunks",
    "finished",
    "release",
)


@dataclass(slots=True)
class Told:
    """Sums over all calls, in seconds."""

    calls: int = 0
    seconds: float = 0
    """Of the clock, from call to return."""

    cpu: float = 0
    """Of the processor, within them."""

    commits: int = 0
    committing: float = 0
    """Of the clock, in SQLite's COMMIT: it writes its log and syncs that."""

    bare: float = 0
    """Of the clock, to write and sync as many bytes as the commits did."""

    written: int = 0
    """Bytes, of all commits."""


class _Connection:
    """SQLite's, with the time of its commits."""

    def __init__(self, connection, log: Path, told: Told) -> None:
        self._connection, self._log, self._told = connection, log, told
        self.committed: list[int] = []

    def __getattr__(self, name: str):
        return getattr(self._connection, name)

    def execute(self, statement: str, *values):
        if statement != "COMMIT":
            return self._connection.execute(statement, *values)
        before, began = _size(self._log), time.perf_counter()
        done = self._connection.execute(statement)
        self._told.committing += time.perf_counter() - began
        if written := _size(self._log) - before:  # a commit of nothing syncs nothing
            self._told.commits += 1
            self._told.written += written
            self.committed.append(written)
        return done


def timed(path: Path) -> Told:
    """Count from now on; the bare writes go into a file at this path."""
    told = Told()
    bare = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    begin = Journal.__init__

    @wraps(begin)
    def begun(self, connection, shown, **named):
        connection = _Connection(connection, Path(f"{shown}-wal"), told)
        begin(self, connection, shown, **named)

    Journal.__init__ = begun
    for name in CALLS:
        setattr(Journal, name, _timed(getattr(Journal, name), told, bare))
    return told


def _timed(call: Callable, told: Told, bare: int) -> Callable:
    @wraps(call)
    def timed(self, *words, **named):
        began, cpu = time.perf_counter(), time.thread_time()
        try:
            return call(self, *words, **named)
        finally:
            told.calls += 1
            told.seconds += time.perf_counter() - began
            told.cpu += time.thread_time() - cpu
            while self._connection.committed:
                told.bare += _written(bare, self._connection.committed.pop())

    return timed


def _written(file: int, size: int) -> float:
    data, began = bytes(size), time.perf_counter()
    os.write(file, data)
    os.fdatasync(file)
    return time.perf_counter() - began


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


if __name__ == "__main__":
    target, *arguments = sys.argv[1:]
    told = timed(Path(f"{target}.bare"))
    code = run_alone(arguments)
    Path(target).write_text(json.dumps(asdict(told)))
    sys.exit(code)
