"""Hashing what arrives on the event loop."""

import asyncio
import hashlib
import random
import statistics
import threading
import time
from contextlib import AsyncExitStack

import pytest

from integrity.digests import stream_thread
from integrity.digests.stream import StreamHasher
from integrity.digests.stream_thread import StreamThread
from integrity.parallel import for_each

MIB = 1024 * 1024


def pattern(size):
    return (bytes(range(256)) * (size // 256 + 1))[:size]


pytestmark = pytest.mark.usefixtures("stream_lanes")


def sha256(data):
    return hashlib.sha256(data).hexdigest()


async def digest_of(chunks, thread=None):
    async with StreamHasher(thread or StreamThread()) as hasher:
        for chunk in chunks:
            await hasher.update(chunk)
        return await hasher.digest()


@pytest.mark.parametrize("size", [0, 1, 300, 256 * 1024, MIB, MIB + 1, 9 * MIB])
@pytest.mark.parametrize("chunk", [100_000, 3 * MIB])
async def test_the_digest_is_that_of_all_chunks(size, chunk):
    data = pattern(size)
    chunks = [data[start : start + chunk] for start in range(0, size, chunk)]
    assert await digest_of(chunks) == sha256(data)


async def test_a_digest_can_be_asked_for_on_the_way():
    script, disk, rest = b"#!/bin/sh", pattern(3 * MIB), b"and more"
    async with StreamHasher(StreamThread()) as hasher:
        so_far = b""
        for data in (script, disk, b"", rest):
            await hasher.update(data)
            so_far += data
            assert await hasher.digest() == sha256(so_far)


async def test_large_chunks_of_one_stream_wait_for_no_other_stream():
    thread, chunk = StreamThread(), pattern(4 * MIB)
    async with asyncio.timeout(30), StreamHasher(thread) as idle:
        await idle.update(chunk)
        await idle.digest()
        async with StreamHasher(thread) as busy:
            for _ in range(6):
                await busy.update(chunk)
            assert await busy.digest() == sha256(chunk * 6)


async def test_streams_that_come_in_any_order_keep_their_own_digests():
    thread, dice, found = StreamThread(), random.Random(7), {}
    contents = [dice.randbytes(dice.randrange(6 * MIB)) for _ in range(9)]

    async def digest(data):
        chunks, start = [], 0
        while start < len(data):
            size = dice.choice([1, 63, 64, 65, 5_000, 300_000, 2 * MIB])
            chunks.append(data[start : start + size])
            start += size
        async with StreamHasher(thread) as hasher:
            for chunk in chunks:
                await hasher.update(chunk)
                await asyncio.sleep(0)
                if dice.random() < 0.02:
                    await hasher.digest()
            found[data] = await hasher.digest()

    await for_each(contents, digest, at_once=5)

    assert found == {data: sha256(data) for data in contents}


async def test_tiny_chunks_are_not_gathered_without_end():
    before = threading.active_count()
    async with StreamHasher(StreamThread()) as hasher:
        for _ in range(1000):
            await hasher.update(b"a")
        assert threading.active_count() == before + 1
        assert await hasher.digest() == sha256(1000 * b"a")


async def test_one_thread_hashes_all_streams_and_goes_with_the_last():
    before, thread = threading.active_count(), StreamThread()
    async with StreamHasher(thread) as one:
        await one.update(pattern(3 * MIB))
        async with StreamHasher(thread) as other:
            await other.update(pattern(5 * MIB))
            assert threading.active_count() == before + 1
            assert await other.digest() == sha256(pattern(5 * MIB))
        assert threading.active_count() == before + 1
        assert await one.digest() == sha256(pattern(3 * MIB))
    assert threading.active_count() == before


async def test_a_thread_that_has_ended_begins_anew():
    thread = StreamThread()
    for size in (2 * MIB, 3 * MIB):
        assert await digest_of([pattern(size)], thread) == sha256(pattern(size))


async def test_a_stream_that_leaves_early_takes_nothing_from_the_others():
    turn = threading.Lock()
    thread = StreamThread(turn)
    async with StreamHasher(thread) as stays:
        with turn:
            await stays.update(pattern(3 * MIB))
            async with StreamHasher(thread) as leaves:
                await leaves.update(bytes(3 * MIB))
            await stays.update(b"and more")
        assert await stays.digest() == sha256(pattern(3 * MIB) + b"and more")


async def test_bytes_wait_until_as_many_streams_have_some_as_gain_from_it(monkeypatch):
    lanes, together = stream_thread.best_lanes(), []

    def update_each(rows):
        together.append(len(rows))
        return lanes.update_each(rows)

    counting = lanes._replace(width=4, update_each=update_each)
    monkeypatch.setattr(stream_thread, "best_lanes", lambda: counting)
    thread, start, half = StreamThread(), bytes(MIB + 1), pattern(MIB // 2)
    async with AsyncExitStack() as open_streams:
        hashers = [StreamHasher(thread) for _ in range(4)]
        for hasher in hashers:
            await open_streams.enter_async_context(hasher)
            await hasher.update(start)
        for _ in range(300):
            await hashers[0].update(b"a")
        await hashers[0].digest()
        together.clear()
        for hasher in hashers:
            await hasher.update(half)
            await hasher.update(half)
        assert await hashers[0].digest() == sha256(start + 300 * b"a" + half + half)
        for hasher in hashers[1:]:
            assert await hasher.digest() == sha256(start + half + half)
    assert together == [4, 4]


async def test_a_script_needs_no_thread():
    before = threading.active_count()
    async with StreamHasher(StreamThread()) as hasher:
        await hasher.update(pattern(300))
        await hasher.digest()
        assert threading.active_count() == before


async def test_the_thread_is_gone_when_the_context_is_left():
    before = threading.active_count()
    await digest_of([pattern(4 * MIB)])
    assert threading.active_count() == before


async def abandon(chunk):
    async with StreamHasher(StreamThread()) as hasher:
        await hasher.update(chunk)


async def test_leaving_early_does_not_wait_for_the_rest():
    before = threading.active_count()
    chunk = bytes(1024 * MIB)
    began = time.process_time()
    await abandon(chunk)
    assert time.process_time() - began < 0.2, "a GiB takes 0.6 s on a fast core"
    assert threading.active_count() == before


async def test_a_cancelled_wait_for_the_digest_leaves_nothing_behind():
    before = threading.active_count()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(digest_of([bytes(512 * MIB)]), timeout=0.02)
    assert threading.active_count() == before


async def test_whoever_brings_bytes_waits_while_eight_mebibytes_are_waiting():
    turn, taken = threading.Lock(), []

    async def bring():
        async with StreamHasher(StreamThread(turn)) as hasher:
            for number in range(64):
                await hasher.update(bytes(MIB))
                taken.append(number)
            await hasher.digest()

    async with asyncio.TaskGroup() as group:
        with turn:
            group.create_task(bring())
            await asyncio.sleep(0)
            assert len(taken) == 8
    assert len(taken) == 64


async def lags_during(work):
    """Seconds that a sleep of none took, again and again, until the work was done."""
    lags = []

    async def watch():
        while not running.done():
            began = time.perf_counter()
            await asyncio.sleep(0)
            lags.append(time.perf_counter() - began)

    async with asyncio.TaskGroup() as group:
        running = group.create_task(work)
        group.create_task(watch())
    return lags


async def test_the_loop_goes_on_while_bytes_are_hashed():
    lags = await lags_during(digest_of([bytes(MIB)] * 128))
    assert statistics.quantiles(lags, n=100)[94] < 0.016


async def test_a_wake_that_comes_late_is_not_taken_for_the_end():
    turn, data = threading.Lock(), pattern(4 * MIB)
    thread = StreamThread(turn)
    async with StreamHasher(thread) as hasher, asyncio.TaskGroup() as group:
        with turn:
            await hasher.update(data)
            asking = group.create_task(hasher.digest())
            for _ in range(3):
                await asyncio.sleep(0)
                thread._running._wake()
            for _ in range(3):
                await asyncio.sleep(0)
            assert not asking.done()
        assert await asking == sha256(data)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
async def test_nobody_waits_for_ever_when_the_thread_dies():
    class Broken:
        def __enter__(self):
            raise OSError

        def __exit__(self, *error):
            pass

    with pytest.raises(RuntimeError, match="died"):
        await digest_of([bytes(3 * MIB)], StreamThread(Broken()))
