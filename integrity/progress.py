"""How far the work has come: snapshots, a listener, and a meter for rates."""

from collections import deque
from collections.abc import Callable
from dataclasses import field
from enum import StrEnum

from integrity.dataclass import dataclass


class Stage(StrEnum):
    """What is being done to an item."""

    WAITING = "waiting"
    READING = "reading"
    HASHING = "hashing"
    COPYING = "copying"
    RETRYING = "retrying"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one item has come, in bytes."""

    item: str
    """What is worked on: an artifact's address as it may be shown, or a path."""

    stage: Stage

    done: int
    """Bytes behind us."""

    total: int | None = None
    """Bytes in all; None while the size is not known."""

    trouble: str = ""
    """While it is tried again: what went wrong, as the last attempt has told it."""


ProgressSink = Callable[[Progress], object]
"""Hears snapshots, always on the event loop's thread."""


def silent(progress: Progress) -> None:
    """Hear nothing: the default sink."""
    del progress


@dataclass(slots=True)
class Meter:
    """Folds totals over time into a rate over the last few seconds.

    Times are monotonic seconds and are handed in, so that a test needs no clock.
    """

    window: float = 5.0
    """Seconds that the rate looks back."""

    _seen: deque[tuple[float, int]] = field(default_factory=deque)

    def note(self, now: float, done: int) -> None:
        """Remember that `done` bytes were behind us at `now`."""
        self._seen.append((now, done))
        while len(self._seen) > 2 and self._seen[0][0] < now - self.window:
            self._seen.popleft()

    def skip(self, now: float) -> None:
        """Nobody worked since the last moment: until `now` the time does not count."""
        pause = now - self._seen[-1][0] if self._seen else 0.0
        self._seen = deque((at + pause, done) for at, done in self._seen)

    @property
    def rate(self) -> float | None:
        """Bytes a second; None until two moments are known."""
        if len(self._seen) < 2:
            return None
        (began, first), (ended, last) = self._seen[0], self._seen[-1]
        return (last - first) / (ended - began) if ended > began else None

    def seconds_left(self, total: int | None) -> float | None:
        """Seconds until `total` at the present rate; None when nobody can say."""
        rate = self.rate
        if total is None or not rate or not self._seen:
            return None
        return max(0.0, (total - self._seen[-1][1]) / rate)
