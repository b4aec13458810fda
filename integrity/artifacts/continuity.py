"""One row of bytes out of several attempts to read them (pure)."""

from xxhash import xxh3_128


class BytesDiffer(Exception):
    """What came a second time is not what came the first; never leaves this wing."""


class Continuity:
    """Hands on what is new, and holds what comes again against what came before.

    A short digest of what was handed on is kept, not the bytes themselves.
    """

    def __init__(self) -> None:
        self.taken = 0
        """Bytes handed on so far."""

        self._position = 0  # of the next byte that comes
        self._handed_on = xxh3_128()
        self._again = xxh3_128()

    def begin(self, start: int) -> None:
        """Expect an attempt's first byte at `start`, at or before the first new one."""
        self._position = start
        self._again.reset()

    def fresh(self, chunk: bytes) -> bytes:
        """What of the next bytes is new, perhaps nothing.

        Raises:
            BytesDiffer: They are another version's.
        """
        known = max(0, self.taken - self._position)
        self._position += len(chunk)
        if known:
            self._compare(chunk[:known])
            chunk = chunk[known:]
        self._handed_on.update(chunk)
        self.taken += len(chunk)
        return chunk

    @property
    def caught_up(self) -> bool:
        """Whether everything that was handed on has come again."""
        return self._position >= self.taken

    def _compare(self, repeated: bytes) -> None:
        self._again.update(repeated)
        if self.caught_up and self._again.digest() != self._handed_on.digest():
            raise BytesDiffer
