"""What the journal says of a job."""

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from enum import StrEnum
from typing import Any, Self

from integrity.dataclass import dataclass


class JobState(StrEnum):
    """How far a job has come."""

    ACTIVE = "active"
    """Chunks are still missing, or nobody has looked."""

    PUBLISHING = "publishing"
    """All is there and proven; the destination is being given its name."""

    DONE = "done"
    GIVEN_UP = "given up"
    """Somebody started anew, or another version came in between."""


RESUMABLE = frozenset((JobState.ACTIVE, JobState.PUBLISHING))
"""States of jobs that can be taken up."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What was decided when a job was begun, and holds when it is taken up."""

    overwrite: bool = False
    """It may replace what is there."""

    level: int | None = None
    """How far to verify, as `Level` counts; None: what costs nothing but time."""

    limit_rate: int | None = None
    """Bytes a second, at most; None: as fast as they come."""

    streams: int | None = None
    """Calls side by side, at most; None: the usual number."""

    origin: str = ""
    """The id of the run output that the artifact is of; empty where it is none."""

    tree: str = ""
    """The folder that was becoming the copy of a whole one; else empty."""

    sha256: str = ""
    """The digest without which nothing is published; empty: whatever it is."""

    def as_json(self) -> str:
        """How the journal keeps them."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Out of the journal; what is damaged, or from another version, is as usual."""
        usual = cls()
        try:
            told = json.loads(text)
        except (ValueError, RecursionError):
            return usual
        if not isinstance(told, dict):
            return usual
        return cls(
            overwrite=told.get("overwrite") is True,
            level=_number(told.get("level")),
            limit_rate=_number(told.get("limit_rate")),
            streams=_number(told.get("streams")),
            origin=_text(told.get("origin")),
            tree=_text(told.get("tree")),
            sha256=_text(told.get("sha256")),
        )


def _number(told: object) -> int | None:
    return told if type(told) is int and told >= 0 else None


def _text(told: object) -> str:
    return told if isinstance(told, str) else ""


AS_USUAL = Terms()


@dataclass(frozen=True, slots=True)
class Job:
    """One artifact on its way to one destination."""

    job_id: str
    """A GUID; it is also the lease's on a blob that is being written."""

    artifact: str
    """Where it comes from; never with the secret part of an address."""

    destination: str

    etag: str
    """Which version was begun with."""

    size: int
    chunk: int
    """Bytes in each chunk but the last."""

    strategy: str
    state: JobState = JobState.ACTIVE

    sha256: str = ""
    """Of the whole, as soon as it is known; else empty."""

    receipt: str = ""
    """JSON, once it is done; else empty."""

    terms: Terms = AS_USUAL

    updated: float = 0.0
    """Seconds since 1970."""

    @property
    def can_resume(self) -> bool:
        """It is not done, and nobody has given it up."""
        return self.state in RESUMABLE

    @property
    def short(self) -> str:
        """Eight digits for names of files."""
        return self.job_id[:8]


JOB_FIELDS = tuple(field.name for field in fields(Job))
"""What the journal keeps of a job, in the order of its rows."""

SELECT_JOBS = f"SELECT {', '.join(JOB_FIELDS)} FROM job"  # noqa: S608 -- names of columns
"""Asks for rows that `job_of` understands."""


def job_of(row: Sequence[Any]) -> Job:
    """A job out of the journal."""
    values = dict(zip(JOB_FIELDS, row, strict=True))
    terms = Terms.from_json(values["terms"])
    return Job(**{**values, "state": JobState(values["state"]), "terms": terms})
