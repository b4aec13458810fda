"""A clock that tests move by hand and demos let run, and what is due by it."""

import heapq
import itertools
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the simulated time: begins now, or when told, and never goes back."""

    def __init__(self, start: datetime | None = None, *, factor: float = 0.0) -> None:
        """Begin.

        Args:
            start: An aware time; None: the time of this machine.
            factor: Simulated seconds for each real one; 0: it only moves by hand.
        """
        self._start = (start or datetime.now(UTC)).astimezone(UTC)
        self._factor = factor
        self._began = time.monotonic()
        self._moved = timedelta()

    def now(self) -> datetime:
        """The simulated time, in UTC."""
        real = time.monotonic() - self._began
        return self._start + self._moved + timedelta(seconds=real * self._factor)

    def advance(self, seconds: float) -> None:
        """Move on by hand.

        Raises:
            ValueError: That would be backwards.
        """
        if seconds < 0:
            raise ValueError("a clock does not go back")
        self._moved += timedelta(seconds=seconds)


Action = Callable[[datetime], object]
"""Hears the time that it was due."""


class Agenda:
    """What is to happen at which time; it happens when somebody looks."""

    def __init__(self) -> None:
        self._waiting: list[tuple[datetime, int, Action]] = []
        self._numbers = itertools.count()

    def at(self, when: datetime, action: Action) -> None:
        """Have something happen once its time has come."""
        heapq.heappush(self._waiting, (when, next(self._numbers), action))

    def run(self, now: datetime) -> None:
        """Let happen what is due, in the order of its times."""
        while self._waiting and self._waiting[0][0] <= now:
            when, _, action = heapq.heappop(self._waiting)
            action(when)
