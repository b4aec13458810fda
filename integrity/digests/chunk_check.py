"""The chunks of a file, checked on all cores."""

import os
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from integrity.digests.algorithms import ALGORITHMS
from integrity.digests.buffers import TURN_SIZE, aligned_buffer, read_rooms
from integrity.digests.counter import Counter, Tick, no_tick
from integrity.digests.lanes import Lanes, lanes_of
from integrity.digests.manifest import Manifest
from integrity.digests.opening import check_unchanged, opened
from integrity.digests.pool import Pool
from integrity.digests.side_by_side import Steps, side_by_side
from integrity.digests.sparse import Extent, has_holes, next_data
from integrity.digests.stretches import STEP, Stretches
from integrity.digests.takers import digest_of_zeros


class ChunkCheck(NamedTuple):
    """What reading a file against its manifest has shown."""

    size: int
    """Bytes that the file has."""

    differing: tuple[int, ...]
    """The chunks that are not as they were, counted from 0; none if the size differs."""


def check_chunks(manifest: Manifest, pool: Pool, *, tick: Tick = no_tick) -> ChunkCheck:
    """Read a file against its manifest on all cores; its holes are not read.

    Raises:
        DigestError: As `hash_file`.
        HashingCancelled: The pool was cancelled.
    """
    with opened(manifest.path) as (descriptor, stat):
        if stat.st_size != manifest.size:
            return ChunkCheck(stat.st_size, ())
        differing = _Check(descriptor, stat, manifest).differing(pool, tick)
        check_unchanged(descriptor, stat, manifest.path)
        return ChunkCheck(stat.st_size, differing)


class _Check:
    """One file while it is read against its manifest."""

    def __init__(
        self, descriptor: int, stat: os.stat_result, manifest: Manifest
    ) -> None:
        self._descriptor = descriptor
        self._stat = stat
        self._manifest = manifest
        self._algorithm = ALGORITHMS[manifest.by]

    def differing(self, pool: Pool, tick: Tick) -> tuple[int, ...]:
        stored = list(self._stored())
        shared = iter(stored)  # each chunk is taken once, by whichever thread is free
        shares = [[shared]] * min(pool.threads, len(stored))
        read = pool.map(self._those_that_differ, shares, useful=len(shares), tick=tick)
        bad = [index for found in read for index in found]
        return tuple(sorted([*bad, *self._holes_that_differ(set(stored))]))

    def _those_that_differ(
        self, shared: Iterator[int], counter: Counter, _: memoryview
    ) -> list[int]:
        lanes = lanes_of(self._algorithm)
        read = side_by_side(
            (partial(self._read, index, counter, lanes) for index in shared),
            _rooms(lanes),
            lanes,
        )
        return [index for index, differs in read if differs]

    def _stored(self) -> Iterator[int]:
        """The chunks in which anything is stored."""
        size, chunk = self._manifest.size, self._manifest.chunk
        if not has_holes(self._stat):
            yield from range(self._manifest.chunks)
            return
        position = 0
        while (data := next_data(self._descriptor, position, size)) < size:
            yield data // chunk
            position = (data // chunk + 1) * chunk
            if position >= size:
                return

    def _holes_that_differ(self, stored: set[int]) -> Iterator[int]:
        """Chunks that lie in a hole, where zeros are not what is wanted."""
        for index in range(self._manifest.chunks):
            if index not in stored:
                zeros = digest_of_zeros(self._size_of(index), self._algorithm)
                if self._manifest.digest_of(index) != zeros:
                    yield index

    def _read(
        self, index: int, counter: Counter, lanes: Lanes, room: memoryview
    ) -> Steps[tuple[int, bool]]:
        """A chunk as it is hashed, and whether it differs."""
        digest, start = lanes.start(), index * self._manifest.chunk
        chunk = Extent(start, start + self._size_of(index), is_hole=False)
        path, step = self._manifest.path, STEP // lanes.width
        row = Stretches(self._descriptor, path, digest, room, counter, step)
        yield from row.take(chunk)
        return index, digest.digest() != self._manifest.digest_of(index)

    def _size_of(self, index: int) -> int:
        chunk = self._manifest.chunk
        return min(chunk, self._manifest.size - index * chunk)


def _rooms(lanes: Lanes) -> list[memoryview]:
    """Room for one read of each stream that a thread has at once.

    A single stream is Python's: after each read its threads wait for one another. So it
    reads more at once.
    """
    return read_rooms(lanes.width) if lanes.width > 1 else [aligned_buffer(TURN_SIZE)]
