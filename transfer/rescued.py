"""Which VHDs were rescued: what the journal's finished jobs bear out."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from integrity.safe_text import Safe, safe_text
from integrity.secret_url import SecretUrl
from transfer.azure.clouds import is_loopback
from transfer.azure.resource_ids import ResourceId
from transfer.journal.records import Job, JobState
from transfer.receipt import Level


@dataclass(frozen=True, slots=True)
class JournalRecords:
    """`RescueRecords` of the jobs in a journal.

    It errs on the side of "at risk": a local copy that is gone or has another size is
    none, nor is one that nobody compared, nor one in the account that dies too.
    """

    _by_artifact: Mapping[str, tuple[Job, ...]]

    @classmethod
    def of(cls, jobs: Iterable[Job]) -> Self:
        """What some jobs bear out; those that moved last count first."""
        found: dict[str, tuple[Job, ...]] = {}
        for job in jobs:
            if job.state is JobState.DONE and is_elsewhere(job):
                found[job.artifact] = (*found.get(job.artifact, ()), job)
        return cls(found)

    def rescued_to(self, output: ResourceId, address: SecretUrl) -> Safe | None:
        """Where the copy of this VHD is; None when there is none."""
        del output
        for job in self._by_artifact.get(address.without_query, ()):
            if _level(job) >= Level.LENGTH and _is_there(job):
                return safe_text(job.destination)
        return None


def is_elsewhere(job: Job) -> bool:
    """Whether a copy is in another account than what it was made from, or on a disk."""
    return not same_account(job.artifact, job.destination)


def same_account(one: str, other: str) -> bool:
    """Whether two addresses are of blobs in one account."""
    return "://" in one and "://" in other and _account(one) == _account(other)


def _account(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    has_account_in_path = is_loopback(parts.hostname or "")
    account = parts.path.strip("/").partition("/")[0] if has_account_in_path else ""
    return parts.netloc.casefold(), account


def _level(job: Job) -> Level:
    try:
        return Level(json.loads(job.receipt)["level"])
    except (ValueError, KeyError, TypeError):
        return Level.NONE


def _is_there(job: Job) -> bool:
    """A copy on a disk of this machine is looked for; one elsewhere is believed."""
    if "://" in job.destination:
        return True
    try:
        return Path(job.destination).stat().st_size == job.size
    except OSError:
        return False
