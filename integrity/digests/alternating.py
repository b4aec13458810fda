"""One large file by threads in turn: each reads a piece, and hashes it when it is its turn."""

import os
from collections.abc import Iterable, Iterator, Sequence
from threading import Lock, Thread

from integrity.digests.buffers import aligned_buffer
from integrity.digests.counter import Counter
from integrity.digests.reading import (
    HOLE_PIECE,
    Piece,
    forgetting,
    stretches,
    wait_and_read,
)
from integrity.digests.sparse import Extent
from integrity.digests.takers import Taker, feed
from integrity.errors import FileChanged


def read_alternating(
    descriptor: int,
    stat: os.stat_result,
    path: str,
    *,
    takers: Sequence[Taker],
    counter: Counter,
    threads: int,
    piece_size: int,
) -> None:
    """Feed a file to takers that are about as quick as reading.

    Threads share the reading, and a piece stays with the core that has read it.

    Args:
        piece_size: Bytes that a thread reads and hashes in one turn.

    Raises:
        FileChanged: It ended before the size that it had.
        OSError: A read failed.
        HashingCancelled: The counter was cancelled.
    """
    row = _Row(descriptor, stat, path, takers, counter, piece_size=piece_size)
    others = [Thread(target=row.work, daemon=True) for _ in range(threads - 1)]
    for thread in others:
        thread.start()
    row.work()
    for thread in others:
        thread.join()
    if row.failures:
        raise row.failures[0]


class _Row:
    """The pieces of a file: read by whoever is free, hashed one after the other."""

    def __init__(
        self,
        descriptor: int,
        stat: os.stat_result,
        path: str,
        takers: Sequence[Taker],
        counter: Counter,
        *,
        piece_size: int,
    ) -> None:
        self._piece_size = piece_size
        self._descriptor, self._path = descriptor, path
        self._takers, self._counter = takers, counter
        self._forget = forgetting(stat)
        self._left = _pieces(stretches(descriptor, stat), piece_size)
        self._is_over = False
        self._claiming = Lock()
        self._last = Lock()
        """Free once the piece that was claimed last is hashed."""

        self.failures: list[BaseException] = []

    def work(self) -> None:
        """Read and hash until nothing is left, or a thread has failed."""
        try:
            buffer = aligned_buffer(self._piece_size)
        except OSError as error:  # no memory: the others are waited for all the same
            self.failures.append(error)
        while not (self._is_over or self.failures):
            self._take_next(buffer)

    def _take_next(self, buffer: memoryview) -> None:
        hashed = Lock()
        hashed.acquire()
        try:
            with self._claiming:
                before, self._last = self._last, hashed
                extent = next(self._left, None)
            if extent is None:
                self._is_over = True
                return
            piece = self._read(extent, buffer)
            before.acquire()
            if not self.failures:
                feed(self._takers, piece)
                self._counter.add(piece.size)
                self._forget(self._descriptor, extent.start, piece.size)
        except BaseException as error:  # noqa: BLE001 -- raised once all have ended
            self.failures.append(error)
        finally:
            hashed.release()

    def _read(self, extent: Extent, buffer: memoryview) -> Piece:
        size = extent.stop - extent.start
        filled = size if extent.is_hole else 0
        while filled < size:
            rest, position = buffer[filled:size], extent.start + filled
            count = wait_and_read(self._descriptor, rest, position)
            if not count:
                raise FileChanged(self._path)
            filled += count
        return Piece(buffer, size, extent.is_hole)


def _pieces(found: Iterable[Extent], size: int) -> Iterator[Extent]:
    """Stretches in parts that are read, or taken as zeros, at once."""
    for extent in found:
        step = HOLE_PIECE if extent.is_hole else size
        for start in range(extent.start, extent.stop, step):
            yield Extent(start, min(start + step, extent.stop), extent.is_hole)
