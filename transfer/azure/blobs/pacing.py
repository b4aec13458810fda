"""How many calls run side by side: more while it helps, fewer when it hurts."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import field
from time import monotonic

from integrity.artifacts.retries import TryAgain
from integrity.dataclass import dataclass
from transfer.limiting import MOST_STREAMS

FIRST = 4

_STEP_SECONDS = 1.0
_WORTH_IT = 1.05
"""One more call at a time has to bring this many times the bytes."""

_HOLD_SECONDS = 20.0
"""What azcopy waits after a 503 before it dares more again."""

_TOO_MUCH = frozenset((429, 500, 503))


def ignore(again: TryAgain) -> None:
    """Hear of an attempt that failed, and do nothing."""
    del again


@dataclass(slots=True)
class Pacer:
    """A gate whose width follows what comes through it.

    Times are monotonic seconds; a test hands its own clock in.
    """

    at_most: int = MOST_STREAMS
    clock: Callable[[], float] = monotonic
    width: int = FIRST
    """Calls that may run side by side now."""

    heard: Callable[[TryAgain], object] = ignore
    """Hears of each attempt that failed."""

    _bytes: int = 0
    _since: float | None = None
    _best_rate: float = 0.0
    _held_until: float = 0.0
    _owed: int = 0
    """Turns that are not given on when they end: the gate has become narrower."""

    _gate: asyncio.Semaphore = field(init=False)
    """Lets in whoever has waited longest, so that chunks come nearly in their order."""

    def __post_init__(self) -> None:
        self.width = min(self.width, self.at_most)
        self._gate = asyncio.Semaphore(self.width)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until another one may run, and count as running inside the block."""
        await self._gate.acquire()
        try:
            yield
        finally:
            self._give_back()

    def brought(self, size: int) -> None:
        """Count bytes that came through; now and then, let one more run."""
        now = self.clock()
        self._since = now if self._since is None else self._since
        self._bytes += size
        elapsed = now - self._since
        if elapsed < _STEP_SECONDS:
            return
        rate = self._bytes / elapsed
        self._bytes, self._since = 0, now
        if now >= self._held_until and rate >= self._best_rate * _WORTH_IT:
            self._best_rate = rate
            if self.width < self.at_most:
                self.width += 1
                self._give_back()

    def trouble(self, again: TryAgain) -> None:
        """Run half as many when the service has too much to do, and hold that."""
        self.heard(again)
        now = self.clock()
        if again.status in _TOO_MUCH and now >= self._held_until:
            narrower = max(1, self.width // 2)
            self._owed += self.width - narrower
            self.width = narrower
            self._held_until = now + _HOLD_SECONDS
            self._best_rate = 0.0

    def _give_back(self) -> None:
        if self._owed:
            self._owed -= 1
        else:
            self._gate.release()
