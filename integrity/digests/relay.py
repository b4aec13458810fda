"""One large file by two threads: one reads, the other hashes."""

import os
from collections.abc import Callable, Iterable, Sequence
from queue import SimpleQueue
from threading import Thread

from integrity.digests.buffers import RING_LENGTH, RING_SIZE, aligned_buffer
from integrity.digests.counter import Counter
from integrity.digests.reading import Piece, pieces
from integrity.digests.sparse import Extent
from integrity.digests.takers import Taker, feed
from integrity.errors import HashingCancelled

_FilledList = SimpleQueue[Piece | None]
_FreeList = SimpleQueue[memoryview | None]
"""Buffers that wait to be filled; None tells that nobody will empty one any more."""


def read_in_relay(
    descriptor: int,
    stat: os.stat_result,
    path: str,
    *,
    near: Sequence[Taker],
    far: Sequence[Taker],
    counter: Counter,
    stretches: Iterable[Extent] | None = None,
) -> None:
    """Feed a file to takers in two threads, each byte read once.

    It is 8 % faster than one thread if a core is idle, and slower if none is.

    Args:
        near: Fed by the thread that reads.
        far: Fed by the other one: the dearest taker belongs here.
        stretches: As for `pieces`.

    Raises:
        FileChanged: It ended before the size that it had.
        OSError: A read failed.
        HashingCancelled: The counter was cancelled.
    """
    free, filled = _ring(), _FilledList()
    helper = Thread(target=_feed_far, args=(filled, free, far, counter), daemon=True)
    helper.start()
    try:
        for piece in pieces(descriptor, stat, path, _next_of(free), stretches):
            filled.put(piece)
            feed(near, piece)
    finally:
        filled.put(None)
        helper.join()
    if counter.file_done < stat.st_size:
        raise HashingCancelled


def _ring() -> _FreeList:
    """The free buffers of one reader that works in step with a hasher."""
    free = _FreeList()
    for _ in range(RING_LENGTH):
        free.put(aligned_buffer(RING_SIZE))
    return free


def _next_of(free: _FreeList) -> Callable[[], memoryview]:
    def next_buffer() -> memoryview:
        buffer = free.get()
        if buffer is None:
            raise HashingCancelled
        return buffer

    return next_buffer


def _feed_far(
    filled: _FilledList, free: _FreeList, far: Sequence[Taker], counter: Counter
) -> None:
    try:
        while piece := filled.get():
            feed(far, piece)
            counter.add(piece.size)
            free.put(piece.buffer)
    except HashingCancelled:
        pass  # the reader hears of it by the None
    finally:
        free.put(None)
