"""What the journal says of a job."""

from dataclasses import dataclass
from enum import StrEnum


class JobState(StrEnum):
    """How far a job has come."""

    ACTIVE = "active"
    """Chunks are still missing, or nobody has looked."""

    PUBLISHING = "publishing"
    """All is there and proven; the destination is being given its name."""

    DONE = "done"
    GIVEN_UP = "given up"
    """Somebody started anew, or another version came in between."""


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

    updated: float = 0.0
    """Seconds since 1970."""

    @property
    def short(self) -> str:
        """Eight digits for names of files."""
        return self.job_id[:8]
