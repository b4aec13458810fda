"""What the engine warns of while it copies, told as everything else is."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class _Teller(logging.Handler):
    def __init__(self, tell: Callable[[str], object]) -> None:
        super().__init__(logging.WARNING)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        self._tell(record.getMessage())


@contextmanager
def warnings_to(tell: Callable[[str], object]) -> Iterator[None]:
    """Meanwhile, tell each warning of the engine; whoever listens already goes on to.

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
