"""The digests of bytes that arrive on the event loop, computed off it."""

import asyncio
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from queue import SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Self

from integrity.digests.algorithms import ALGORITHMS, Bytes
from integrity.digests.takers import DigestTaker
from integrity.sizes import KIB, MIB

_INLINE = MIB
"""So much is hashed on the loop in less than a millisecond: no thread for a script."""

_HAND_OVER = 256 * KIB
"""Smaller chunks wait for each other, because each hand-over wakes a thread."""

_AHEAD = 8 * MIB
"""Bytes that may wait for the thread; then whoever brings them waits."""

_STEP = 4 * MIB
"""A cancel waits for one update of this size; after each the interpreter is asked for."""

Turns = AbstractContextManager[object]
"""What a thread is within while it hashes; whoever gives it says how many hash at once."""

ALWAYS: Turns = nullcontext()
"""Nobody waits for a turn."""


class StreamHasher:
    """Takes chunks on the event loop and hashes them in a thread of its own.

    A cancelled `update` or `digests` leaves nothing behind, once the context is left.

        async with StreamHasher(("sha256",)) as hasher:
            async for chunk in chunks:
                await hasher.update(chunk)
            digests = await hasher.digests()
    """

    def __init__(
        self, algorithms: Sequence[str] = ("sha256",), turns: Turns = ALWAYS
    ) -> None:
        self._turns = turns
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

    async def digests(self) -> Mapping[str, str]:
        """The digests of all bytes so far, by name, in lower-case hex digits."""
        if self._gathered:
            await self._hand_over()
        if self._thread:
            await self._thread.caught_up()
        return {taker.name: taker.hexdigest() for taker in self._takers}

    async def _hand_over(self) -> None:
        chunks, size = self._gathered, self._gathered_size
        self._gathered, self._gathered_size = [], 0
        if self._thread is None and size <= self._inline_left:
            self._inline_left -= size
            for chunk in chunks:
                _feed(self._takers, chunk)
            return
        if self._thread is None:
            self._thread = _HashThread(self._takers, self._turns)
        await self._thread.give(chunks, size)


class _HashThread:
    """A thread that hashes what it is given. Its methods belong to the loop."""

    def __init__(self, takers: Sequence[DigestTaker], turns: Turns) -> None:
        self._takers = takers
        self._turns = turns
        self._loop = asyncio.get_running_loop()
        self._queue: SimpleQueue[list[bytes] | None] = SimpleQueue()
        self._given = 0
        self._done = 0
        self._wanted = sys.maxsize
        self._reached = asyncio.Event()
        self._is_stopped = False
        self._has_ended = False
        self._thread = Thread(target=self._work, daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """Bytes given and not hashed yet."""
        return self._given - self._done

    async def give(self, chunks: list[bytes], size: int) -> None:
        """Hand chunks over; waits for half of the room when there is none."""
        if self.waiting >= _AHEAD:
            await self._until(self._given - _AHEAD // 2)
        self._given += size
        self._queue.put(chunks)

    async def caught_up(self) -> None:
        """Wait until everything that was given is hashed."""
        await self._until(self._given)

    def stop(self) -> None:
        """End the thread; it is gone when this returns, in a few milliseconds."""
        self._is_stopped = True
        self._queue.put(None)
        self._thread.join()

    async def _until(self, done: int) -> None:
        """Wait for a count of bytes; the thread wakes the loop when it is there."""
        self._wanted = done
        while self._done < done:
            if self._has_ended:
                raise RuntimeError("the hashing thread died")
            await self._reached.wait()  # may be for an earlier count, told late
            self._reached.clear()
        self._wanted = sys.maxsize

    def _work(self) -> None:
        try:
            while chunks := self._queue.get():
                with self._turns:
                    self._take(chunks)
        finally:
            self._has_ended = True
            self._wake()

    def _take(self, chunks: Iterable[bytes]) -> None:
        for chunk in chunks:
            for step in _steps(chunk):
                if self._is_stopped:
                    return
                _feed(self._takers, step)
                self._done += len(step)
        if self._done >= self._wanted:
            self._wake()

    def _wake(self) -> None:
        with suppress(RuntimeError):  # the loop was closed: nobody waits any more
            self._loop.call_soon_threadsafe(self._reached.set)


def _steps(chunk: bytes) -> Iterator[memoryview]:
    view = memoryview(chunk)
    for start in range(0, len(view), _STEP):
        yield view[start : start + _STEP]


def _feed(takers: Sequence[DigestTaker], data: Bytes) -> None:
    for taker in takers:
        taker.take(data)
