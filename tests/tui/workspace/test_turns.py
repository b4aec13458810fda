"""Who hashes stands back; who holds the interpreter does not."""

import asyncio
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tui.workspace.engine import EngineThread
from tui.workspace.turns import HashingTurns


def nice():
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def test_no_more_threads_hash_than_there_are_turns():
    two, within, counts = HashingTurns(2), [], []
    both = threading.Barrier(2)

    def hash_something(_):
        with two:
            within.append(1)
            counts.append(len(within))
            both.wait(10)
            within.pop()

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(hash_something, range(6)))

    assert len(counts) == 6
    assert max(counts) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="a thread has no priority there")
def test_a_thread_that_hashes_stands_back_and_the_engine_does_not():
    seen, done = {}, threading.Event()

    def hash_something():
        with HashingTurns():
            seen["hashing"] = nice()

    async def look():
        seen["engine"] = nice()
        await asyncio.to_thread(hash_something)
        done.set()

    engine = EngineThread(look)
    engine.start()

    assert done.wait(10)
    assert engine.stop(10)
    assert seen == {"engine": nice(), "hashing": 10}
