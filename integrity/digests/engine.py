"""Many files on all cores, their results in the order of the files."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from time import monotonic

from integrity.digests.algorithms import SHA256, Algorithm
from integrity.digests.buffers import aligned_buffer
from integrity.digests.counter import TICK_SECONDS, Tick, no_tick
from integrity.digests.opening import size_of
from integrity.digests.plan import SMALL, Task, usable_cores
from integrity.digests.pool import Pool
from integrity.digests.small import FileDigest, hash_small_file
from integrity.digests.walk import STANDARD_INPUT
from integrity.errors import DigestError

Outcome = FileDigest | DigestError
"""What became of one file: the others go on when one fails."""

Outcomes = list[FileDigest] | DigestError
"""What became of some files in a row, or of one that failed."""

_Ordered = tuple[int, Outcomes]
"""Outcomes after the place of the first one in the row."""

_WINDOW = 32_768
"""Files that are planned together: this bounds memory, not what can be hashed."""

_TOGETHER = 32
"""Results that are told at once: telling them costs little then, and they still leave
the core's own cache to the next files. Of 256 each costs 2 µs more."""


def hash_files(
    paths: Iterable[str],
    algorithms: Sequence[Algorithm] = (SHA256,),
    *,
    pool: Pool | None = None,
    tick: Tick = no_tick,
) -> Generator[Outcome, None, None]:
    """Hash files; what became of each comes in their order.

    As `hash_together`, for whoever wants them one by one.
    """
    pool = pool or Pool(usable_cores())
    with closing(hash_together(paths, algorithms, pool=pool, tick=tick)) as together:
        for outcomes in together:
            for outcome in outcomes if isinstance(outcomes, list) else [outcomes]:
                pool.check()
                yield outcome


def hash_together(
    paths: Iterable[str],
    algorithms: Sequence[Algorithm] = (SHA256,),
    *,
    pool: Pool | None = None,
    tick: Tick = no_tick,
) -> Generator[Outcomes, None, None]:
    """Hash files; what became of them comes in their order, several at once.

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
        self._buffer = aligned_buffer(SMALL)
        self._expects_large = False
        """The last one was: files in a row are mostly alike, and then to ask for the size
        first costs half of opening the file in vain."""

    def outcomes(self, paths: Sequence[str]) -> Iterator[_Ordered]:
        """What became of the files, the small ones first."""
        large: list[Task] = []
        yield from self._small_ones(paths, large)
        if not large:
            return
        from integrity.digests.large import hash_on_all_cores  # only who needs it pays

        with closing(
            hash_on_all_cores(large, self._algorithms, self._pool, self._tick)
        ) as found:
            for order, outcome in found:
                yield order, outcome if isinstance(outcome, DigestError) else [outcome]

    def _small_ones(
        self, paths: Sequence[str], large: list[Task]
    ) -> Iterator[_Ordered]:
        """What became of the small files; the others are added to the large ones."""
        run: list[FileDigest] = []
        due = monotonic()
        for order, path in enumerate(paths):
            if len(run) == _TOGETHER or monotonic() >= due:
                yield from self._told(order, run)
                self._tick()
                run, due = [], monotonic() + TICK_SECONDS
            found = self._hash_if_small(path)
            if isinstance(found, FileDigest):
                run.append(found)
                continue
            if run:
                yield from self._told(order, run)
                run = []
            if isinstance(found, DigestError):
                yield order, found
            else:
                large.append(Task(order, path, found))
        yield from self._told(len(paths), run)

    def _told(self, end: int, run: list[FileDigest]) -> Iterator[_Ordered]:
        """A run of files that ends before a place in the row, if there are any."""
        if run:
            self._pool.count_here(sum([file.size for file in run]))
            yield end - len(run), run

    def _hash_if_small(self, path: str) -> Outcome | int:
        """What became of a small file; the size of a larger one."""
        if path == STANDARD_INPUT:
            return 0
        if self._expects_large and (size := size_of(path)) > SMALL:
            return size
        try:
            found = hash_small_file(path, self._algorithms, self._buffer)
        except DigestError as error:
            return error
        self._expects_large = isinstance(found, int)
        return found


def _in_order(found: Iterator[_Ordered]) -> Iterator[Outcomes]:
    ready: dict[int, Outcomes] = {}
    next_one = 0
    for first, outcomes in found:
        ready[first] = outcomes
        while next_one in ready:
            run = ready.pop(next_one)
            yield run
            next_one += 1 if isinstance(run, DigestError) else len(run)
