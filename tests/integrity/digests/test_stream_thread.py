"""The one thread that hashes what several streams bring, and when it does."""

import asyncio
import threading
from hashlib import sha256

import pytest

from integrity.digests.stream import StreamHasher
from integrity.digests.stream_thread import StreamThread
from integrity.parallel import for_each

MIB = 1024 * 1024

pytestmark = pytest.mark.usefixtures("stream_lanes")


class CountedTurns:
    """One turn for all, and how many were within it at the same time."""

    def __init__(self):
        self.turn, self.within, self.most = threading.Semaphore(1), 0, 0

    def __enter__(self):
        self.turn.acquire()
        self.within += 1
        self.most = max(self.most, self.within)

    def __exit__(self, *error):
        self.within -= 1
        self.turn.release()


async def test_many_tiny_chunks_of_one_stream_wait_for_no_other_stream():
    hashed = threading.Event()

    class Turn(CountedTurns):
        def __enter__(self):
            hashed.set()
            super().__enter__()

    thread = StreamThread(Turn())
    idle, busy = thread.begin(), thread.begin()
    for _ in range(512):
        await thread.give(busy, b"a")
    assert await asyncio.to_thread(hashed.wait, 5)
    for stream in (idle, busy):
        thread.end(stream)


async def test_threads_hash_when_it_is_their_turn():
    turns, found = CountedTurns(), []

    async def digest(_):
        async with StreamHasher(StreamThread(turns)) as hasher:
            for _ in range(4):
                await hasher.update(bytes(4 * MIB))
            found.append(await hasher.digest())

    await for_each(range(3), digest, at_once=3)

    assert found == 3 * [sha256(bytes(16 * MIB)).hexdigest()]
    assert turns.most == 1
