"""How files are shared out among threads."""

import os
from collections.abc import Iterable, Sequence
from itertools import pairwise, takewhile
from operator import attrgetter
from typing import NamedTuple

from integrity.digests.walk import STANDARD_INPUT
from integrity.sizes import KIB, MIB

SMALL = 32 * KIB
"""Up to this, handing a file to another thread costs more than it gains."""

_HANDED_OVER = 4 * MIB
"""Bytes that go to a thread together: 2 ms of hashing for one hand-over."""

_WORTH_MORE_THREADS = 16 * MIB

_TOO_LARGE_A_SHARE = 1.5
"""Where one file has more than so many fair shares of all bytes, other cores are idle."""

_SIDE_BY_SIDE = 2 * MIB
"""So large that files are read step by step, several of them in the lanes of a thread."""

OPEN_AT_ONCE = 768
"""Files that all threads have open; this fits into the usual limit."""


class Task(NamedTuple):
    """A file to hash, and where its result belongs."""

    order: int
    path: str

    size: int
    """Bytes; 0 for standard input, of which nobody knows."""

    threads: int = 1
    """More than one for a file that is so large that other cores would be idle."""


def usable_cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def share_out(tasks: Iterable[Task], cores: int) -> list[Task]:
    """The largest first, so that no core has to wait long for another at the end."""
    largest_first = sorted(tasks, key=attrgetter("size"), reverse=True)
    fair_share = sum(task.size for task in largest_first) / cores
    least = max(_WORTH_MORE_THREADS, _TOO_LARGE_A_SHARE * fair_share)
    oversized = list(takewhile(lambda task: task.size > least, largest_first))
    threads = max(2, cores // max(1, len(oversized)))
    return [
        *(task._replace(threads=threads) for task in oversized),
        *largest_first[len(oversized) :],
    ]


def batches(tasks: Iterable[Task]) -> list[list[Task]]:
    """Tasks in their order, as many together as one hand-over is worth."""
    found: list[list[Task]] = []
    room = 0
    for task in tasks:
        if room <= 0:
            found.append([])
            room = _HANDED_OVER
        found[-1].append(task)
        room -= task.size
    return found


def in_rows(batch: Sequence[Task], most: int) -> list[Sequence[Task]]:
    """Tasks in their order, at least one, in rows of nearly the same length.

    Where the last row is as long as the others, no lane of it is idle.
    """
    rows = -(-len(batch) // most)
    ends = [len(batch) * row // rows for row in range(rows + 1)]
    return [batch[start:end] for start, end in pairwise(ends)]


def deal(
    tasks: Sequence[Task], cores: int, width: int
) -> tuple[list[list[Task]], list[Task]]:
    """Groups of large files for the lanes of one thread each, and whatever is left.

    Like cards, so that each core has its share of the largest ones; and as few to a
    group as keep all lanes busy to the end.

    Args:
        tasks: The largest first.
        width: Lanes of a thread; 1 where they gain nothing, so that there are no groups.
    """
    large = [
        each
        for each in tasks
        if each.size >= _SIDE_BY_SIDE
        and each.threads == 1
        and each.path != STANDARD_INPUT
    ]
    if width < 2 or not large:
        return [], list(tasks)
    share = -(-len(large) // cores)
    rounds = max(1, -(-share // min(width, max(1, OPEN_AT_ONCE // cores))))
    together = -(-share // rounds)
    at_once = cores * together
    groups = [
        large[start : start + at_once][core::cores]
        for start in range(0, len(large), at_once)
        for core in range(cores)
    ]
    chosen = {each.order for each in large}
    return [group for group in groups if group], [
        each for each in tasks if each.order not in chosen
    ]
