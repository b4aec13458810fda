"""A thread that hashes what several streams bring, side by side (decision 22)."""

import asyncio
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from queue import SimpleQueue
from threading import Thread

from integrity.digests.algorithms import Bytes
from integrity.digests.lanes import Stream, best_lanes
from integrity.digests.turns import ALWAYS, Turns
from integrity.sizes import MIB

_BATCH = 2 * MIB
"""Bytes for which the thread is woken: until then, several streams bring some."""

_MANY = 256
"""So many chunks are a batch, however small they are."""

_AHEAD = 8 * MIB
"""Bytes that may wait for the thread; then whoever brings more waits."""

_KEPT = 2 * MIB
"""Bytes that may be kept until more streams have some: less than half of `_AHEAD`."""

_STEP = 4 * MIB
"""A stream that has ended waits for one update of this size."""

_Piece = tuple[Stream, Bytes]
"""A stream and its next bytes."""

_KEEP_NOTHING: list[_Piece] = []
"""A batch that has the thread hash all that it was given before."""


class StreamThread:
    """Is there while a stream is. Its methods belong to one event loop.

    One thread is enough: side by side, it hashes more than a loop can receive.
    """

    def __init__(self, turns: Turns = ALWAYS) -> None:
        """Nothing is started yet."""
        self._turns = turns
        self._streams: set[Stream] = set()
        self._running: _Running | None = None

    def begin(self) -> Stream:
        """A new stream, until `end` is called."""
        stream: Stream = best_lanes().start()
        self._streams.add(stream)
        if self._running is None:
            self._running = _Running(self._streams, self._turns)
        return stream

    def end(self, stream: Stream) -> None:
        """Hash no more of it. With the last one the thread ends, in a few milliseconds."""
        self._streams.remove(stream)
        if self._running is not None and not self._streams:
            self._running.stop()
            self._running = None

    async def give(self, stream: Stream, chunk: bytes) -> None:
        """Have the next bytes hashed, soon; waits while too many are waiting."""
        if self._running is not None:
            await self._running.give(stream, chunk)

    async def caught_up(self) -> None:
        """Wait until everything that was given is hashed."""
        if self._running is not None:
            await self._running.caught_up()


class _Running:
    """The thread itself, and what is on its way to it."""

    def __init__(self, streams: set[Stream], turns: Turns) -> None:
        """Start it.

        Args:
            streams: Those that have not ended.
        """
        self._streams = streams
        self._turns = turns
        self._loop = asyncio.get_running_loop()
        self._batch: list[_Piece] = []
        self._batch_size = 0
        self._queue: SimpleQueue[list[_Piece] | None] = SimpleQueue()
        self._given = 0
        self._done = 0
        self._wanted = sys.maxsize
        self._reached = asyncio.Event()
        self._has_ended = False
        self._thread = Thread(target=self._work, daemon=True)
        self._thread.start()

    async def give(self, stream: Stream, chunk: bytes) -> None:
        """Put bytes into the batch; waits for half of the room when there is none."""
        if self._given - self._done >= _AHEAD:
            self._hand_over()
            await self._until(self._given - _AHEAD // 2)
        self._given += len(chunk)
        self._batch_size += len(chunk)
        self._batch.extend((stream, step) for step in _steps(chunk))
        if self._batch_size >= _BATCH or len(self._batch) >= _MANY:
            self._hand_over()

    async def caught_up(self) -> None:
        """Wait for all that was given, whoever gave it."""
        if self._done < self._given:
            self._hand_over()
            self._queue.put(_KEEP_NOTHING)
            await self._until(self._given)

    def stop(self) -> None:
        """End the thread; no stream is left."""
        self._queue.put(None)
        self._thread.join()

    def _hand_over(self) -> None:
        if self._batch:
            self._queue.put(self._batch)
            self._batch, self._batch_size = [], 0

    async def _until(self, done: int) -> None:
        """Wait for a count of bytes; the thread wakes the loop when one is there."""
        while True:
            self._wanted = min(self._wanted, done)  # first: the thread looks at it last
            if self._done >= done:
                return
            if self._has_ended:
                raise RuntimeError("the hashing thread died")
            await self._reached.wait()  # may be for an earlier count

    def _tell(self) -> None:
        """Wake everybody who waits; they say anew what they wait for."""
        self._wanted = sys.maxsize
        self._reached.set()
        self._reached = asyncio.Event()

    def _work(self) -> None:
        waiting = _Waiting()
        try:
            while (batch := self._queue.get()) is not None:
                waiting.add(batch)
                if batch:
                    self._take_full_rows(waiting)
                else:
                    self._take_all(waiting)
                del batch  # whoever receives wants the buffers back
        finally:
            self._has_ended = True
            self._wake()

    def _take_full_rows(self, waiting: "_Waiting") -> None:
        """Hash while as many streams have some as gain from it, or there is much."""
        width = best_lanes().width
        while waiting and (
            waiting.are_many or len(waiting) >= min(width, len(self._streams))
        ):
            self._take(waiting.row(width))

    def _take_all(self, waiting: "_Waiting") -> None:
        while waiting:
            self._take(waiting.row(best_lanes().width))

    def _take(self, row: Sequence[_Piece]) -> None:
        with self._turns:
            best_lanes().update_each([one for one in row if one[0] in self._streams])
        self._done += sum(len(data) for _, data in row)
        if self._done >= self._wanted:
            self._wake()

    def _wake(self) -> None:
        with suppress(RuntimeError):  # the loop was closed: nobody waits any more
            self._loop.call_soon_threadsafe(self._tell)


def _steps(chunk: bytes) -> Iterator[memoryview]:
    view = memoryview(chunk)
    for start in range(0, len(view), _STEP):
        yield view[start : start + _STEP]


class _Waiting:
    """What is not hashed yet, by its stream."""

    def __init__(self) -> None:
        self._pieces: dict[Stream, deque[Bytes]] = {}
        self._count = self._size = 0

    def __len__(self) -> int:
        """Streams that have something here."""
        return len(self._pieces)

    @property
    def are_many(self) -> bool:
        """Whether no more of them may be kept."""
        return self._size > _KEPT or self._count > _MANY

    def add(self, batch: Iterable[_Piece]) -> None:
        """Append to each stream what it has brought."""
        for stream, data in batch:
            self._pieces.setdefault(stream, deque()).append(data)
            self._count += 1
            self._size += len(data)

    def row(self, width: int) -> Sequence[_Piece]:
        """Remove the next bytes of so many streams; those that have more line up again."""
        row: list[_Piece] = []
        for stream in list(islice(self._pieces, width)):
            pieces = self._pieces.pop(stream)
            row.append((stream, pieces.popleft()))
            if pieces:
                self._pieces[stream] = pieces
        self._count -= len(row)
        self._size -= sum(len(data) for _, data in row)
        return row
