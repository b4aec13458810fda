"""What the engine says while it copies: how often it is passed on, and what it warns of."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field

from integrity.dataclass import dataclass
from integrity.progress import Progress, ProgressSink


class _Teller(logging.Handler):
    def __init__(self, tell: Callable[[str], object]) -> None:
        super().__init__(logging.WARNING)
        self._tell = tell
        self._told: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if message not in self._told:
            self._told.add(message)
            self._tell(message)


@contextmanager
def warnings_to(tell: Callable[[str], object]) -> Iterator[None]:
    """Meanwhile, tell each warning of the engine once; whoever listens already goes on to.

    Args:
        tell: Called in any thread.
    """
    logger, teller = logging.getLogger("transfer"), _Teller(tell)
    is_heard = bool(logger.handlers)
    if not is_heard:
        logger.addHandler(teller)
    try:
        yield
    finally:
        logger.removeHandler(teller)


@dataclass(slots=True)
class OncePerSecond:
    """Lets a snapshot of each item pass once a second, and new trouble at once."""

    tell: ProgressSink
    clock: Callable[[], float] = time.monotonic
    _told: dict[str, tuple[float, str]] = field(default_factory=dict)

    def __call__(self, progress: Progress) -> None:
        """Hear one."""
        now, trouble = self.clock(), progress.trouble
        then, known = self._told.get(progress.item, (-1.0, ""))
        if now - then >= 1.0 or trouble not in ("", known):
            self._told[progress.item] = now, trouble
            self.tell(progress)

    def forget(self, item: str) -> None:
        """Nothing more comes of it."""
        self._told.pop(item, None)
