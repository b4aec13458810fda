"""One copy as windows show it: a value, quick to load."""

from enum import StrEnum
from typing import TYPE_CHECKING

from integrity.dataclass import dataclass
from integrity.safe_text import NOTHING, Safe

if TYPE_CHECKING:
    from transfer.receipt import Receipt

_RECENT = 30
"""Seconds that the time left is worked out from."""

_FIRST = 3
"""Seconds before anybody can say how long it takes."""


class Standing(StrEnum):
    """How a copy stands, in a word for people."""

    STARTING = "starting"
    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    """Its process is gone, and the job can be taken up."""

    FAILED = "failed"
    CANCELLED = "cancelled"
    DONE = "done"


UNDER_WAY = frozenset((Standing.STARTING, Standing.WAITING, Standing.RUNNING))
ENDED = tuple(one for one in Standing if one not in UNDER_WAY)
RESUMABLE = frozenset((Standing.PAUSED, Standing.STOPPED, Standing.FAILED))


@dataclass(frozen=True, slots=True)
class JobEntry:
    """One copy: a job of the journal, or what will become one."""

    key: str
    """Names its two ends; of several attempts only the newest is known by it."""

    standing: Standing
    name: Safe
    artifact: str = ""
    """As the journal calls it, without secrets."""

    destination: str = ""
    job_id: str = ""
    """Empty before there is a job."""

    strategy: Safe = NOTHING
    origin: str = ""
    """The id of the run output that the artifact is of; empty where it is none."""

    how: tuple[str, ...] = ()
    """Options of the command line that taking it up needs, too."""

    stage: str = ""
    done: int = 0
    """Bytes of data behind us."""

    total: int | None = None
    rates: tuple[float, ...] = ()
    """Bytes in each of the last seconds, the newest last."""

    arrived: int = 0
    """Chunks that the journal has."""

    size: int = 0
    """Bytes, holes included; 0 while it is not known."""

    began: float = 0.0
    """Seconds since 1970; 0 where nobody knows."""

    attempts: int = 0
    """Runs that have worked on this job, as far back as runs are remembered."""

    streams: int = 0
    """Calls side by side, at most; 0 where nobody knows."""

    moved: float = 0.0
    problem: Safe = NOTHING
    """Why it ended; of a copy that has a receipt, why a later attempt did."""

    advice: Safe = NOTHING

    code: int = 0
    """The exit code of the command, where it failed; 0 where nobody said."""

    receipt: "Receipt | None" = None

    @property
    def short(self) -> Safe:
        """The job's number as commands take it; empty before there is a job."""
        return Safe(self.job_id[:8])

    @property
    def is_under_way(self) -> bool:
        """A process works on it, or will."""
        return self.standing in UNDER_WAY

    @property
    def can_resume(self) -> bool:
        """It can be taken up, or tried once more."""
        return self.standing in RESUMABLE and bool(self.job_id or self.origin)

    @property
    def rate(self) -> float | None:
        """Bytes a second of late; None when nobody can say."""
        recent = self.rates[-5:]
        return sum(recent) / len(recent) if recent and self.is_under_way else None

    @property
    def seconds_left(self) -> float | None:
        """At the pace of the last half minute; None when nobody can say."""
        recent = self.rates[-_RECENT:]
        if len(recent) < _FIRST or self.total is None or not self.is_under_way:
            return None
        pace = sum(recent) / len(recent)
        return (self.total - self.done) / pace if pace else None
