"""A row of batches from which threads take, each batch once."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from threading import Semaphore
from typing import Generic, TypeVar

from integrity.digests.buffers import READ_SIZE, aligned_buffer
from integrity.digests.counter import TICK_SECONDS, Counter, Tick
from integrity.errors import IntegrityError

Work = TypeVar("Work")
Result = TypeVar("Result")


class SharedRow(Generic[Work, Result]):
    """A row of batches from which threads take, each batch once."""

    def __init__(
        self,
        do: Callable[[Work, Counter, memoryview], Result],
        batches: Iterator[Sequence[Work]],
    ) -> None:
        self._do = do
        self._batches = batches
        self._finished = deque[list[Result] | Exception | None]()
        self._ready = Semaphore(0)
        """How many have finished; `queue`, which has both, takes longer to load."""

    def work(self, counter: Counter) -> None:
        """What one thread does; its last word is None, or why it failed."""
        last_word: Exception | None = RuntimeError("a hashing thread died")
        try:
            buffer = aligned_buffer(READ_SIZE)
            for batch in self._batches:
                self._tell([self._do(work, counter, buffer) for work in batch])
            last_word = None
        except (IntegrityError, OSError, MemoryError, RuntimeError) as error:
            last_word = error  # a thread that is refused is a RuntimeError
        finally:
            counter.path = None
            self._tell(last_word)

    def results(self, threads: int, tick: Tick) -> Iterator[Result]:
        """What the threads bring, until each has ended."""
        while threads:
            tick()
            if not self._ready.acquire(timeout=TICK_SECONDS):
                continue
            finished = self._finished.popleft()
            if isinstance(finished, list):
                yield from finished
            elif finished is None:
                threads -= 1
            else:
                raise finished

    def _tell(self, finished: list[Result] | Exception | None) -> None:
        self._finished.append(finished)
        self._ready.release()
