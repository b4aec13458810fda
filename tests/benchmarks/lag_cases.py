"""How late an event loop is while this process hashes as fast as it can.

    python tests/benchmarks/lag_cases.py [--small] [--directory DIR]

Ticks are due sixty times a second, as a screen wants them; late is what comes after.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]
sys.path[:0] = [str(PROJECT)]

import alone
from digest_cases import fill
from figures import Figure
from measuring import MIB

from integrity.digests.engine import hash_together
from integrity.digests.plan import usable_cores
from integrity.digests.pool import Pool
from integrity.digests.stream import StreamHasher
from integrity.digests.walk import find_files
from integrity.errors import HashingCancelled

_TICK = 1 / 60
_CHUNK = 256 * 1024


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
        alone_rate = _unattended(folder, sizes.seconds)
        yield Figure("hashing without a loop", alone_rate, "MiB/s", "")
        for words, niceness in (("idle", None), ("hashing", 0), ("hashing, nice", 10)):
            lags, rate = asyncio.run(_beside_a_pool(folder, sizes.seconds, niceness))
            yield from _figures(words, lags)
            if niceness is not None:
                share = rate / alone_rate * 100
                yield Figure(f"{words}: rate", share, "%", "of hashing without a loop")
        lags = asyncio.run(_beside_a_stream(sizes.seconds))
        yield from _figures("hashing what arrives", lags)


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
    folder: Path, seconds: float, niceness: int | None
) -> tuple[list[float], float]:
    if niceness is None:
        return await _lags(seconds), 0
    pool = Pool(usable_cores(), niceness=niceness)
    hashing = asyncio.to_thread(_hash, folder, pool, lambda: True)
    async with asyncio.TaskGroup() as group:
        rate = group.create_task(hashing)
        lags = await _lags(seconds)
        pool.cancel()
    return lags, rate.result()


async def _beside_a_stream(seconds: float) -> list[float]:
    """Chunks come as fast as the hasher takes them, on the loop itself."""
    until = time.monotonic() + seconds
    chunk = bytes(_CHUNK)

    async def feed() -> None:
        async with StreamHasher() as hasher:
            while time.monotonic() < until:
                await hasher.update(chunk)
                await asyncio.sleep(0)  # as a socket's next read lets others in

    async with asyncio.TaskGroup() as group:
        group.create_task(feed())
        return await _lags(seconds)


async def _lags(seconds: float) -> list[float]:
    """How late each tick was, in ms."""
    lags = []
    until = time.monotonic() + seconds
    while (due := time.monotonic() + _TICK) < until:
        await asyncio.sleep(_TICK)
        lags.append((time.monotonic() - due) * 1000)
    return lags


def _figures(words: str, lags: list[float]) -> Iterator[Figure]:
    percentiles = statistics.quantiles(lags, n=100)
    for name, value in (("p50", percentiles[49]), ("p95", percentiles[94])):
        yield Figure(f"loop lag, {words}: {name}", value, "ms")
    wanted = "what a timer is late by itself" if words == "idle" else "at most 6"
    yield Figure(f"loop lag, {words}: p99", percentiles[98], "ms", wanted)


if __name__ == "__main__":
    alone.main(run, FULL, SMALL)
