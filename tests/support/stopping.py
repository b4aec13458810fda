"""A copy that is stopped in the middle, as by a person who presses Ctrl-C."""

import asyncio
from dataclasses import dataclass, replace

import pytest

from transfer.copier import copy
from transfer.strategies.ports import Mover


@dataclass
class Stopping:
    """A mover that has the whole copy cancelled after some moves."""

    mover: Mover
    task: asyncio.Task
    moves: int

    @property
    def name(self):
        return self.mover.name

    async def move(self, chunk):
        if not self.moves:
            self.task.cancel()
            await asyncio.Event().wait()
        self.moves -= 1
        return await self.mover.move(chunk)


async def stopped(way, moves, **named):
    """Let some chunks move, one after the other, then stop."""

    def stopping(each):
        task = asyncio.current_task()
        return replace(each, movers=(Stopping(each.movers[0], task, moves),))

    plain = way.for_no_disk and stopping(way.for_no_disk)
    with pytest.raises(asyncio.CancelledError):
        await copy(replace(stopping(way), for_no_disk=plain), **named)
    asyncio.current_task().uncancel()
