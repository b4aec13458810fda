"""Large files in the lanes of one thread."""

import os
from collections.abc import Iterator, Sequence
from functools import partial

from integrity.digests.algorithms import SHA256
from integrity.digests.buffers import ZEROS, read_rooms
from integrity.digests.counter import Counter
from integrity.digests.files import digest_of_version, is_size_a_guess, one_version
from integrity.digests.lanes import Lanes
from integrity.digests.plan import Task
from integrity.digests.reading import pieces
from integrity.digests.side_by_side import Steps, side_by_side
from integrity.digests.small import FileDigest
from integrity.errors import DigestError

_Ordered = tuple[int, FileDigest | DigestError]


def hash_side_by_side(
    tasks: Sequence[Task], lanes: Lanes, counter: Counter
) -> list[_Ordered]:
    """The sha256 of each file, after its place in the row; all are open at once.

    Raises:
        HashingCancelled: The counter was cancelled.
    """
    with counter.shared_by(len(tasks)) as counters:
        starts = [
            partial(_steps, task, one, lanes)
            for task, one in zip(tasks, counters, strict=True)
        ]
        return list(side_by_side(starts, read_rooms(len(tasks)), lanes))


def _steps(
    task: Task, counter: Counter, lanes: Lanes, room: memoryview
) -> Steps[_Ordered]:
    try:
        digest = lanes.start()
        with one_version(task.path, counter) as (descriptor, stat):
            for data in _contents(descriptor, stat, task.path, room):
                yield digest, data
                counter.add(len(data))
        digests = {SHA256.name: digest.digest().hex()}
        return task.order, digest_of_version(task.path, counter, digests, stat)
    except DigestError as error:
        return task.order, error


def _contents(
    descriptor: int, stat: os.stat_result, path: str, room: memoryview
) -> Iterator[memoryview]:
    """All bytes, in parts that fit the room, as lanes are best filled alike."""
    if is_size_a_guess(descriptor, stat):
        while size := os.readv(descriptor, (room,)):
            yield room[:size]
        return
    zeros = ZEROS[: len(room)]
    for piece in pieces(descriptor, stat, path, lambda: room):
        if not piece.is_hole:
            yield room[: piece.size]
            continue
        for start in range(0, piece.size, len(zeros)):
            yield zeros[: piece.size - start]
