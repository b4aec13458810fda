"""Files that are worth a thread, on all cores."""

from collections.abc import Generator, Iterator, Sequence
from functools import partial

from integrity.digests.algorithms import SHA256, Algorithm
from integrity.digests.buffers import rooms_in
from integrity.digests.counter import Counter, Tick
from integrity.digests.lanes import IN_TURN, best_lanes
from integrity.digests.plan import (
    OPEN_AT_ONCE,
    Task,
    batches,
    deal,
    in_rows,
    share_out,
)
from integrity.digests.pool import Pool
from integrity.digests.small import Outcome, Placed, hash_small_files
from integrity.digests.walk import STANDARD_INPUT
from integrity.errors import DigestError

_TOGETHER = 4
"""Files that one thread reads side by side: as many as a core has lanes."""


def hash_on_all_cores(
    tasks: Sequence[Task], algorithms: Sequence[Algorithm], pool: Pool, tick: Tick
) -> Generator[list[Placed], None, None]:
    """Hash files; what became of some comes when it is ready, each after its order.

    Raises:
        HashingCancelled: The pool was cancelled.
    """
    is_for_lanes = len(tasks) >= pool.threads and tuple(algorithms) == (SHA256,)
    lanes = best_lanes() if is_for_lanes else IN_TURN
    row = share_out(tasks, pool.threads)
    groups, others = deal(row, pool.threads, lanes.width)
    oversized = [task for task in others if task.threads > 1]
    together = max(1, min(_TOGETHER, OPEN_AT_ONCE // pool.threads))

    def one_after_another(
        batch: Sequence[Task], counter: Counter, buffer: memoryview
    ) -> list[Placed]:
        rooms = rooms_in(buffer, batch[0].size)[:together]
        rows = in_rows(batch, max(1, len(rooms)))
        return [
            found
            for row in rows
            for found in _outcomes(row, rooms, algorithms, counter, buffer)
        ]

    def side_by_side(
        group: Sequence[Task], counter: Counter, _: memoryview
    ) -> list[Placed]:
        from integrity.digests.large_side_by_side import hash_side_by_side

        return hash_side_by_side(group, lanes, counter)

    works = [
        *[partial(one_after_another, batch) for batch in batches(oversized)],
        *[partial(side_by_side, group) for group in groups],
        *[
            partial(one_after_another, each)
            for each in batches(others[len(oversized) :])
        ],
    ]
    return pool.map(
        lambda work, counter, buffer: work(counter, buffer),
        [[work] for work in works],
        useful=len(tasks),
        tick=tick,
    )


def _outcomes(
    row: Sequence[Task],
    rooms: Sequence[memoryview],
    algorithms: Sequence[Algorithm],
    counter: Counter,
    buffer: memoryview,
) -> Iterator[Placed]:
    """What became of some files, each of which fits into a room if there are rooms."""
    paths = [task.path for task in row]
    hashed = hash_small_files(paths, algorithms, rooms) if rooms else [None]
    for task, digest in zip(row, hashed, strict=True):
        if digest and task.path != STANDARD_INPUT:
            counter.add(digest.size)
            yield task.order, digest
        else:
            yield task.order, _looked_at_closer(task, algorithms, counter, buffer)


def _looked_at_closer(
    task: Task, algorithms: Sequence[Algorithm], counter: Counter, buffer: memoryview
) -> Outcome:
    from integrity.digests.files import (  # those up to 500 KiB never need them
        hash_file,
        hash_large_file,
        hash_pipe,
    )

    try:
        if task.path == STANDARD_INPUT:
            return hash_pipe(0, algorithms, counter=counter)
        if task.threads > 1:
            return hash_large_file(
                task.path, algorithms, threads=task.threads, counter=counter
            )
        return hash_file(task.path, algorithms, counter=counter, buffer=buffer)
    except DigestError as error:
        return error
