"""Copies paused together, because what they copy from is about to end."""

import time
from pathlib import Path

from tui.jobs.board import entries_of
from tui.jobs.entry import JobEntry
from tui.jobs.runs import has_runs, read_runs
from tui.jobs.stops import Stop, wish

_LOOK_SECONDS = 0.05


def pause_copies(state: Path, origin: str, *, patience: float) -> tuple[JobEntry, ...]:
    """Pause every copy from an origin, and wait until their processes have let go.

    Args:
        origin: What the addresses of their artifacts begin with.
        patience: Seconds; what is still under way then stops as soon as it looks.

    Returns:
        The copies that were under way, as far as they had come. They stay resumable.

    Raises:
        OSError: A wish cannot be written down.
    """
    stopped: dict[str, JobEntry] = {}
    until = time.monotonic() + patience
    while has_runs(state):
        running = [one for one in _under_way(state) if _is_of(one, origin)]
        for one in running:
            if one.key not in stopped:
                wish(state, one.key, Stop.PAUSE)
                stopped[one.key] = one
        if not running or time.monotonic() > until:
            break
        time.sleep(_LOOK_SECONDS)
    return tuple(one for one in stopped.values() if one.artifact)


def _under_way(state: Path) -> list[JobEntry]:
    return [one for one in entries_of(read_runs(state), ()) if one.is_under_way]


def _is_of(entry: JobEntry, origin: str) -> bool:
    """Whether it copies from there; one that only starts has not said yet."""
    return not entry.artifact or entry.artifact.startswith(f"{origin}/")
