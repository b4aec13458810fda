"""Threads that share a row of batches, each with a buffer and a counter of its own."""

from collections.abc import Callable, Generator, Iterable, Sequence
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from integrity.digests.counter import Counter, Tick, no_tick
from integrity.errors import HashingCancelled

if TYPE_CHECKING:
    from integrity.progress import Progress

Work = TypeVar("Work")
Result = TypeVar("Result")

_PATIENCE = 0.3
"""Seconds that all cancelled threads may take: longer is a read that cannot be broken."""


class Pool:
    """As many threads as cores. They are started for each row, and end with it."""

    def __init__(self, threads: int) -> None:
        """Nothing is started yet."""
        self.threads = threads
        self._cancel = Event()
        self._counters = [Counter(self._cancel) for _ in range(threads)]

    @property
    def bytes_done(self) -> int:
        """Bytes hashed in all, holes included. Any thread may ask, at any time."""
        return sum(counter.done for counter in self._counters)

    def snapshots(self) -> "list[Progress]":
        """The files under way. Any thread may ask, at any time."""
        from integrity.progress import Progress, Stage  # only who looks on pays for it

        return [
            Progress(path, Stage.HASHING, counter.file_done, counter.file_size)
            for thread in self._counters
            for counter in (thread, *thread.parts)
            if (path := counter.path) is not None
        ]

    def cancel(self) -> None:
        """End soon, and for good. Any thread may say so."""
        self._cancel.set()

    def check(self) -> None:
        """Go on only if nobody has cancelled.

        Raises:
            HashingCancelled: Somebody has.
        """
        if self._cancel.is_set():
            raise HashingCancelled

    def count_here(self, size: int) -> None:
        """Count bytes that were hashed in the caller's own thread.

        Raises:
            HashingCancelled: The pool was cancelled.
        """
        self._counters[0].add(size)

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
        from integrity.digests.shared_row import SharedRow  # small files need none

        row = SharedRow(do, iter(batches))
        threads = [
            Thread(target=row.work, args=(counter,), daemon=True)
            for counter in self._counters[:useful]
        ]
        for thread in threads:
            thread.start()
        try:
            yield from row.results(len(threads), tick)
            self.check()
        except BaseException:  # whoever takes the results may have been stopped
            self._cancel.set()
            raise
        finally:
            patient_until = monotonic() + _PATIENCE
            for thread in threads:
                thread.join(max(0.0, patient_until - monotonic()))
