"""How late an event loop is while this process hashes as fast as it can.

    python tests/benchmarks/lag_cases.py [--small] [--directory DIR]

Ticks are due sixty times a second, as a screen wants them; late is what comes after.
Python's threads take turns as often as in the application.
"""

import asyncio
import hashlib
import mmap
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

PROJECT = Path(__file__).parents[2]
sys.path[:0] = [str(PROJECT)]

import alone
import feeder
from digest_cases import fill
from figures import Figure
from measuring import MIB

from integrity.digests.counter import no_tick
from integrity.digests.engine import hash_together
from integrity.digests.plan import usable_cores
from integrity.digests.pool import Pool
from integrity.digests.stream import StreamHasher
from integrity.digests.stream_thread import StreamThread
from integrity.digests.walk import find_files
from integrity.errors import HashingCancelled
from tui.workspace.turns import stand_back

_TICK = 1 / 60
_CHUNK = 256 * 1024
_ROUNDS = 5
"""A busy moment of the machine is enough to make the latest of a hundred ticks, and of a feed
a torrent or a drought."""

_ROOMS = 8
"""Chunks of a feed that may wait, by hand."""

_SWITCH_SECONDS = 0.001
_PAINTING = 0.005

GB = 10**9
FEED = "hashing 1 GB/s that arrive"
FEED_BY_HAND = f"{FEED}, two threads by hand"
NICE, PAINTED = "hashing, nice", "hashing, nice, painting 5 ms"
IDLE, IDLE_PAINTED = "idle", "idle, painting 5 ms"
BARE = "bare sha256 on one core"

WANTED = {"hashing": 6, NICE: 6, PAINTED: 8, FEED: 5}
"""Milliseconds that the latest of a hundred ticks may be late."""


class StandingBack(Pool):
    """Its threads let others come first, as those of the application do."""

    def map(self, do, batches, *, useful, tick=no_tick):
        def do_nicely(work, counter, buffer):
            stand_back()
            return do(work, counter, buffer)

        return super().map(do_nicely, batches, useful=useful, tick=tick)


_WAYS = (
    (IDLE, None, 0.0),
    ("hashing", Pool, 0.0),
    (NICE, StandingBack, 0.0),
    (IDLE_PAINTED, None, _PAINTING),
    (PAINTED, StandingBack, _PAINTING),
)
"""Its name, whose threads hash, and the seconds that a tick computes."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much there is to hash, and for how long the loop is looked at."""

    files: int
    each: int
    seconds: float


FULL = Sizes(files=8, each=256 * MIB, seconds=5)
SMALL = Sizes(files=4, each=32 * MIB, seconds=2)


def run(sizes: Sizes, directory: Path | None = None) -> Iterator[Figure]:
    """Look at an idle loop, and at one beside each way to hash."""
    with tempfile.TemporaryDirectory(dir=directory) as name:
        folder = Path(name)
        for number in range(sizes.files):
            fill(folder / str(number), sizes.each)
        os.sync()  # or the system writes them out beside the first rounds
        with _turns_as_in_the_application():
            yield from _beside_pools(folder, sizes.seconds)
            yield from _beside_a_feed(sizes.seconds)


@contextmanager
def _turns_as_in_the_application() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_SECONDS)
    yield
    sys.setswitchinterval(before)


def _beside_pools(folder: Path, seconds: float) -> Iterator[Figure]:
    alone_rates = []
    found: dict[str, list[tuple[list[float], float]]] = {
        words: [] for words, *_ in _WAYS
    }
    for _ in range(_ROUNDS):
        alone_rates.append(_unattended(folder, seconds))
        for words, kind, painting in _WAYS:
            watching = _beside_a_pool(folder, seconds, kind, painting)
            found[words].append(asyncio.run(watching))
    alone_rate = statistics.median(alone_rates)
    yield Figure("hashing without a loop", alone_rate, "MiB/s", "")
    for words, kind, _ in _WAYS:
        lags, rates = zip(*found[words], strict=True)
        yield from _figures(words, *lags)
        if kind is not None:
            share = statistics.median(rates) / alone_rate * 100
            yield Figure(f"{words}: rate", share, "%", "of hashing without a loop")


def _beside_a_feed(seconds: float) -> Iterator[Figure]:
    yield Figure(BARE, _bare(seconds / 5) / GB, "GB/s", "without a file or a loop")
    for words, rounds in _by_turns(seconds).items():
        lags, rates = zip(*rounds, strict=True)
        yield from _figures(words, *lags)
        rate = statistics.median(rates) / GB * 100
        yield Figure(f"{words}: rate", rate, "%", "of what is sent")


def _by_turns(seconds: float) -> Mapping[str, list[tuple[list[float], float]]]:
    """How late the loop was, and the bytes a second, in each round of each way."""
    ways = ((FEED, _received), (FEED_BY_HAND, _received_by_hand))
    found: dict[str, list[tuple[list[float], float]]] = {FEED: [], FEED_BY_HAND: []}
    for _ in range(_ROUNDS):
        for words, take in ways:
            with _feed() as connection:
                watching = _beside_a_stream(take(connection, seconds), seconds)
                found[words].append(asyncio.run(watching))
    return found


def _unattended(folder: Path, seconds: float) -> float:
    until = time.monotonic() + seconds
    pool = Pool(usable_cores())
    return _hash(folder, pool, lambda: time.monotonic() < until)


def _hash(folder: Path, pool: Pool, goes_on: Callable[[], bool]) -> float:
    """Hash again and again; MiB/s."""

    def tick() -> None:
        if not goes_on():
            pool.cancel()

    began = time.monotonic()
    try:
        while True:
            for _ in hash_together(find_files([str(folder)]), pool=pool, tick=tick):
                pass
    except HashingCancelled:
        return pool.bytes_done / MIB / (time.monotonic() - began)


async def _beside_a_pool(
    folder: Path, seconds: float, kind: type[Pool] | None, painting: float
) -> tuple[list[float], float]:
    if kind is None:
        return await _lags(seconds, painting), 0
    pool = kind(usable_cores())
    hashing = asyncio.to_thread(_hash, folder, pool, lambda: True)
    async with asyncio.TaskGroup() as group:
        rate = group.create_task(hashing)
        lags = await _lags(seconds, painting)
        pool.cancel()
    return lags, rate.result()


def _bare(seconds: float) -> float:
    """Bytes a second of sha256 that are there already."""
    chunk, digest, done = bytes(_CHUNK), hashlib.sha256(), 0
    began = time.monotonic()
    while (took := time.monotonic() - began) < seconds:
        digest.update(chunk)
        done += _CHUNK
    return done / took


@contextmanager
def _feed() -> Iterator[socket.socket]:
    """Where another process sends."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        command = [sys.executable, feeder.__file__, str(port), str(GB)]
        with subprocess.Popen(command) as process:
            connection, _ = server.accept()
            connection.setblocking(False)
            with connection:
                yield connection
            process.terminate()


async def _beside_a_stream(
    receiving: Coroutine[None, None, float], seconds: float
) -> tuple[list[float], float]:
    async with asyncio.TaskGroup() as group:
        rate = group.create_task(receiving)
        lags = await _lags(seconds)
    return lags, rate.result()


async def _received(connection: socket.socket, seconds: float) -> float:
    """Bytes a second."""
    loop, done, began = asyncio.get_running_loop(), 0, time.monotonic()
    async with StreamHasher(StreamThread()) as hasher:
        while time.monotonic() - began < seconds:
            chunk = await loop.sock_recv(connection, _CHUNK)
            await hasher.update(chunk)
            done += len(chunk)
            await asyncio.sleep(0)  # a socket that has more waits for nobody
        await hasher.digest()
    return done / (time.monotonic() - began)


async def _received_by_hand(connection: socket.socket, seconds: float) -> float:
    """The same without the loop, which looks on: one thread receives, another hashes."""
    empty, full = SimpleQueue[memoryview](), SimpleQueue[memoryview | None]()
    for _ in range(_ROOMS):
        empty.put(memoryview(mmap.mmap(-1, _CHUNK)))
    connection.setblocking(True)

    def receive() -> None:
        while time.monotonic() - began < seconds:
            room = empty.get()
            full.put(room[: connection.recv_into(room)])
        full.put(None)

    def hash_all() -> int:
        done, hasher = 0, hashlib.sha256()
        while data := full.get():
            hasher.update(data)
            done += len(data)
            empty.put(memoryview(data.obj))
        return done

    began = time.monotonic()
    async with asyncio.TaskGroup() as threads:
        threads.create_task(asyncio.to_thread(receive))
        done = threads.create_task(asyncio.to_thread(hash_all))
    return done.result() / (time.monotonic() - began)


async def _lags(seconds: float, painting: float = 0) -> list[float]:
    """How late each tick was, in ms; each then computes for so many seconds."""
    lags = []
    until = time.monotonic() + seconds
    while (due := time.monotonic() + _TICK) < until:
        await asyncio.sleep(_TICK)
        lags.append((time.monotonic() - due) * 1000)
        painted = time.thread_time() + painting
        while time.thread_time() < painted:
            pass
    return lags


def _figures(words: str, *rounds: list[float]) -> Iterator[Figure]:
    """The percentiles of each round, and of these the median."""
    each = [statistics.quantiles(lags, n=100) for lags in rounds]
    percentiles = [statistics.median(same) for same in zip(*each, strict=True)]
    for name, value in (("p50", percentiles[49]), ("p95", percentiles[94])):
        yield Figure(f"loop lag, {words}: {name}", value, "ms")
    wanted = WANTED.get(words)
    note = f"at most {wanted}" if wanted else "what a timer is late by itself"
    yield Figure(f"loop lag, {words}: p99", percentiles[98], "ms", note)


if __name__ == "__main__":
    alone.main(run, FULL, SMALL)
