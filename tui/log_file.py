"""Where log records go while the screen is drawn: a file, without secrets."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from integrity.safe_text import safe_text

_FILE = "bakeferry.log"
_MOST_BYTES = 2**20
_FOREIGN = ("httpx", "httpcore", "aiohttp", "azure", "urllib3", "msal", "asyncio")
"""Loggers that would tell whole addresses below warnings."""


class _Careful(logging.Formatter):
    """Formats a record as one line that holds no secret and no control character."""

    def format(self, record: logging.LogRecord) -> str:
        from integrity.lint.secrets import without_secrets  # seldom anything is told

        record.exc_info = None  # a traceback may quote anything
        return safe_text(without_secrets(super().format(record)))


@contextmanager
def logging_to(directory: Path | None) -> Iterator[None]:
    """Send the records of all loggers to a file meanwhile; None drops them."""
    root = logging.getLogger()
    handler = _handler(directory)
    handler.setFormatter(_Careful("%(asctime)s %(levelname)s %(name)s %(message)s"))
    levels = {name: logging.getLogger(name).level for name in _FOREIGN}
    for name in _FOREIGN:
        logging.getLogger(name).setLevel(logging.WARNING)
    before = root.handlers[:]
    root.handlers[:] = [handler]
    try:
        yield
    finally:
        root.handlers[:] = before
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
        handler.close()


def _handler(directory: Path | None) -> logging.Handler:
    if directory is None:
        return logging.NullHandler()
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        return RotatingFileHandler(
            directory / _FILE, maxBytes=_MOST_BYTES, backupCount=1, encoding="utf-8"
        )
    except OSError:
        return logging.NullHandler()
