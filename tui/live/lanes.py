"""What is under way with Azure, in lanes that do not wait for each other."""

import asyncio
from collections.abc import Awaitable, Callable

from integrity.parallel import for_each
from transfer.errors import AzureError

_READS = 4
_CHANGES = 4
_ENDINGS = 64
"""How many of each are under way side by side."""

Work = Callable[[], Awaitable[object]]
Lane = asyncio.Queue[Work]


class Lanes:
    """A lane each for reading, for changing and for waiting until a change has ended.

    A cancelling does not wait for a thousand run outputs, nor anything for a build's
    end, which may be hours away.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        """Take work; it begins with `live`.

        Args:
            say: Told what went wrong.
        """
        self.reads: Lane = asyncio.Queue()
        self.changes: Lane = asyncio.Queue()
        self.endings: Lane = asyncio.Queue()
        self._say = say

    async def live(self) -> None:
        """Do what is asked for, until cancelled."""
        takers = [self.reads] * _READS
        takers += [self.changes] * _CHANGES
        takers += [self.endings] * _ENDINGS
        await for_each(takers, self._take, at_once=len(takers))

    async def _take(self, lane: Lane) -> None:
        """Do one thing after the other; what fails is said."""
        while True:
            work = await lane.get()
            try:
                await work()
            except AzureError as error:
                self._say(str(error))
