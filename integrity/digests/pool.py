"""Threads that share a row of batches, each with a buffer and a counter of its own."""

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from queue import Empty, SimpleQueue
from threading import Event, Thread, get_native_id
from time import monotonic
from typing import Generic, TypeVar

from integrity.digests.buffers import READ_SIZE, aligned_buffer
from integrity.digests.counter import Counter
from integrity.errors import HashingCancelled, IntegrityError
from integrity.progress import Progress, Stage

Work = TypeVar("Work")
Result = TypeVar("Result")

Tick = Callable[[], object]

_TICK_SECONDS = 0.1

_PATIENCE = 0.3
"""Seconds that all cancelled threads may take: longer is a read that cannot be broken."""


def no_tick() -> None:
    """Do nothing."""


class Pool:
    """As many threads as cores. They are started for each row, and end with it."""

    def __init__(self, threads: int, *, niceness: int = 0) -> None:
        """Nothing is started yet.

        Args:
            niceness: Added to the threads' nice value, so that a screen stays smooth.
        """
        self.threads = threads
        self._niceness = niceness
        self._cancel = Event()
        self._counters = [Counter(self._cancel) for _ in range(threads)]

    @property
    def bytes_done(self) -> int:
        """Bytes hashed in all, holes included. Any thread may ask, at any time."""
        return sum(counter.done for counter in self._counters)

    def snapshots(self) -> list[Progress]:
        """The files under way. Any thread may ask, at any time."""
        return [
            Progress(path, Stage.HASHING, counter.file_done, counter.file_size)
            for counter in self._counters
            if (path := counter.path) is not None
        ]

    def cancel(self) -> None:
        """End soon, and for good. Any thread may say so."""
        self._cancel.set()

    def map_here(
        self,
        do: Callable[[Work, Counter, memoryview], Result],
        works: Iterable[Work],
        *,
        tick: Tick = no_tick,
    ) -> Iterator[Result]:
        """Do all work in the caller's own thread; results come in the work's order.

        Args:
            tick: Called about ten times a second, between two pieces of work.
        """
        counter, buffer = self._counters[0], aligned_buffer(READ_SIZE)
        due = monotonic()
        for work in works:
            if monotonic() >= due:
                tick()
                due = monotonic() + _TICK_SECONDS
            yield do(work, counter, buffer)

    def map(
        self,
        do: Callable[[Work, Counter, memoryview], Result],
        batches: Iterable[Sequence[Work]],
        *,
        useful: int,
        tick: Tick = no_tick,
    ) -> Generator[Result, None, None]:
        """Do all work; results come as they are ready, in any order.

        Whoever leaves this iterator early, or interrupts it, cancels the pool.

        Args:
            batches: Each is done by one thread. Must be safe to share when `useful`
                is more than 1: an iterator of a list is, a generator is not.
            useful: Threads that the work is good for.
            tick: Called in this thread about ten times a second.

        Raises:
            HashingCancelled: The pool was cancelled.
            IntegrityError, OSError: As some work failed; the rest is cancelled.
        """
        run = _Run(do, iter(batches), self._niceness)
        threads = [
            Thread(target=run.work, args=(counter,), daemon=True)
            for counter in self._counters[:useful]
        ]
        for thread in threads:
            thread.start()
        try:
            yield from run.results(len(threads), tick)
            if self._cancel.is_set():
                raise HashingCancelled
        except BaseException:
            self._cancel.set()
            raise
        finally:
            patient_until = monotonic() + _PATIENCE
            for thread in threads:
                thread.join(max(0.0, patient_until - monotonic()))


class _Run(Generic[Work, Result]):
    """One row of batches while threads take from it."""

    def __init__(
        self,
        do: Callable[[Work, Counter, memoryview], Result],
        batches: Iterator[Sequence[Work]],
        niceness: int,
    ) -> None:
        self._do = do
        self._batches = batches
        self._niceness = niceness
        self._finished: SimpleQueue[list[Result] | Exception | None] = SimpleQueue()

    def work(self, counter: Counter) -> None:
        """What one thread does; its last word is None, or why it failed."""
        last_word: Exception | None = RuntimeError("a hashing thread died")
        try:
            if self._niceness:
                _be_nicer(self._niceness)
            buffer = aligned_buffer(READ_SIZE)
            for batch in self._batches:
                self._finished.put([self._do(work, counter, buffer) for work in batch])
            last_word = None
        except (IntegrityError, OSError) as error:
            last_word = error
        finally:
            counter.path = None
            self._finished.put(last_word)

    def results(self, threads: int, tick: Tick) -> Iterator[Result]:
        """What the threads bring, until each has ended."""
        while threads:
            tick()
            try:
                finished = self._finished.get(timeout=_TICK_SECONDS)
            except Empty:
                continue
            if isinstance(finished, list):
                yield from finished
            elif finished is None:
                threads -= 1
            else:
                raise finished


def _be_nicer(niceness: int) -> None:
    """Add to this thread's nice value; on Linux a thread has one of its own."""
    thread = get_native_id()
    now = os.getpriority(os.PRIO_PROCESS, thread)
    os.setpriority(os.PRIO_PROCESS, thread, min(19, now + niceness))
