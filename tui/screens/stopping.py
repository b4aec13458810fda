"""Copies paused, taken up and given up: what the keys of a copy do."""

from typing import TYPE_CHECKING

from integrity.quantities import counted
from integrity.safe_text import Safe, safe_text
from tui.jobs.entry import JobEntry, Standing
from tui.jobs.stops import Stop
from tui.screens.remembering import remember
from tui.widgets.lines import line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.screens.bakeferry import Bakeferry
    from tui.screens.frame import FrameScreen
    from tui.widgets.lines import Line

_KEEP = "keep"
_FOLLOW = "bakeferry jobs watch"
_CLOSES = Safe(
    "This window closes when all copies have ended. To have it stay: q, and Stay."
)


def pause_or_resume(frame: "FrameScreen", job: JobEntry) -> None:
    """Pause a copy that runs; take up one that does not."""
    window = frame.bakeferry
    if _is_too_soon(frame, job):
        return
    if job.is_under_way:
        window.jobs.want().stop(job, Stop.PAUSE)
        remember(frame, f"bakeferry jobs pause {job.short}")
        window.say(safe_text(f"{job.name}: pausing; what has arrived stays."))
    else:
        retry(frame, job)


def retry(frame: "FrameScreen", job: JobEntry) -> None:
    """Take a copy up where it stood, or try it once more."""
    window = frame.bakeferry
    if not job.can_resume:
        window.say(safe_text(f"{job.name}: is {job.standing}; nothing to go on with."))
        return
    if window.preferences.read_only:
        window.say(Safe("Resume: read-only mode is on"), severity="warning")
        return
    window.jobs.want().resume(job)
    remember(frame, f"bakeferry jobs resume {job.short}")
    window.say(safe_text(f"{job.name}: goes on where it stopped."))


def ask_cancel(frame: "FrameScreen", job: JobEntry) -> None:
    """Ask whether a copy is to be given up, and what becomes of its part."""
    from tui.screens.dialogs.choice import ChoiceDialog  # only when it is asked for

    window = frame.bakeferry
    if _is_too_soon(frame, job):
        return
    if not job.is_under_way and not (job.can_resume and job.job_id):
        window.say(safe_text(f"{job.name}: is {job.standing} already."))
        return

    def decide(chosen: str | None) -> None:
        if chosen in tuple(Stop):
            window.jobs.want().stop(job, Stop(chosen))
            remember(frame, f"bakeferry jobs cancel {job.short}")

    choices = {
        _KEEP: line(Safe("Keep the copy")),
        Stop.CANCEL.value: line(Safe("Give it up, and keep the part that arrived")),
        Stop.DISCARD.value: line(Safe("Give it up, and remove the part")),
    }
    frame.app.push_screen(
        ChoiceDialog(
            safe_text(f"Cancel {job.name}?"),
            choices,
            glyphs=frame.glyphs,
            chosen=_KEEP,
        ),
        decide,
    )


def _is_too_soon(frame: "FrameScreen", job: JobEntry) -> bool:
    """A copy whose process has not said yet what it is can be told nothing."""
    if job.standing is Standing.STARTING:
        frame.bakeferry.say(safe_text(f"{job.name}: is only starting; in a moment."))
    return job.standing is Standing.STARTING


def _ends(count: int) -> "dict[str, Line]":
    """What can become of so many copies when the window is left."""
    them, they_are = ("it", "it is") if count == 1 else ("them", "they are")
    goes_on = f"Go on in the background: the next start shows {them}"
    stop = f"Leave {them} resumable: stop where {they_are}, and quit"
    return {
        "background": line(Safe(goes_on)),
        "wait": _waiting(count),
        "stop": line(Safe(stop)),
        _KEEP: line(Safe("Stay")),
    }


def _demo_ends(count: int) -> "dict[str, Line]":
    """The same in a demo, without which no copy goes on."""
    them = "it" if count == 1 else "them"
    return {
        "wait": _waiting(count),
        "stop": line(Safe(f"Give {them} up, and quit: the demo's Azure ends with it")),
        _KEEP: line(Safe("Stay")),
    }


def _waiting(count: int) -> "Line":
    have_ended = "it has ended" if count == 1 else "they have ended"
    return line(Safe(f"Wait here, and quit when {have_ended}"))


def ask_leaving(frame: "FrameScreen", leave: "Callable[[], object]") -> bool:
    """Ask what becomes of the copies under way; says whether there are any.

    Args:
        leave: Called where the window may be left now.
    """
    from tui.screens.dialogs.choice import ChoiceDialog

    window = frame.bakeferry
    running = window.jobs.under_way
    window.last_words = None
    if not running:
        return False

    copies = counted(len(running), "copy", "copies")

    def decide(chosen: str | None) -> None:
        window.copies.leaves_when_still = chosen in ("stop", "wait")
        match chosen:
            case "background":
                window.last_words = safe_text(f"{copies} in the background: {_FOLLOW}")
                leave()
            case "stop":
                _stop_all(window, running)
            case "wait":
                window.say(_CLOSES)

    ends_too = window.opening.azure.ends_with_window
    choices = (_demo_ends if ends_too else _ends)(len(running))
    verb = "runs" if len(running) == 1 else "run"
    frame.app.push_screen(
        ChoiceDialog(
            safe_text(f"Quit? {copies} {verb}"),
            choices,
            glyphs=frame.glyphs,
            chosen=next(iter(choices)),
        ),
        decide,
    )
    return True


def _stop_all(window: "Bakeferry", running: "Sequence[JobEntry]") -> None:
    """Have all copies stop: for good, where what they read ends with the window."""
    ends_too = window.opening.azure.ends_with_window
    for one in running:
        window.jobs.want().stop(one, Stop.DISCARD if ends_too else Stop.PAUSE)
    if not ends_too:
        window.last_words = _taken_up(running)


def _taken_up(stopped: "Sequence[JobEntry]") -> Safe:
    """The command that takes up what was stopped, as it is typed."""
    if all(one.job_id for one in stopped):
        ids = " ".join(one.short for one in stopped)
        return safe_text(f"to go on where it stopped: bakeferry jobs resume {ids}")
    return Safe("what can be taken up: bakeferry jobs list --resumable")
