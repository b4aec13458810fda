"""Large files in the lanes of one thread."""

import os
from collections.abc import Sequence
from functools import partial

from integrity.digests.algorithms import SHA256
from integrity.digests.buffers import read_rooms
from integrity.digests.counter import Counter
from integrity.digests.files import digest_of_version, is_size_a_guess, one_version
from integrity.digests.lanes import Lanes, Take
from integrity.digests.plan import Task
from integrity.digests.reading import forgetting, stretches
from integrity.digests.side_by_side import Steps, side_by_side
from integrity.digests.small import Placed
from integrity.digests.stretches import STEP, Stretches
from integrity.errors import DigestError


def hash_side_by_side(
    tasks: Sequence[Task], lanes: Lanes, counter: Counter
) -> list[Placed]:
    """The sha256 of each file, after its place in the row; all are open at once.

    Raises:
        HashingCancelled: The counter was cancelled.
    """
    with counter.shared_by(len(tasks)) as counters:
        starts = [
            partial(_steps, task, one, lanes, STEP // len(tasks))
            for task, one in zip(tasks, counters, strict=True)
        ]
        return list(side_by_side(starts, read_rooms(len(tasks)), lanes))


def _steps(
    task: Task, counter: Counter, lanes: Lanes, step: int, room: memoryview
) -> Steps[Placed]:
    try:
        digest = lanes.start()
        with one_version(task.path, counter) as (descriptor, stat):
            if is_size_a_guess(descriptor, stat):
                while size := os.readv(descriptor, (room,)):
                    counter.add((yield Take(digest, room[:size])))
            else:
                row = Stretches(
                    descriptor, task.path, digest, room, counter, step, forgetting(stat)
                )
                for extent in stretches(descriptor, stat):
                    yield from row.take(extent)
        digests = {SHA256.name: digest.digest().hex()}
        return task.order, digest_of_version(task.path, counter, digests, stat)
    except DigestError as error:
        return task.order, error
