"""Follows and stops copies of any process, whoever began them."""

import time
from collections.abc import Iterable, Iterator, Sequence

import click

from integrity.progress import Progress, Stage
from transfer.journal.errors import JobBusy
from transfer.journal.records import Job
from transfer.journal.store import Journal
from transfer.journal.view import JournalView
from tui.cli.exit_codes import ExitCode, worst
from tui.cli.progress_line import ProgressLine
from tui.cli.shown import shown
from tui.cli.transfers.detaching import seen_in_time
from tui.cli.transfers.journal import NoSuchJob, is_running
from tui.jobs.board import entries_of
from tui.jobs.entry import JobEntry, Standing
from tui.jobs.runs import Run, key_of, read_runs
from tui.jobs.stops import Stop, wish
from tui.preferences import state_directory

_LOOK_SECONDS = 0.25

_STOP_SECONDS = 60.0
"""How long a copy may take to let go: what is on its way is written first."""

_CODES = {
    Standing.CANCELLED: ExitCode.INTERRUPTED,
    Standing.PAUSED: ExitCode.PARTIAL,
    Standing.STOPPED: ExitCode.PARTIAL,
}


def stop_job(journal: Journal, job: Job, stop: Stop) -> None:
    """Have the process that works on a job let it go.

    Raises:
        JobBusy: It does not, or not soon.
        OSError: The wish cannot be written down.
    """
    wish(state_directory(), key_of(job.artifact, job.destination), stop)
    let_go = seen_in_time(lambda: not is_running(journal, job) or None, _STOP_SECONDS)
    if let_go is None:
        holder = journal.holder(job.job_id)
        raise JobBusy(job.destination, holder.pid if holder else 0)


def follow_jobs(journal: Journal, jobs: Sequence[Job], *, quiet: bool) -> ExitCode:
    """Tell how jobs go on until none of them is under way; returns the exit code.

    Args:
        jobs: None of them means every one that is under way now; where none is any
            more, those of the run that began last, which may just have ended.

    Raises:
        NoSuchJob: Nothing is under way, and no run is remembered.
    """
    entries: Sequence[JobEntry] = ()
    with ProgressLine("copy", quiet=quiet) as tell:
        for entries in _looks(journal, jobs):
            for one in entries:
                stage = Stage(one.stage) if one.stage else Stage.WAITING
                tell(Progress(one.name, stage, one.done, one.total))
    for one in entries:
        why = f": {one.problem}" if one.problem else ""
        click.echo(f"{one.short:<8}  {one.standing}  {shown(one.name)}{why}")
    return worst(_code_of(one) for one in entries)


def _code_of(entry: JobEntry) -> ExitCode:
    """As of the command that copies, also where another process is that."""
    if entry.standing is Standing.FAILED:
        return ExitCode(entry.code or ExitCode.PARTIAL)
    return _CODES.get(entry.standing, ExitCode.DONE)


def _begun_last(runs: Iterable[Run], entries: Iterable[JobEntry]) -> set[str]:
    """Copies of the run that began last, of those that are known of.

    One that began while the clock was ahead would be the last for years.
    """
    known, now = {one.key for one in entries}, time.time()
    past = (run for run in runs if run.began <= now)
    begun = ({item.key for item in run.items} & known for run in past)
    return next(filter(None, begun), set())


def _looks(journal: Journal, jobs: Sequence[Job]) -> Iterator[list[JobEntry]]:
    wanted = {key_of(job.artifact, job.destination) for job in jobs}
    is_any_wanted = not jobs
    view = JournalView(journal)
    while True:
        runs = read_runs(state_directory())
        entries = entries_of(runs, view.jobs())
        if is_any_wanted:  # a run may find more to copy as it goes on
            wanted |= {one.key for one in entries if one.is_under_way}
        wanted = wanted or _begun_last(runs, entries)
        if not wanted:
            raise NoSuchJob(
                "nothing is under way; `bakeferry jobs list` shows the rest"
            )
        found = [one for one in entries if one.key in wanted]
        yield found
        if not any(one.is_under_way for one in found):
            return
        time.sleep(_LOOK_SECONDS)
