"""What the engine warns of while a command runs."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager


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
def warnings_to(tell: Callable[[str], object], *, of: str) -> Iterator[None]:
    """Meanwhile, tell each warning of the engine once; whoever listens already goes on to.

    Args:
        tell: Called in any thread.
        of: The package that warns.
    """
    logger, teller = logging.getLogger(of), _Teller(tell)
    is_heard = bool(logger.handlers)
    if not is_heard:
        logger.addHandler(teller)
    try:
        yield
    finally:
        logger.removeHandler(teller)
