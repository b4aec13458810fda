"""One row of bytes out of several attempts to read them (pure)."""

from hashlib import sha256


class BytesDiffer(Exception):
    """What came a second time is not what came the first; never leaves this wing."""


class Continuity:
    """Hands on what is new, and holds what comes again against what came before.

    Whoever takes the bytes hashes them anyway; only what comes again is hashed here.
    """

    def __init__(self) -> None:
        self.taken = 0
        """Bytes handed on so far."""

        self._position = 0  # of the next byte that comes
        self._handed_on = sha256().hexdigest()
        self._again = sha256()

    def broke_off(self, handed_on: str) -> None:
        """An attempt has ended early.

        Args:
            handed_on: The sha256 of all bytes that were handed on.
        """
        self._handed_on = handed_on

    def begin(self, start: int) -> None:
        """Expect an attempt's first byte at `start`, at or before the first new one."""
        self._position = start
        self._again = sha256()

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
        self.taken += len(chunk)
        return chunk

    @property
    def caught_up(self) -> bool:
        """Whether everything that was handed on has come again."""
        return self._position >= self.taken

    def _compare(self, repeated: bytes) -> None:
        self._again.update(repeated)
        if self.caught_up and self._again.hexdigest() != self._handed_on:
            raise BytesDiffer
