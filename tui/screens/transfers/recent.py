"""What copies have done of late: told by what is known of each, so by any window."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from heapq import nlargest
from itertools import chain

from integrity.safe_text import Safe, safe_text
from tui.jobs.entry import JobEntry, Standing
from tui.screens.copy_lines import percent
from tui.screens.times import moment_words
from tui.widgets.lines import Line, Piece, Tone, line

_MOST = 50
_TONES = {
    Standing.STOPPED: Tone.WARNING,
    Standing.FAILED: Tone.BAD,
    Standing.DONE: Tone.GOOD,
}

Event = tuple[float, Safe, Safe, Tone]
"""When, of which copy, what, and what that means."""


def recent_lines(copies: Iterable[JobEntry], now: datetime) -> Iterator[Line]:
    """What has happened, the newest first."""
    events = chain.from_iterable(map(_events, copies))
    for when, name, words, tone in nlargest(_MOST, events, key=lambda one: one[0]):
        moment = datetime.fromtimestamp(when, UTC)
        yield line(
            Piece(Safe(f"{moment_words(moment, now):<12}"), Tone.MUTED),
            safe_text(f"  {name} "),
            Piece(words, tone),
        )


def _events(copy: JobEntry) -> Iterator[Event]:
    if copy.began:
        again = f", attempt {copy.attempts}" if copy.attempts > 1 else ""
        how = f": {copy.strategy}" if copy.strategy else ""
        yield copy.began, copy.name, safe_text(f"started{again}{how}"), Tone.PLAIN
    if not copy.moved or copy.standing in (Standing.STARTING, Standing.WAITING):
        return
    tone = _TONES.get(copy.standing, Tone.PLAIN)
    yield copy.moved, copy.name, _last(copy), tone


def _last(copy: JobEntry) -> Safe:
    """What a copy did last."""
    how_far = percent(copy)
    if copy.standing is Standing.RUNNING:
        if copy.stage == "retrying":
            return safe_text(
                f"the other end is asked again; {how_far or 'nothing'} is kept"
            )
        return safe_text(f"checkpoint {how_far}".strip())
    if copy.receipt is not None:
        return safe_text(f"done, {copy.receipt.level.words}")
    why = f": {copy.problem}" if copy.problem else ""
    at = f" at {how_far}" if how_far else ""
    return safe_text(f"{copy.standing}{at}{why}")
