"""A limit on bytes a second, shared by everything that moves."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic


@dataclass(slots=True)
class RateLimit:
    """Lets bytes pass at a steady rate; whoever is early waits."""

    rate: float | None
    """Bytes a second; None: as fast as they come."""

    clock: Callable[[], float] = monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
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
