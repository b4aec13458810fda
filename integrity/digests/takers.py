"""Who takes the pieces of a file in."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

from integrity.digests.algorithms import SHA256, Algorithm, Bytes
from integrity.digests.buffers import WIDE_SIZE, ZEROS
from integrity.digests.lanes import Stream, lanes_of
from integrity.digests.reading import Piece


class Taker(Protocol):
    """Takes a file's bytes in their order."""

    def take(self, data: memoryview) -> None:
        """The next bytes; they are overwritten when this has returned."""

    def take_hole(self, size: int) -> None:
        """The next `size` bytes, which are zeros and were not read."""


class DigestTaker:
    """Folds all bytes into one digest."""

    def __init__(self, algorithm: Algorithm, *, threads: int = 1) -> None:
        """Nothing is taken yet.

        Args:
            threads: Compute it together, where that is possible.
        """
        self.name = algorithm.name
        self._zeros = ZEROS
        if threads > 1 and algorithm.start_wide:
            self._stream: Stream = algorithm.start_wide(threads)
            self._zeros = memoryview(bytes(WIDE_SIZE))
        else:
            self._stream = lanes_of(algorithm).start()

    def take(self, data: Bytes) -> None:
        """Hash the next bytes."""
        self._stream.update(data)

    def take_hole(self, size: int) -> None:
        """Hash zeros that stay in the processor's cache."""
        whole, rest = divmod(size, len(self._zeros))
        for _ in range(whole):
            self._stream.update(self._zeros)
        self._stream.update(self._zeros[:rest])

    def hexdigest(self) -> str:
        """The digest of what was taken."""
        return self._stream.digest().hex()


def feed(takers: Iterable[Taker], piece: Piece) -> None:
    """Give one piece to each."""
    if piece.is_hole:
        for taker in takers:
            taker.take_hole(piece.size)
        return
    data = piece.buffer[: piece.size]
    for taker in takers:
        taker.take(data)


@lru_cache(maxsize=4)  # or each small file would cost the hashing of a whole chunk
def digest_of_zeros(size: int, algorithm: Algorithm = SHA256) -> bytes:
    """The digest of that many zeros."""
    taker = DigestTaker(algorithm)
    taker.take_hole(size)
    return bytes.fromhex(taker.hexdigest())
