"""One large file by two threads of our extension: one reads, the other hashes."""

import os
from collections.abc import Callable

from integrity.digests.buffers import AHEAD_SIZE, aligned_buffer
from integrity.digests.counter import Counter
from integrity.digests.lanes import Stream, Take
from integrity.digests.reading import forgetting, stretches
from integrity.digests.side_by_side import next_of
from integrity.digests.stretches import Stretches
from integrity.sizes import MIB

_STEP = 128 * MIB
"""Wanted at once; how much it is, is a matter of time."""


def read_ahead(
    descriptor: int,
    stat: os.stat_result,
    path: str,
    *,
    digest: Stream,
    update: Callable[[Take], int],
    counter: Counter,
) -> None:
    """Hash an open file; its holes are not read.

    Args:
        digest: Takes all bytes.
        update: `update_ahead` of the lanes that the digest is of.

    Raises:
        FileChanged: It ended before the size that it had.
        OSError: A read failed.
        HashingCancelled: The counter was cancelled.
    """
    room = aligned_buffer(AHEAD_SIZE)
    row = Stretches(descriptor, path, digest, room, counter, _STEP, forgetting(stat))
    for extent in stretches(descriptor, stat):
        steps = row.take(extent)
        take = next(steps, None)
        while take:
            take = next_of(steps, update(take))
