"""One copy in a process of its own, slow enough to be killed in the middle of it."""

import asyncio
from pathlib import Path
from random import Random

from blob_service import BlobService
from copying import ARTIFACT, MIB, FakeTime, whole

from transfer.azure.blobs.address import BlobAddress
from transfer.copier import copy
from transfer.copy_options import CopyOptions
from transfer.journal.store import Journal
from transfer.strategies.all_strategies import Tools, find_way

CHUNKS = 16
SIZE = CHUNKS * 4 * MIB
PIECE = 96 * 1024
WINDOW = 2 * PIECE
PAUSE = 0.02
"""Seconds that each request takes at least."""


def pieces():
    """A little data in each chunk."""
    dice = Random(7)
    return [
        (index * 4 * MIB + dice.randrange(0, 7000) * 512, dice.randbytes(PIECE))
        for index in range(CHUNKS)
    ]


def expected():
    """The image."""
    return whole(pieces(), SIZE)


class Slow(BlobService):
    """Takes its time, so that there is a middle to be killed in; tells each request."""

    def __init__(self, asked=None):
        super().__init__()
        self.asked = asked
        self.put(ARTIFACT, pieces(), size=SIZE)  # the same version each time

    async def handle_async_request(self, request):
        if self.asked is not None:
            self.asked.release()
        await asyncio.sleep(PAUSE)
        return await super().handle_async_request(request)


def copy_once(folder, asked=None, *, state="state"):
    """Copy, or take up, and end."""
    asyncio.run(_copy(Path(folder), Slow(asked), state))


async def _copy(folder, service, state):
    tools = Tools(service, policy=FakeTime().policy())
    way = find_way(BlobAddress.parse(ARTIFACT), folder / "disk.vhd", tools)
    with Journal.open(folder / state) as journal:
        await copy(way, journal=journal, options=CopyOptions(window=WINDOW))
