"""A file that is read behind whoever still writes it, each byte once it is there."""

import os
from collections.abc import Iterator, Sequence
from threading import Condition

from integrity.digests.counter import TICK_SECONDS, Counter
from integrity.digests.opening import opened
from integrity.digests.relay import read_in_relay
from integrity.digests.sparse import Extent, extents
from integrity.digests.takers import Taker
from integrity.digests.whole_and_chunks import WholeAndChunks
from integrity.errors import FileChanged


class Frontier:
    """Up to where a file is whole, counted from its beginning; for any thread."""

    def __init__(self) -> None:
        """Nothing is there."""
        self._position = 0
        self._moved = Condition()

    def advance(self, position: int) -> None:
        """All before `position` is there, and will not be written again."""
        with self._moved:
            self._position = max(self._position, position)
            self._moved.notify_all()

    def beyond(self, position: int, counter: Counter) -> int:
        """Wait until more than `position` bytes are there.

        Returns:
            How many are.

        Raises:
            HashingCancelled: The counter was cancelled.
        """
        with self._moved:
            while not self._moved.wait_for(
                lambda: self._position > position, TICK_SECONDS
            ):
                counter.add(0)
            return self._position


def sha256_behind(
    frontier: Frontier,
    path: str,
    size: int,
    whole_and_chunks: WholeAndChunks,
    *,
    counter: Counter,
    beside: Sequence[Taker] = (),
) -> str:
    """The sha256 of a file of `size` bytes, some of which have yet to come.

    Args:
        whole_and_chunks: Computes it, and hashes the chunks, too.
        beside: Are fed in the same pass.

    Raises:
        DigestError: It could not be read, or was cut.
        HashingCancelled: The counter was cancelled.
    """
    with opened(path) as (descriptor, stat):
        counter.begin(path, size)
        read_in_relay(
            descriptor,
            stat,
            path,
            near=[*whole_and_chunks.near, *beside],
            far=whole_and_chunks.far,
            counter=counter,
            stretches=_extents_behind(frontier, descriptor, size, counter),
        )
        if os.fstat(descriptor).st_size != size:
            raise FileChanged(path)
    return whole_and_chunks.hexdigest()


def _extents_behind(
    frontier: Frontier, descriptor: int, size: int, counter: Counter
) -> Iterator[Extent]:
    """As `extents` of a whole file, each when it is there."""
    position = 0
    while position < size:
        reached = frontier.beyond(position, counter)
        yield from extents(descriptor, reached, position)
        position = reached
