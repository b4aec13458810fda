"""Copies given up together, because what they copy from is about to end."""

import socket
import time
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from transfer.journal.records import JobState
from transfer.journal.store import Journal
from transfer.journal.view import JobNow, JournalView
from transfer.strategies.leavings import remove_part
from tui.jobs.board import entries_of
from tui.jobs.entry import JobEntry
from tui.jobs.runs import has_runs, read_runs
from tui.jobs.stops import Stop, wish

_LOOK_SECONDS = 0.05

_THIS_MACHINE = "127.0.0.1"
_CONNECT_SECONDS = 0.2
"""Who takes longer is there, and busy."""


def end_copies(state: Path, origin: str, *, patience: float) -> tuple[JobEntry, ...]:
    """Give up every copy from an origin that is not done, and remove what it has left.

    Those that run are waited for; what has been paused, or has failed, is given up too:
    nobody can ever take it up.

    Args:
        origin: What the addresses of their artifacts begin with.
        patience: Seconds; what is still under way then stops as soon as it looks.

    Returns:
        The copies that were under way, as far as they had come.

    Raises:
        OSError: A wish cannot be written down.
        CopyError: The journal cannot be used.
    """
    if not has_runs(state):
        return ()
    with Journal.open(state) as journal:
        view = JournalView(journal)
        stopped = _stop(state, origin, view, patience)
        for one in view.jobs():
            if _is_left(one, origin):
                _give_up(one, journal)
    return stopped


def give_up_orphans(state: Path) -> None:
    """Give up every copy from a server of this machine that is there no more.

    What runs yet is let alone: it meets nobody, and ends by itself.

    Raises:
        CopyError: The journal cannot be used.
    """
    if not has_runs(state):
        return
    is_served = cache(_is_served)
    with Journal.open(state, busy_seconds=_LOOK_SECONDS) as journal:
        for one in JournalView(journal).jobs():
            place = urlsplit(one.job.artifact)
            origin = f"{place.scheme}://{place.netloc}"
            if (
                place.hostname == _THIS_MACHINE
                and _is_left(one, origin)
                and not is_served(place.port)
            ):
                _give_up(one, journal)


def _is_served(port: int | None) -> bool:
    try:
        with socket.create_connection((_THIS_MACHINE, port or 0), _CONNECT_SECONDS):
            return True
    except ConnectionRefusedError:
        return False
    except OSError:  # nobody knows
        return True


def _stop(
    state: Path, origin: str, view: JournalView, patience: float
) -> tuple[JobEntry, ...]:
    stopped: dict[str, JobEntry] = {}
    until = time.monotonic() + patience
    while running := _under_way(state, origin, view):
        for one in running:
            if one.key not in stopped:
                wish(state, one.key, Stop.DISCARD)
                stopped[one.key] = one
        if time.monotonic() > until:
            break
        time.sleep(_LOOK_SECONDS)
    return tuple(one for one in stopped.values() if one.artifact)


def _under_way(state: Path, origin: str, view: JournalView) -> list[JobEntry]:
    """Those from there; one that only starts has not said yet where it is from."""
    known = entries_of(read_runs(state), view.jobs())
    running = (one for one in known if one.is_under_way)
    return [one for one in running if not one.artifact or _is_of(one.artifact, origin)]


def _is_left(one: JobNow, origin: str) -> bool:
    is_stopped = one.job.can_resume and not one.is_running
    return is_stopped and _is_of(one.job.artifact, origin)


def _is_of(artifact: str, origin: str) -> bool:
    return artifact.startswith(f"{origin}/")


def _give_up(one: JobNow, journal: Journal) -> None:
    journal.mark(one.job.job_id, JobState.GIVEN_UP)
    if "://" not in one.job.destination:  # a blob of theirs ends with them
        remove_part(one.job, Path(one.job.destination))
