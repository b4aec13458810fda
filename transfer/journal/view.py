"""The journal for those who look at it again and again: only what has changed is read."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from integrity.dataclass import dataclass
from transfer.journal.holder import Holder
from transfer.journal.records import SELECT_JOBS, Job, job_of
from transfer.journal.store import Journal
from transfer.receipt import Receipt, receipt_from_json

_STAMPS = "SELECT job_id, updated, state FROM job ORDER BY updated DESC, job_id"
"""A job of which these are the same has not changed."""

_OF = "IN (SELECT value FROM json_each(?))"
_JOBS = f"{SELECT_JOBS} WHERE job_id {_OF}"
_ARRIVED = f"SELECT job, count(*) FROM chunk WHERE job {_OF} GROUP BY job"  # noqa: S608 -- no values
_HOLDERS = "SELECT job, pid, boot, started, nonce FROM lease"


@dataclass(frozen=True, slots=True)
class JobNow:
    """A job as it stands."""

    job: Job

    arrived: int
    """How many of its chunks are said to have arrived."""

    holder: Holder | None
    """Who works on it, or worked on it and died; None: nobody."""

    receipt: Receipt | None
    """None where there is none that can be read."""

    @property
    def is_running(self) -> bool:
        """Whether a process works on it now."""
        return self.holder is not None and self.holder.is_alive()


class JournalView:
    """All jobs of a journal, however often they are looked at."""

    def __init__(self, journal: Journal) -> None:
        """Nothing is read yet."""
        self._journal = journal
        self._version: tuple[int, int] | None = None
        self._stamps: Mapping[str, Sequence[object]] = {}
        self._known: dict[str, JobNow] = {}
        self._jobs: tuple[JobNow, ...] = ()

    def jobs(self) -> Sequence[JobNow]:
        """All jobs, those that moved last first; the very same while none has changed.

        Raises:
            CopyError: The journal cannot be read.
        """
        version = self._journal.version()
        if version != self._version:
            self._read()
            self._version = version
        return self._jobs

    def _read(self) -> None:
        look = self._journal.look
        stamps = {job_id: stamp for job_id, *stamp in look(_STAMPS)}
        changed = [name for name, at in stamps.items() if self._stamps.get(name) != at]
        wanted = (json.dumps(changed),)
        arrived = dict(look(_ARRIVED, wanted))
        jobs = {row[0]: job_of(row) for row in look(_JOBS, wanted)}
        holders = {job_id: Holder(*holder) for job_id, *holder in look(_HOLDERS)}
        known = self._known | {
            name: JobNow(
                job, arrived.get(name, 0), None, receipt_from_json(job.receipt)
            )
            for name, job in jobs.items()
        }
        self._known = {
            name: _held_by(known[name], holders.get(name))
            for name in stamps
            if name in known  # else it was removed meanwhile
        }
        self._stamps, self._jobs = stamps, tuple(self._known.values())


def _held_by(one: JobNow, holder: Holder | None) -> JobNow:
    return one if one.holder == holder else replace(one, holder=holder)
