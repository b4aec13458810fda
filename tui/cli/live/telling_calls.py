"""What is said with `--debug`: every call that is made, without its secrets."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tui.cli.shown import shown


class _Shown(logging.Formatter):
    """A line of the log that may be shown anywhere."""

    def format(self, record: logging.LogRecord) -> str:
        return shown(super().format(record))


@contextmanager
def telling_calls() -> Iterator[None]:
    """Meanwhile, every call that is made comes to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Shown("%(levelname)s %(name)s: %(message)s"))
    loggers = [logging.getLogger(name) for name in ("transfer", "integrity", "tui")]
    before = [(one.level, one.propagate) for one in loggers]
    for one in loggers:
        one.addHandler(handler)
        one.propagate = False
        one.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        for one, (level, propagate) in zip(loggers, before, strict=True):
            one.removeHandler(handler)
            one.propagate = propagate
            one.setLevel(level)
