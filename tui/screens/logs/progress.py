"""How far a build is: its sub-states, its customizers, its time."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from integrity.safe_text import Safe, safe_text
from tui.glyphs import Glyphs
from tui.live.snapshot import LiveLog, LiveTemplate
from tui.screens.times import clock
from tui.sub_states import SUB_STATES, step_of
from tui.widgets.lines import Line, Piece, Tone, labelled

LABEL_CELLS = 17


def progress_lines(
    log: LiveLog, template: LiveTemplate, glyphs: Glyphs, now: datetime
) -> Iterator[Line]:
    """Three lines of a build that runs; none where none does."""
    last = template.summary.last_run
    if last is None or not last.is_running:
        return
    state = last.sub_state or last.run_state
    at = step_of(state)
    if at is not None:
        steps = _walk([Safe(one) for one in SUB_STATES], at, glyphs)
        yield labelled("Build", LABEL_CELLS, *steps)
    else:
        yield labelled("Build", LABEL_CELLS, Piece(state, Tone.ACCENT))
    names = [
        one.name or safe_text(f"{number} {one.kind}")
        for number, one in enumerate(log.customizers, 1)
    ]
    if names:
        steps = _walk(names, _customizer(log), glyphs)
        yield labelled("Customizers", LABEL_CELLS, *steps)
    seconds = last.seconds(now)
    if seconds is not None:
        minutes = template.summary.most_minutes
        left = clock(max(0.0, minutes * 60 - seconds))
        words = f"{clock(seconds)}, {left} left of {minutes} min"
        yield labelled("Time", LABEL_CELLS, safe_text(words))


def _customizer(log: LiveLog) -> int:
    """The index of the customizer that the log is in, or is to come to next."""
    begun = [one for one in log.steps if one.number is not None]
    if not begun or begun[-1].number is None:
        return -1
    return begun[-1].number - (0 if begun[-1].has_ended else 1)


def _walk(names: Sequence[Safe], at: int, glyphs: Glyphs) -> Iterator[Piece]:
    """What lies just behind, where one is, and what is to come: each with its sign."""
    for index, name in enumerate(names):
        if index < at - 1:
            continue
        sign, tone = glyphs.waiting, Tone.MUTED
        if index < at:
            sign, tone = glyphs.ok, Tone.GOOD
        elif index == at:
            sign, tone = glyphs.running, Tone.ACCENT
        yield Piece(safe_text(f"{sign} {name}  "), tone)
