"""The digests of bytes that arrive on the event loop, computed off it."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Self

from integrity.digests.algorithms import ALGORITHMS
from integrity.digests.buffers import KIB, MIB
from integrity.digests.takers import DigestTaker

_INLINE = MIB
"""So much is hashed on the loop in less than a millisecond: no thread for a script."""

_HAND_OVER = 256 * KIB
"""Smaller chunks wait for each other, because each hand-over wakes a thread."""

_AHEAD = 8 * MIB
"""Bytes that may wait for the thread; then whoever brings them waits."""

_STEP = MIB
"""A cancel waits for one update of this size."""


class StreamHasher:
    """Takes chunks on the event loop and hashes them in a thread of its own.

    A cancelled `update` or `finish` leaves nothing behind, once the context is left.

        async with StreamHasher(("sha256",)) as hasher:
            async for chunk in chunks:
                await hasher.update(chunk)
            digests = await hasher.finish()
    """

    def __init__(self, algorithms: Sequence[str] = ("sha256",)) -> None:
        self._takers = [DigestTaker(ALGORITHMS[name]) for name in algorithms]
        self._gathered: list[bytes] = []
        self._gathered_size = 0
        self._inline_left = _INLINE
        self._thread: _HashThread | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._thread:
            self._thread.stop()

    async def update(self, chunk: bytes) -> None:
        """Take the next bytes; waits while too many are waiting."""
        self._gathered.append(chunk)
        self._gathered_size += len(chunk)
        if self._gathered_size >= _HAND_OVER:
            await self._hand_over()

    async def finish(self) -> Mapping[str, str]:
        """The digests of all bytes, by name, in lower-case hex digits."""
        await self._hand_over()
        if self._thread:
            await self._thread.drained(to=0)
        return {taker.name: taker.hexdigest() for taker in self._takers}

    async def _hand_over(self) -> None:
        chunks, size = self._gathered, self._gathered_size
        self._gathered, self._gathered_size = [], 0
        if self._thread is None and size <= self._inline_left:
            self._inline_left -= size
            for chunk in chunks:
                _take(self._takers, chunk)
            return
        if self._thread is None:
            self._thread = _HashThread(self._takers)
        await self._thread.drained(to=_AHEAD)
        self._thread.put(chunks, size)


class _HashThread:
    """A thread that hashes what it is given; all its methods belong to the loop."""

    def __init__(self, takers: Sequence[DigestTaker]) -> None:
        self._takers = takers
        self._loop = asyncio.get_running_loop()
        self._queue: SimpleQueue[tuple[list[bytes], int] | None] = SimpleQueue()
        self._waiting = 0
        self._moved = asyncio.Event()
        self._stopped = False
        self._thread = Thread(target=self._work, daemon=True)
        self._thread.start()

    def put(self, chunks: list[bytes], size: int) -> None:
        self._waiting += size
        self._queue.put((chunks, size))

    async def drained(self, *, to: int) -> None:
        """Wait until no more than `to` bytes are waiting."""
        while self._waiting > to:
            self._moved.clear()
            await self._moved.wait()

    def stop(self) -> None:
        """End the thread; it is gone when this returns, in about a millisecond."""
        self._stopped = True
        self._queue.put(None)
        self._thread.join()

    def _work(self) -> None:
        while batch := self._queue.get():
            chunks, size = batch
            for chunk in chunks:
                if self._stopped:
                    return
                _take(self._takers, chunk)
            with suppress(RuntimeError):  # the loop was closed: nobody waits any more
                self._loop.call_soon_threadsafe(self._hashed, size)

    def _hashed(self, size: int) -> None:
        self._waiting -= size
        self._moved.set()


def _take(takers: Sequence[DigestTaker], chunk: bytes) -> None:
    for taker in takers:
        taker.take(chunk)
