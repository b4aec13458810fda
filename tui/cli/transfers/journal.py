"""The journal's jobs as items, and which of them a few digits mean."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime
from typing import Any

import click

from integrity.quantities import size_in_words
from transfer.errors import AzureError
from transfer.journal.errors import JournalUnusable
from transfer.journal.records import RESUMABLE, Job
from transfer.journal.store import Journal
from transfer.journal.view import JobNow, JournalView
from tui.cli.live.cells import Column, Row
from tui.cli.live.items import time_of
from tui.cli.shown import shown
from tui.jobs.runs import read_runs
from tui.preferences import state_directory


class NoSuchJob(AzureError):
    """No job of the journal is meant."""


def meant(jobs: Iterable[Job], words: Iterable[str]) -> list[Job]:
    """The jobs whose ids begin with some digits, in their order.

    Raises:
        NoSuchJob: There is none.
        click.UsageError: There are several.
    """
    known = list(jobs)
    return list(dict.fromkeys(_one(known, word) for word in words))


def _one(jobs: Iterable[Job], word: str) -> Job:
    found = [job for job in jobs if word and job.job_id.startswith(word.casefold())]
    if not found:
        raise NoSuchJob(f"no job {shown(word)}; `bakeferry jobs list` shows them")
    if len(found) > 1:
        raise click.UsageError(
            f"{shown(word)} begins several jobs' ids: give more of it"
        )
    return found[0]


def is_running(journal: Journal, job: Job) -> bool:
    """Whether a process works on a job now."""
    holder = journal.holder(job.job_id)
    return holder is not None and holder.is_alive()


def items_of(journal: Journal) -> dict[str, dict[str, Any]]:
    """All jobs as documents have them, by their ids: those that moved last first."""
    return {one.job.job_id: job_item(one) for one in JournalView(journal).jobs()}


def job_item(one: JobNow) -> dict[str, Any]:
    """A job as documents have it."""
    job = one.job
    return {
        "id": job.job_id,
        "state": job.state.value,
        "isRunning": one.is_running,
        "artifact": shown(job.artifact),
        "destination": shown(job.destination),
        "strategy": shown(one.receipt.strategy if one.receipt else job.strategy),
        "size": job.size,
        "arrivedBytes": min(one.arrived * job.chunk, job.size),
        "level": one.receipt.level.words if one.receipt else None,
        "sha256": job.sha256 or None,
        "expectedSha256": job.terms.sha256 or None,
        "updatedAt": time_of(datetime.fromtimestamp(job.updated, UTC)),
    }


def state_word(row: Row) -> str:
    """What a person wants to know of a job's state."""
    if row["isRunning"]:
        return "running"
    return "can resume" if row["state"] in RESUMABLE else str(row["state"])


COLUMNS = (
    Column("JOB", lambda row: row["id"][:8], at_least=8, raw=lambda row: row["id"]),
    Column("STATE", state_word, at_least=10, raw=lambda row: row["state"]),
    Column(
        "SIZE",
        lambda row: size_in_words(row["size"]),
        at_least=9,
        raw=lambda row: row["size"],
    ),
    Column("WAY", lambda row: row["strategy"], at_least=11),
    Column("FROM", lambda row: row["artifact"], at_least=12, shrinks=True),
    Column("TO", lambda row: row["destination"], at_least=12, shrinks=True),
)


def summary(items: Iterable[Row]) -> dict[str, int]:
    """How many of what."""
    rows = list(items)
    resumable = sum(state_word(row) == "can resume" for row in rows)
    return {"jobs": len(rows), "resumable": resumable}


def ends_before() -> frozenset[tuple[str, str]]:
    """Both ends of every copy that was begun on this machine, or was to be."""
    begun: set[tuple[str, str]] = set()
    with suppress(JournalUnusable), open_journal() as journal:  # whoever copies warns
        begun = {(job.artifact, job.destination) for job in journal.jobs()}
    runs = read_runs(state_directory())
    told = {(item.artifact, item.destination) for run in runs for item in run.items}
    return frozenset(begun | told)


def open_journal() -> AbstractContextManager[Journal]:
    """The journal in the state directory."""
    return Journal.open(state_directory())


def journal_to_copy() -> AbstractContextManager[Journal]:
    """The same; one in memory, with a warning, where that cannot be used."""
    return Journal.open_to_copy(state_directory())
