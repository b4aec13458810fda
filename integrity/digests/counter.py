"""What one hashing thread tells while it works, and where a cancel reaches it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event

from integrity.errors import HashingCancelled

Tick = Callable[[], object]
"""Called now and then by whoever waits for the work."""

TICK_SECONDS = 0.1
"""Between two ticks, about."""


def no_tick() -> None:
    """Do nothing."""


class Counter:
    """How far one worker has come. It writes; anybody may read at any time.

    A number in a slot costs nothing, where a call for each buffer costs 5 % and more.
    """

    __slots__ = ("_cancel", "_whole", "done", "file_done", "file_size", "parts", "path")

    def __init__(
        self, cancel: Event | None = None, whole: "Counter | None" = None
    ) -> None:
        """Nothing is done yet.

        Args:
            whole: Of the same thread: counts what this one counts, too.
        """
        self._cancel = cancel or Event()
        self._whole = whole
        self.parts: tuple[Counter, ...] = ()
        """One for each file, while a thread has several under way."""

        self.done = 0
        """Bytes hashed in all, holes included."""

        self.path: str | None = None
        """The file under way; None between files."""

        self.file_done = 0
        self.file_size: int | None = 0

    def begin(self, path: str, size: int | None) -> None:
        """Turn to the next file; None for one whose size nobody knows."""
        self.file_done = 0
        self.file_size = size
        self.path = path

    @contextmanager
    def shared_by(self, files: int) -> "Iterator[tuple[Counter, ...]]":
        """A counter for each of some files that are hashed at the same time."""
        self.path = None
        self.parts = tuple(Counter(self._cancel, self) for _ in range(files))
        try:
            yield self.parts
        finally:
            self.parts = ()

    def add(self, size: int) -> None:
        """Count bytes that are behind us.

        Raises:
            HashingCancelled: Whoever waits for the digest asked to stop.
        """
        self.done += size
        self.file_done += size
        if self._whole is not None:
            self._whole.done += size
        if self._cancel.is_set():
            raise HashingCancelled
