"""Removes what given-up jobs have left, and forgets those jobs."""

from collections.abc import Callable, Iterable

from transfer.copy_errors import CopyError
from transfer.journal.records import Job
from transfer.journal.store import Journal
from transfer.rescue import place
from transfer.settling import settled
from transfer.strategies.all_strategies import Tools
from transfer.strategies.leavings import remove_leavings
from tui.cli.exit_codes import ExitCode, worst
from tui.cli.transfers.codes import code_of_copy
from tui.cli.transfers.telling import tell_error


async def clear_away(
    jobs: Iterable[Job],
    journal: Journal,
    tools: Tools,
    note: Callable[[str], object],
) -> ExitCode:
    """Clean up after some jobs; one that cannot be stays in the journal.

    Args:
        note: Hears what there was of each.
    """
    codes = []
    for job in jobs:
        try:
            left = await remove_leavings(job, place(job.destination), tools)
        except CopyError as error:
            tell_error(error)
            codes.append(code_of_copy(error, has_begun=False))
            continue
        note(f"{job.short}: {left.value}")
        await settled(None, journal.remove, job.job_id)
    return worst(codes)
