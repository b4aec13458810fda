"""Many files on all cores, their results in the order of the files."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import count, islice, takewhile
from time import monotonic

from integrity.digests.algorithms import SHA256, Algorithm
from integrity.digests.buffers import aligned_buffer, rooms_in
from integrity.digests.counter import TICK_SECONDS, Tick, no_tick
from integrity.digests.opening import size_of
from integrity.digests.plan import SMALL, Task, usable_cores
from integrity.digests.pool import Pool
from integrity.digests.small import FileDigest, Outcome, Placed, hash_small_files
from integrity.digests.walk import STANDARD_INPUT
from integrity.errors import DigestError

Outcomes = list[FileDigest] | DigestError
"""What became of some files in a row, or of one that failed."""

_Ordered = tuple[int, Outcomes]
"""Outcomes after the place of the first one in the row."""

_WINDOW = 32_768
"""Files that are planned together: this bounds memory, not what can be hashed."""

_TOGETHER = 32
"""Small files that are hashed side by side and told at once. More of them would leave the
core's own cache; on a slow disk there are fewer, lest a cancel waits for all."""


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


def one_by_one(together: Iterable[Outcomes]) -> Iterator[Outcome]:
    """What became of each file, for whoever does not want several at once."""
    for outcomes in together:
        yield from [outcomes] if isinstance(outcomes, DigestError) else outcomes


class _Engine:
    """Two rounds over a window of files."""

    def __init__(self, algorithms: Sequence[Algorithm], pool: Pool, tick: Tick) -> None:
        self._algorithms = algorithms
        self._pool = pool
        self._tick = tick
        self._rooms = rooms_in(aligned_buffer(_TOGETHER * SMALL), SMALL)

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
            for batch in found:
                yield from _told_together(batch)

    def _small_ones(
        self, paths: Sequence[str], large: list[Task]
    ) -> Iterator[_Ordered]:
        """What became of the small files; the others are added to the large ones.

        Where a row begins with a large one, sizes are asked for, because files in a row
        are mostly alike: to open large ones in vain would cost more.
        """
        first, together = 0, 1
        while first < len(paths):
            began = monotonic()
            some = paths[first : first + together]
            if put_off := list(takewhile(_is_large, map(_task, count(first), some))):
                large += put_off
                first += len(put_off)
            else:
                yield from self._side_by_side(first, some, large)
                first += len(some)
            self._tick()
            is_slow = monotonic() - began > TICK_SECONDS
            together = (
                max(1, together // 2) if is_slow else min(2 * together, _TOGETHER)
            )

    def _side_by_side(
        self, first: int, paths: Sequence[str], large: list[Task]
    ) -> Iterator[_Ordered]:
        """What became of some files in a row, as far as they are small."""
        hashed = hash_small_files(paths, self._algorithms, self._rooms)
        in_a_row = [found for found in hashed if found]
        if len(in_a_row) == len(paths) and STANDARD_INPUT not in paths:
            yield from self._told(first + len(paths), in_a_row)
            return
        in_a_row = []
        for order, (path, found) in enumerate(zip(paths, hashed, strict=True), first):
            if found and path != STANDARD_INPUT:
                in_a_row.append(found)
                continue
            yield from self._told(order, in_a_row)
            in_a_row = []
            task = _task(order, path)
            if _is_large(task):
                large.append(task)
            else:
                yield order, self._looked_at_closer(path)
        yield from self._told(first + len(paths), in_a_row)

    def _looked_at_closer(self, path: str) -> Outcomes:
        """What became of a file that does not go with the others."""
        from integrity.digests.files import hash_file  # there are few of them

        try:
            digest = hash_file(path, self._algorithms, buffer=self._rooms[0])
        except DigestError as error:
            return error
        self._pool.count_here(digest.size)
        return [digest]

    def _told(self, end: int, in_a_row: list[FileDigest]) -> Iterator[_Ordered]:
        """A run of files that ends before a place in the row, if there are any."""
        if in_a_row:
            self._pool.count_here(sum([file.size for file in in_a_row]))
            yield end - len(in_a_row), in_a_row


def _task(order: int, path: str) -> Task:
    return Task(order, path, 0 if path == STANDARD_INPUT else size_of(path))


def _is_large(task: Task) -> bool:
    """Whether to put it off; standard input is, because nobody knows its size."""
    return task.size > SMALL or task.path == STANDARD_INPUT


def _told_together(found: Iterable[Placed]) -> Iterator[_Ordered]:
    """Digests of files that follow each other are told together."""
    first, in_a_row = 0, list[FileDigest]()
    for order, outcome in found:
        if in_a_row and (
            order != first + len(in_a_row) or isinstance(outcome, DigestError)
        ):
            yield first, in_a_row
            in_a_row = []
        if isinstance(outcome, DigestError):
            yield order, outcome
            continue
        if not in_a_row:
            first = order
        in_a_row.append(outcome)
    if in_a_row:
        yield first, in_a_row


def _in_order(found: Iterator[_Ordered]) -> Iterator[Outcomes]:
    ready: dict[int, Outcomes] = {}
    next_one = 0
    for first, outcomes in found:
        ready[first] = outcomes
        while next_one in ready:
            told = ready.pop(next_one)
            yield told
            next_one += 1 if isinstance(told, DigestError) else len(told)
