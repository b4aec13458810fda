"""Runs a command that moves disks: opens the wire, and makes errors codes."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from transfer.azure.staging.signing import SigningTransport
from transfer.copy_errors import ArtifactGone, CopyError
from transfer.limiting import RateLimit
from transfer.most_telling import most_telling
from transfer.strategies.all_strategies import Tools
from tui.cli.live.running import Live, run_live
from tui.cli.shown import say_aside
from tui.cli.transfers.allocation import keep_buffers, make_do
from tui.cli.transfers.codes import code_of_copy
from tui.cli.transfers.telling import tell_error

Job = Callable[[Live, Tools], Awaitable[int]]


def run_transfer(options: Mapping[str, Any], job: Job) -> int:
    """Open the wire to whatever holds the disks, do a job, and return its exit code.

    Nobody signs in before a blob is asked for that needs it. Errors of single copies
    are the job's own to tell; one that ends all of it becomes a message and a code.
    """

    async def with_tools(live: Live) -> int:
        try:
            return await job(live, _tools_of(live, options))
        except CopyError as error:
            return _complain(error)
        except BaseExceptionGroup as group:
            worst = most_telling(group)
            if not isinstance(worst, CopyError):
                raise
            return _complain(worst)

    needs_place = "subscription" in options
    quiet = {} if needs_place else {"quiet": True}
    make_do()
    keep_buffers()
    return run_live({**options, **quiet}, with_tools)


def _tools_of(live: Live, options: Mapping[str, Any]) -> Tools:
    """What all copies of a run share."""
    streams = options.get("streams")
    more = {} if streams is None else {"at_once": streams}
    signing = SigningTransport(live.session.transport)
    return Tools(
        signing,
        signing=signing,
        limit=RateLimit(options.get("limit_rate") or None),
        **more,
    )


def _complain(error: CopyError) -> int:
    if isinstance(error, ArtifactGone):  # its advice speaks of a copy that was begun
        say_aside(str(error))
    else:
        tell_error(error)
    return code_of_copy(error, has_begun=False)
