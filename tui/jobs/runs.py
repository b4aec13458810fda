"""What each process that copies tells of itself: a small file, replaced as it goes on.

A hint for those who watch, never an authority: which chunks have arrived, the journal
knows. Nothing in it is secret, and nothing in it is worth a sync of the disk.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from integrity.dataclass import dataclass
from transfer.journal.holder import Holder
from tui.small_files import json_of, put, saying_where_else

RUN = "BAKEFERRY_RUN"
"""Names a run to the process that begins it: under which name it tells of itself."""

FOLDER = "runs"
"""In the state directory."""

_SUFFIX = ".json"
_MOST_KEPT = 50
"""Runs; the files of older ones go when another begins."""


class ItemState(StrEnum):
    """What has become of one copy of a run; each is a `Standing` by the same word."""

    WAITING = "waiting"
    """For others to end."""

    RUNNING = "running"
    PAUSED = "paused"
    FAILED = "failed"
    CANCELLED = "cancelled"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class RunItem:
    """One copy, as the run that makes it tells of it."""

    name: str
    artifact: str
    """Both ends as the journal calls them: without secrets."""

    destination: str
    strategy: str

    origin: str = ""
    """The id of the run output that the artifact is of; empty where it is none."""

    how: tuple[str, ...] = ()
    """Options of the command line that a resumed copy needs, too."""

    streams: int = 0
    """Calls side by side, at most; 0 where nobody said."""

    state: ItemState = ItemState.WAITING
    stage: str = ""
    done: int = 0
    """Bytes of data behind us."""

    total: int | None = None
    rates: tuple[float, ...] = ()
    """Bytes in each of the last seconds, the newest last."""

    began: float = 0.0
    """Seconds since 1970, as all times here; 0 before."""

    moved: float = 0.0
    """When it last came further."""

    problem: str = ""
    advice: str = ""

    code: int = 0
    """The exit code of a copy that failed; 0 where nobody said."""

    job: str = ""
    """The short number of its job, once it has ended; empty where there was none."""

    @property
    def key(self) -> str:
        """What names it: the same for every attempt."""
        return key_of(self.artifact, self.destination)


@dataclass(frozen=True, slots=True)
class Run:
    """One process that copies."""

    run_id: str
    began: float

    holder: Holder | None = None
    """The process; None before it has begun to tell of itself."""

    items: tuple[RunItem, ...] = ()
    """Empty until it is known what is to be copied."""

    code: int | None = None
    """The exit code, where a detached one has ended."""

    trouble: str = ""
    """Why all of it has ended, where nothing was copied."""

    what: str = ""
    """What it was begun for, until it knows its items."""

    shares: bool = False
    """Its copies wait for those of other runs; else for its own alone."""

    @property
    def is_alive(self) -> bool:
        """Whether its process still runs."""
        return self.holder is not None and self.holder.is_alive()

    @property
    def has_died(self) -> bool:
        """Whether its process is gone without having said how it ended."""
        return self.holder is not None and self.code is None and not self.is_alive


def key_of(artifact: str, destination: str) -> str:
    """A short name of two ends that may be a file's."""
    return sha256(f"{artifact}\0{destination}".encode()).hexdigest()[:16]


def new_run_id() -> str:
    """A name that no other run has."""
    return uuid4().hex


def write_run(state: Path, run: Run) -> None:
    """Tell how a run stands now; a disk that takes nothing stops no copy."""
    with suppress(OSError):
        put(state / FOLDER / (run.run_id + _SUFFIX), json.dumps(asdict(run)))


def log_path(state: Path, run_id: str) -> Path:
    """Where a detached run writes what it would say on a terminal.

    Raises:
        OSError: There is no such folder, and it cannot be made.
    """
    folder = state / FOLDER
    with saying_where_else():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{run_id}.log"


def read_run(state: Path, run_id: str) -> Run | None:
    """How a run stood when it last told; None when it never did."""
    return _read(state / FOLDER / (run_id + _SUFFIX))


def read_runs(state: Path) -> list[Run]:
    """All runs that are remembered, those that began last first."""
    found = [run for path in _files(state) if (run := _read(path)) is not None]
    return sorted(found, key=lambda run: run.began, reverse=True)


def has_runs(state: Path) -> bool:
    """Whether any run is remembered: quick to ask."""
    return next(_files(state), None) is not None


def forget_old_runs(state: Path) -> None:
    """Remove what runs have told that ended long ago."""
    old = [run for run in read_runs(state)[_MOST_KEPT:] if not run.is_alive]
    for run in old:
        for suffix in (_SUFFIX, ".log"):
            with suppress(OSError):
                (state / FOLDER / (run.run_id + suffix)).unlink()


def _files(state: Path) -> Iterator[Path]:
    with suppress(OSError):  # a folder that is somebody else's has none of ours
        yield from (state / FOLDER).glob(f"[0-9a-f]*{_SUFFIX}")


def _read(path: Path) -> Run | None:
    told: Any = json_of(path)
    try:
        return _run(told)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None  # gone, or no file of ours


def _run(told: dict[str, Any]) -> Run:
    holder = told["holder"]
    items = tuple(_item(one) for one in told["items"])
    return Run(
        **{**told, "holder": Holder(**holder) if holder else None, "items": items}
    )


def _item(told: dict[str, Any]) -> RunItem:
    known = {name: tuple(told[name]) for name in ("rates", "how")}
    return RunItem(**{**told, **known, "state": ItemState(told["state"])})
