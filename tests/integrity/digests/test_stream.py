"""Hashing what arrives on the event loop."""

import asyncio
import hashlib
import statistics
import threading
import time

import pytest
from blake3 import blake3

from integrity.digests.stream import StreamHasher
from integrity.parallel import for_each

MIB = 1024 * 1024


def pattern(size):
    return (bytes(range(256)) * (size // 256 + 1))[:size]


async def digest_of(chunks, algorithms=("sha256",)):
    async with StreamHasher(algorithms) as hasher:
        for chunk in chunks:
            await hasher.update(chunk)
        return await hasher.digests()


@pytest.mark.parametrize("size", [0, 1, 300, 256 * 1024, MIB, MIB + 1, 9 * MIB])
@pytest.mark.parametrize("chunk", [100_000, 3 * MIB])
async def test_the_digest_is_that_of_all_chunks(size, chunk):
    data = pattern(size)
    chunks = [data[start : start + chunk] for start in range(0, size, chunk)]
    assert await digest_of(chunks) == {"sha256": hashlib.sha256(data).hexdigest()}


async def test_digests_can_be_asked_for_on_the_way():
    first, second = pattern(3 * MIB), b"and more"
    async with StreamHasher() as hasher:
        for data, all_of_it in ((first, first), (b"", first), (second, first + second)):
            await hasher.update(data)
            expected = hashlib.sha256(all_of_it).hexdigest()
            assert await hasher.digests() == {"sha256": expected}


async def test_several_digests_come_from_one_pass():
    data = pattern(3 * MIB)
    assert await digest_of([data], ("sha256", "blake3")) == {
        "sha256": hashlib.sha256(data).hexdigest(),
        "blake3": blake3(data).hexdigest(),
    }


async def test_a_script_needs_no_thread():
    before = threading.active_count()
    async with StreamHasher() as hasher:
        await hasher.update(pattern(300))
        await hasher.digests()
        assert threading.active_count() == before


async def test_the_thread_is_gone_when_the_context_is_left():
    before = threading.active_count()
    await digest_of([pattern(4 * MIB)])
    assert threading.active_count() == before


async def abandon(chunk):
    async with StreamHasher() as hasher:
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
        async with StreamHasher(turns=turn) as hasher:
            for number in range(64):
                await hasher.update(bytes(MIB))
                taken.append(number)
            await hasher.digests()

    async with asyncio.TaskGroup() as group:
        with turn:
            group.create_task(bring())
            await asyncio.sleep(0)
            assert len(taken) == 9, "the first was hashed at once"
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
    async with StreamHasher(("sha256",), turn) as hasher, asyncio.TaskGroup() as group:
        with turn:
            await hasher.update(data)
            asking = group.create_task(hasher.digests())
            for _ in range(3):
                await asyncio.sleep(0)
                hasher._thread._wake()
            for _ in range(3):
                await asyncio.sleep(0)
            assert not asking.done()
        assert await asking == {"sha256": hashlib.sha256(data).hexdigest()}


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


async def test_threads_hash_when_it_is_their_turn():
    turns, found = CountedTurns(), []

    async def digest(_):
        async with StreamHasher(("sha256",), turns) as hasher:
            for _ in range(4):
                await hasher.update(bytes(4 * MIB))
            found.append((await hasher.digests())["sha256"])

    await for_each(range(3), digest, at_once=3)

    assert found == 3 * [hashlib.sha256(bytes(16 * MIB)).hexdigest()]
    assert turns.most == 1
