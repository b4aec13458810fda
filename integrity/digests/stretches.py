"""Stretches of a file, step by step, for one of several streams."""

from collections.abc import Generator
from time import monotonic
from typing import NamedTuple

from integrity.digests.buffers import ZEROS
from integrity.digests.counter import TICK_SECONDS, Counter
from integrity.digests.lanes import Stream, Take
from integrity.digests.reading import Forget, check_more, keep
from integrity.digests.sparse import Extent
from integrity.sizes import MIB

STEP = 16 * MIB
"""Taken at once, by all streams of a thread. A cancel waits for 10 ms of hashing, and what
Python does between two steps is a hundredth of that."""

_LEAST_STEP = MIB // 8
"""On a disk so slow that nobody would hear for seconds how far it is."""


class Stretches(NamedTuple):
    """An open file, and where its bytes go."""

    descriptor: int

    path: str
    """Names it in what is raised."""

    digest: Stream

    room: memoryview
    """It is read into this."""

    counter: Counter

    step: int
    """Bytes that are taken at once; fewer where they take longer than a tick."""

    forget: Forget = keep

    def take(self, extent: Extent) -> Generator[Take, int, None]:
        """All of one stretch; a hole is not read.

        Raises:
            FileChanged: The file ends before.
            HashingCancelled: The counter was cancelled.
            OSError: It cannot be read.
        """
        position, step, began = extent.start, self.step, monotonic()
        while position < extent.stop:
            size = min(step, extent.stop - position)
            taken = yield (
                Take(self.digest, ZEROS, size)
                if extent.is_hole
                else Take(self.digest, self.room, size, self.descriptor, position)
            )
            is_slow = (now := monotonic()) - began > TICK_SECONDS
            step = max(_LEAST_STEP, step // 2) if is_slow else min(2 * step, self.step)
            began = now
            self.counter.add(taken)
            self.forget(self.descriptor, position, taken)
            position += taken
            if taken < size:
                check_more(self.descriptor, position, self.path)
