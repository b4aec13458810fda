"""Demos that are served: each leaves a note, so that one that was killed is known.

What a demo has made ends with it: nobody can ever take up a copy from there, though
another demo, or an emulator, may answer at the same port.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from transfer.copy_errors import CopyError
from transfer.journal.holder import Holder
from transfer.journal.records import Job, JobState
from transfer.journal.store import Journal
from transfer.journal.view import JobNow, JournalView
from tui.small_files import json_of, put

_FOLDER = "demos"
"""In the state directory."""


@contextmanager
def noted(state: Path, origin: str) -> Iterator[None]:
    """Meanwhile, let others know that this process serves a demo there."""
    for note, before in _killed(state):
        if before == origin:  # what is from here from now on is ours
            note.unlink(missing_ok=True)
    me = Holder.this_process()
    note = state / _FOLDER / f"{me.nonce}.json"
    with suppress(OSError):  # a hint, which nothing else depends on
        put(note, json.dumps({"origin": origin, **asdict(me)}))
    try:
        yield
    finally:
        with suppress(OSError):
            note.unlink(missing_ok=True)


def give_up_from_killed(state: Path, tell: Callable[[str], object]) -> None:
    """Give up the copies from demos that were killed; their parts are let alone."""
    for note, origin in _killed(state):
        with suppress(CopyError, OSError), Journal.open(state) as journal:
            jobs = [one for one in JournalView(journal).jobs() if _is_left(one, origin)]
            for job in (one.job for one in jobs if not one.is_running):
                journal.mark(job.job_id, JobState.GIVEN_UP)
                tell(_words(job))
            if not any(one.is_running for one in jobs):
                note.unlink(missing_ok=True)


def _killed(state: Path) -> Iterator[tuple[Path, str]]:
    """The notes of demos that could not take them away, and where those were served."""
    notes: list[Path] = []
    with suppress(OSError):  # whoever opens the journal there is told why
        notes += (state / _FOLDER).glob("*.json")
    for note in notes:
        with suppress(ValueError, TypeError, KeyError, AttributeError):
            told: Any = json_of(note)
            origin = str(told.pop("origin"))
            if not Holder(**told).is_alive():
                yield note, origin


def _is_left(one: JobNow, origin: str) -> bool:
    return one.job.can_resume and one.job.artifact.startswith(f"{origin}/")


def _words(job: Job) -> str:
    return (
        f"{job.short} is given up: the demo that it copied from was killed;"
        f" `bakeferry jobs clean {job.short}` removes what had arrived"
    )
