"""Which VHDs were rescued: what the journal's finished jobs bear out."""

import json
import shlex
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from integrity.dataclass import dataclass
from integrity.safe_text import Safe, safe_text
from integrity.secret_url import SecretUrl
from integrity.template.resource_ids import ResourceId
from transfer.azure.clouds import is_loopback
from transfer.journal.records import Job, JobState
from transfer.receipt import Level
from transfer.strategies.sidecars import beside


@dataclass(frozen=True, slots=True)
class JournalRecords:
    """`RescueRecords` of the jobs in a journal.

    It errs on the side of "at risk": a local copy that is gone, has another size or was
    written to later is none, nor is one that nobody compared, nor one in the account
    that dies too.
    """

    _by_artifact: Mapping[str, tuple[Job, ...]]
    _note: Callable[[str], object]

    @classmethod
    def of(cls, jobs: Iterable[Job], note: Callable[[str], object]) -> Self:
        """What some jobs bear out; those that moved last count first.

        Args:
            note: Hears of a copy that counts no more, where there is no other.
        """
        found: dict[str, tuple[Job, ...]] = {}
        for job in jobs:
            if job.state is JobState.DONE and _is_elsewhere(job):
                found[job.artifact] = (*found.get(job.artifact, ()), job)
        return cls(found, note)

    def rescued_to(self, output: ResourceId, address: SecretUrl) -> Safe | None:
        """Where the copy of this VHD is; None when there is none."""
        done = self._by_artifact.get(address.without_query, ())
        compared = [job for job in done if _level(job) >= Level.LENGTH]
        lost: list[str] = []
        for job in compared:
            trouble = _trouble(job)
            if trouble is None:
                return safe_text(job.destination)
            lost.append(
                f"{job.destination}: {trouble.why}; {output.name} counts as at risk"
                f" until `{_command(output, job)}{trouble.option}` {trouble.mends}"
            )
        if lost:
            self._note(lost[0])
        return None


def _is_elsewhere(job: Job) -> bool:
    """Whether a copy is in another account than what it was made from, or on a disk."""
    return not same_account(job.artifact, job.destination)


def same_account(one: str, other: str) -> bool:
    """Whether two addresses are of blobs in one account."""
    return "://" in one and "://" in other and _account(one) == _account(other)


def _account(address: str) -> tuple[str, str]:
    parts = urlsplit(SecretUrl(address).without_query)
    has_account_in_path = is_loopback(parts.hostname or "")
    account = parts.path.strip("/").partition("/")[0] if has_account_in_path else ""
    return parts.netloc, account


def _level(job: Job) -> Level:
    try:
        return Level(json.loads(job.receipt)["level"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return Level.NONE


def _command(output: ResourceId, job: Job) -> str:
    words = f"{output.names[-2]}/{output.name}", "--to", job.destination
    return shlex.join(("bakeferry", "rescue", *words))


@dataclass(frozen=True, slots=True)
class _Trouble:
    """Why a copy counts no more, and what the same rescue does about it."""

    why: str
    mends: str
    option: str = ""


_MAKES_ANOTHER = "makes another"
_COMPARES = "has compared it"


def _trouble(job: Job) -> _Trouble | None:
    """What is wrong with a copy; one that is not on this machine is believed."""
    if "://" in job.destination:
        return None
    path = Path(job.destination)
    try:
        now = path.stat()
    except OSError:
        return _Trouble("the copy is not there any more", _MAKES_ANOTHER)
    if now.st_size != job.size:
        why = f"the copy has {now.st_size:,} bytes by now, not {job.size:,}"
        return _Trouble(why, _MAKES_ANOTHER, " --overwrite")
    if now.st_mtime > max(job.updated, _told_at(path)):
        return _Trouble("the copy was written to after it was made", _COMPARES)
    return None


def _told_at(path: Path) -> float:
    """When the digest beside a copy was written: by the same clock as the copy."""
    try:
        return beside(path, ".sha256").stat().st_mtime
    except OSError:
        return 0.0
