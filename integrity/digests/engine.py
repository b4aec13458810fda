"""Many files on all cores, their results in the order of the files."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import islice

from integrity.digests.algorithms import SHA256, Algorithm
from integrity.digests.counter import Counter
from integrity.digests.files import (
    STANDARD_INPUT,
    FileDigest,
    hash_file,
    hash_file_in_relay,
    hash_pipe,
    hash_small_file,
)
from integrity.digests.plan import SMALL, Task, batches, share_out, usable_cores
from integrity.digests.pool import Pool, Tick, no_tick
from integrity.errors import DigestError

Outcome = FileDigest | DigestError
"""What became of one file: the others go on when one fails."""

_Ordered = tuple[int, Outcome]
"""An outcome after its file's place in the row."""

_WINDOW = 32_768
"""Files that are planned together: this bounds memory, not what can be hashed."""


def hash_files(
    paths: Iterable[str],
    algorithms: Sequence[Algorithm] = (SHA256,),
    *,
    pool: Pool | None = None,
    tick: Tick = no_tick,
) -> Generator[Outcome, None, None]:
    """Hash files; what became of each comes in their order.

    Small files are hashed in the caller's thread, because handing them to another one
    and their results back costs more than it gains; what is left goes to all cores.
    Whoever leaves this iterator early, or interrupts it, ends the work. The path `-` is
    standard input.

    Args:
        tick: Called in this thread about ten times a second.

    Raises:
        HashingCancelled: The pool was cancelled.
    """
    engine = _Engine(tuple(algorithms), pool or Pool(usable_cores()), tick)
    waiting = iter(paths)
    while window := list(islice(waiting, _WINDOW)):
        yield from _in_order(engine.outcomes(window))


class _Engine:
    """Two rounds over a window of files."""

    def __init__(self, algorithms: Sequence[Algorithm], pool: Pool, tick: Tick) -> None:
        self._algorithms = algorithms
        self._pool = pool
        self._tick = tick

    def outcomes(self, paths: Sequence[str]) -> Iterator[_Ordered]:
        """What became of each file, the small ones first."""
        large: list[Task] = []
        first_round = self._pool.map_here(self._hash_if_small, paths, tick=self._tick)
        for order, result in enumerate(first_round):
            if isinstance(result, int):
                large.append(Task(order, paths[order], result))
            else:
                yield order, result
        yield from self._pool.map(
            self._hash,
            batches(share_out(large, self._pool.threads)),
            useful=len(large),
            tick=self._tick,
        )

    def _hash_if_small(
        self, path: str, counter: Counter, buffer: memoryview
    ) -> Outcome | int:
        """What became of a small file; the size of a larger one."""
        if path == STANDARD_INPUT:
            return 0
        try:
            return hash_small_file(path, self._algorithms, counter, buffer[:SMALL])
        except DigestError as error:
            return error

    def _hash(self, task: Task, counter: Counter, buffer: memoryview) -> _Ordered:
        try:
            return task.order, self._digest_of(task, counter, buffer)
        except DigestError as error:
            return task.order, error

    def _digest_of(
        self, task: Task, counter: Counter, buffer: memoryview
    ) -> FileDigest:
        if task.path == STANDARD_INPUT:
            return hash_pipe(0, self._algorithms, counter=counter)
        if task.by_relay:
            return hash_file_in_relay(task.path, self._algorithms, counter=counter)
        return hash_file(task.path, self._algorithms, counter=counter, buffer=buffer)


def _in_order(outcomes: Iterator[_Ordered]) -> Iterator[Outcome]:
    ready: dict[int, Outcome] = {}
    next_one = 0
    for order, outcome in outcomes:
        ready[order] = outcome
        while next_one in ready:
            yield ready.pop(next_one)
            next_one += 1
