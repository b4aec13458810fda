"""What `bakeferry jobs` does."""

from collections.abc import Mapping
from typing import Any

import click

from integrity.quantities import counted
from transfer.journal.records import Job, JobState
from transfer.journal.store import Journal
from transfer.journal.view import JournalView
from transfer.strategies.all_strategies import Tools
from tui.cli.exit_codes import ExitCode
from tui.cli.live.asking import confirm
from tui.cli.live.running import Live
from tui.cli.shown import say
from tui.cli.transfers.changing import (
    change_jobs,
    job_lines,
    tell_jobs,
    watch_jobs,
    with_journal,
)
from tui.cli.transfers.clearing import clear_away
from tui.cli.transfers.detaching import detach, options_of
from tui.cli.transfers.journal import (
    is_running,
    items_of,
    job_item,
    meant,
    open_journal,
    state_word,
)
from tui.cli.transfers.resuming import resume_jobs
from tui.cli.transfers.running import run_transfer
from tui.cli.transfers.watching import follow_jobs, stop_job
from tui.cli.transfers.words import given
from tui.jobs.served_demos import give_up_from_killed
from tui.jobs.stops import Stop
from tui.preferences import state_directory


def list_jobs(resumable: bool, options: dict[str, Any]) -> int:
    """List all jobs of this machine's journal, those that moved last first."""

    def tell(journal: Journal) -> int:
        view = JournalView(journal)

        def wanted() -> list[Mapping[str, Any]]:
            items = map(job_item, view.jobs())
            return [one for one in items if not resumable or _can_resume(one)]

        if options["watch"]:
            watch_jobs(wanted, options)
        tell_jobs(wanted(), options)
        return ExitCode.DONE

    return with_journal(tell)


def show(ids: tuple[str, ...], options: dict[str, Any]) -> int:
    """Show everything that the journal knows of some jobs."""

    def tell(journal: Journal) -> int:
        known = items_of(journal)
        items = [known[job.job_id] for job in meant(journal.jobs(), ids)]
        if options["output"] != "table" or options["query"]:
            tell_jobs(items, options)
            return ExitCode.DONE
        for line in (line for item in items for line in job_lines(item)):
            click.echo(line)
        return ExitCode.DONE

    return with_journal(tell)


def resume(
    context: click.Context, ids: tuple[str, ...], options: dict[str, Any]
) -> int:
    """Take jobs up where they stood."""
    if bool(ids) == options["every"]:
        raise click.UsageError("name the jobs to take up, or say --all")
    fresh = given(options["address"], say(options))
    if options["no_wait"]:
        said = options_of(context, ("no_wait", "address", "output"))
        addresses = [word for one in fresh for word in ("--address", one)]
        return detach(["jobs", "resume", *said, *addresses, "--", *ids])

    async def job(live: Live, tools: Tools) -> int:
        give_up_from_killed(state_directory(), live.note)
        with open_journal() as journal:
            known = journal.jobs()
            wanted = meant(known, ids)
            if options["every"]:
                wanted = [one for one in known if _is_stopped(journal, one)]
                if not wanted:
                    say(options)("no copy is to be taken up")
            return await resume_jobs(
                wanted, fresh, journal, options=options, tools=tools, live=live
            )

    return run_transfer(options, job)


def pause(ids: tuple[str, ...], options: dict[str, Any]) -> int:
    """Have copies stop where they are, whichever window or terminal they belong to."""

    def check(journal: Journal, one: Job) -> str | None:
        return None if is_running(journal, one) else "is not running"

    def let_go(journal: Journal, one: Job) -> None:
        stop_job(journal, one, Stop.PAUSE)

    return change_jobs(ids, options, check, let_go)


def cancel(ids: tuple[str, ...], options: dict[str, Any]) -> int:
    """Give jobs up, also those that run; `jobs clean` removes what they have left."""

    def check(_: Journal, one: Job) -> str | None:
        return None if one.can_resume else f"is {one.state.value} already"

    def give_up(journal: Journal, one: Job) -> None:
        if is_running(journal, one):
            stop_job(journal, one, Stop.CANCEL)
        else:
            journal.mark(one.job_id, JobState.GIVEN_UP)
        clean = f"bakeferry jobs clean {one.short}"
        say(options)(f"{one.short}: what has arrived stays; `{clean}` removes it")

    return change_jobs(ids, options, check, give_up)


def watch(ids: tuple[str, ...], quiet: bool) -> int:
    """Follow copies to their end, whichever window or terminal they belong to."""

    def follow(journal: Journal) -> int:
        return follow_jobs(journal, meant(journal.jobs(), ids), quiet=quiet)

    return with_journal(follow)


def remove(ids: tuple[str, ...], options: dict[str, Any]) -> int:
    """Forget jobs that are done or given up; no copy is touched."""

    def check(_: Journal, one: Job) -> str | None:
        return "is not done: cancel it, or take it up" if one.can_resume else None

    def forget(journal: Journal, one: Job) -> None:
        journal.remove(one.job_id)

    return change_jobs(ids, options, check, forget)


def clean(ids: tuple[str, ...], options: dict[str, Any]) -> int:
    """Remove what given-up jobs have left: part files, and blobs marked as partial."""

    async def job(_: Live, tools: Tools) -> int:
        with open_journal() as journal:
            known = journal.jobs()
            wanted = meant(known, ids) if ids else known
            left = [one for one in wanted if one.state is JobState.GIVEN_UP]
            if left:
                for one in left:
                    say(options)(f"{one.short}: a part of {one.destination}")
                jobs = counted(len(left), "given-up job")
                await confirm(f"Remove what {jobs} left?", agreed=options["yes"])
            known_items = items_of(journal)
            items = [known_items[one.job_id] for one in left]
            code = await clear_away(left, journal, tools, say(options))
        tell_jobs(items, options, code)
        return code

    return run_transfer(options, job)


def _is_stopped(journal: Journal, job: Job) -> bool:
    return job.can_resume and not is_running(journal, job)


def _can_resume(item: Mapping[str, Any]) -> bool:
    return state_word(item) == "can resume"
