"""Limits of what moves: bytes a second for all of it, calls side by side for each copy."""

from collections.abc import Awaitable, Callable
from time import monotonic

from integrity.artifacts.policy import asleep
from integrity.dataclass import dataclass

MOST_STREAMS = 16
"""Calls of one copy side by side, unless somebody says otherwise.

A page blob gives 60 MiB/s and 500 calls a second, however many ask.
"""

MOST_COPIES = 64
"""Copies that may go on at once in the background of one machine."""


@dataclass(slots=True)
class RateLimit:
    """Lets bytes pass at a steady rate; whoever is early waits."""

    rate: float | None
    """Bytes a second; None: as fast as they come."""

    clock: Callable[[], float] = monotonic
    sleep: Callable[[float], Awaitable[None]] = asleep
    _free_at: float = 0.0

    async def take(self, size: int) -> None:
        """Wait until `size` bytes may pass."""
        if self.rate is None:
            return
        now = self.clock()
        starts = max(now, self._free_at)
        self._free_at = starts + size / self.rate
        if starts > now:
            await self.sleep(starts - now)
