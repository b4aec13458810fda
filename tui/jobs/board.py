"""All copies that this machine knows of: what the journal says, and what runs tell."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from integrity.safe_text import NOTHING, Safe, safe_text
from transfer.journal.records import Job, JobState
from transfer.journal.view import JobNow
from tui.jobs.entry import UNDER_WAY, JobEntry, Standing
from tui.jobs.runs import ItemState, Run, RunItem, key_of

_BEGINNING = 60.0
"""Seconds after which a process that has told nothing never will."""


def entries_of(runs: Sequence[Run], jobs: Iterable[JobNow]) -> tuple[JobEntry, ...]:
    """Every copy once: those under way first, then those that moved last.

    Args:
        runs: Those that began last first.
        jobs: Those that moved last first.
    """
    told = _newest(runs)
    attempts = _attempts(runs)
    found: dict[str, JobEntry] = {}
    for one in jobs:
        key = key_of(one.job.artifact, one.job.destination)
        name = one.job.job_id if key in found else key
        run, item = told.pop(key, (None, None))
        found[name] = _of_job(name, one, run, item)
    for key, (run, item) in told.items():
        found[key] = _of_item(run, item)
    for run in runs:
        if not run.items and (entry := _of_run(run)) is not None:
            found[run.run_id] = entry
    counted = (_with_attempts(one, attempts) for one in found.values())
    return tuple(sorted(counted, key=_rank))


def _attempts(runs: Iterable[Run]) -> Mapping[str, list[RunItem]]:
    """What has begun of each copy, the newest first."""
    begun: dict[str, list[RunItem]] = {}
    for item in (item for run in runs for item in run.items if item.began):
        begun.setdefault(item.key, []).append(item)
    return begun


def _with_attempts(
    entry: JobEntry, attempts: Mapping[str, Sequence[RunItem]]
) -> JobEntry:
    """Of most copies no run is remembered."""
    if not attempts:
        return entry
    items = attempts.get(key_of(entry.artifact, entry.destination), ())
    count = _counted(items, entry.short)
    return replace(entry, attempts=count) if count else entry


def _counted(items: Iterable[RunItem], job: str) -> int:
    """Those of one job; one that has no job yet is of the newest.

    What is between the same two ends may be another job: done, given up, removed.
    """
    count, is_past = 0, False
    for item in items:
        is_ours = bool(job) and item.job == job
        is_over = bool(item.job) or item.state in (ItemState.DONE, ItemState.CANCELLED)
        is_past = is_past or (is_over and not is_ours)
        count += is_ours or not is_past
    return count


def _rank(entry: JobEntry) -> tuple[bool, float]:
    return not entry.is_under_way, -entry.began if entry.is_under_way else -entry.moved


def _newest(runs: Iterable[Run]) -> dict[str, tuple[Run, RunItem]]:
    """What was told last of each copy, and what it is of, which the first run knew.

    Whoever works on a copy outlasts those that came later and were turned away.
    """
    told: dict[str, tuple[Run, RunItem]] = {}
    for run in runs:
        for item in run.items:
            last, newest = told.setdefault(item.key, (run, item))
            if _told_at(run, item) > _told_at(last, newest):
                told[item.key] = run, item
            elif item.origin and not newest.origin:
                named = replace(newest, name=item.name, origin=item.origin)
                told[item.key] = last, named
    return told


def _told_at(run: Run, item: RunItem) -> tuple[bool, float]:
    """Whether a process is at work on it now, and when it was last."""
    is_at_work = Standing(item.state) in UNDER_WAY and run.is_alive
    return is_at_work, max(run.began, item.moved)


def _of_item(run: Run, item: RunItem) -> JobEntry:
    """A copy that has no job: it waits, or has failed before there was one."""
    standing = Standing(item.state)
    if standing in UNDER_WAY and not run.is_alive:
        standing = Standing.STOPPED
    return _told(item, standing)


def _told(item: RunItem, standing: Standing) -> JobEntry:
    """What a run tells of a copy."""
    return JobEntry(
        key=item.key,
        standing=standing,
        name=safe_text(item.name),
        artifact=item.artifact,
        destination=item.destination,
        strategy=safe_text(item.strategy),
        origin=item.origin,
        how=item.how,
        stage=item.stage,
        done=item.done,
        total=item.total,
        rates=item.rates,
        streams=item.streams,
        began=item.began,
        moved=item.moved,
        problem=safe_text(item.problem),
        advice=safe_text(item.advice),
        code=item.code,
    )


def _of_job(key: str, one: JobNow, run: Run | None, item: RunItem | None) -> JobEntry:
    job, receipt = one.job, one.receipt
    standing = _standing(one, run, item)
    arrived = 0 if job.state is JobState.DONE else one.arrived
    kept = _kept(job, standing, arrived)
    entry = kept if item is None else _told(item, standing)
    if run and item and receipt and _told_at(run, item)[1] <= job.updated:
        entry = replace(entry, problem=NOTHING, advice=NOTHING, code=0)
    measured = kept if entry.total is None else entry  # it may have failed before
    return replace(
        entry,
        key=key,
        done=measured.done if receipt is None else receipt.data_bytes,
        total=measured.total if receipt is None else receipt.data_bytes,
        job_id=job.job_id,
        size=job.size,
        arrived=arrived,
        moved=job.updated,
        receipt=receipt,
        strategy=safe_text(receipt.strategy) if receipt else entry.strategy,
    )


def _kept(job: Job, standing: Standing, arrived: int) -> JobEntry:
    """What the journal knows of a copy that no run tells of."""
    return JobEntry(
        key=job.job_id,
        standing=standing,
        name=_name_of(job.artifact),
        artifact=job.artifact,
        destination=job.destination,
        strategy=safe_text(job.strategy),
        origin=job.terms.origin,
        done=min(arrived * job.chunk, job.size),
        total=job.size,
    )


def _standing(one: JobNow, run: Run | None, item: RunItem | None) -> Standing:
    """The journal's word counts where a copy has ended; the run's while it goes on."""
    told = Standing(item.state) if item is not None else None
    if told in UNDER_WAY and run is not None and run.is_alive:
        return told
    if one.job.state is JobState.DONE:
        return Standing.DONE
    if one.job.state is JobState.GIVEN_UP:
        return Standing.CANCELLED
    if one.is_running:
        return Standing.RUNNING
    if told in (Standing.PAUSED, Standing.FAILED):
        return told
    return Standing.STOPPED


def _of_run(run: Run) -> JobEntry | None:
    """A run that does not know its copies yet, or never came to know them."""
    if run.code == 0:
        return None
    is_late = time.time() - run.began > _BEGINNING
    has_ended = run.code is not None or (not run.is_alive and (run.holder or is_late))
    trouble = run.trouble or "its process is gone"
    return JobEntry(
        key=run.run_id,
        standing=Standing.FAILED if has_ended else Standing.STARTING,
        name=safe_text(run.what),
        began=run.began,
        moved=run.began,
        problem=safe_text(trouble if has_ended else ""),
        code=run.code or 0,
    )


@lru_cache(maxsize=4096)
def _name_of(artifact: str) -> Safe:
    """What a copy is called whose run nobody remembers."""
    path = urlsplit(artifact).path if "://" in artifact else artifact
    return safe_text(unquote(PurePosixPath(path).name) or artifact)
