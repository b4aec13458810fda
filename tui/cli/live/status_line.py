"""Where something stands that Azure works on: one line that stays in its place."""

import os
import sys
import time
from collections.abc import Callable
from typing import TextIO

from integrity.lint.reports.cells import cut_end
from tui.cli.shown import shown
from tui.cli.streams import as_ascii

_LOG_SECONDS = 30.0
"""Between two lines that say the same, where lines cannot be repainted."""


class StatusLine:
    """Repainted on a terminal; in a log a line whenever something has changed."""

    def __init__(
        self,
        *,
        quiet: bool,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Nothing is shown yet.

        Args:
            clock: Monotonic seconds.
        """
        self._stream = stream or sys.stderr
        self._is_quiet = quiet
        self._is_terminal = self._stream.isatty() and os.environ.get("TERM") != "dumb"
        encoding = (self._stream.encoding or "ascii").casefold()
        self._unicode = encoding.startswith("utf")
        self._clock = clock
        self._painted = False
        self._last: tuple[str, float] | None = None

    def show(self, what: str, since: str = "") -> None:
        """Say where it stands.

        Args:
            what: What is worth a line of its own when it changes.
            since: What changes all the time: how long it takes.
        """
        if self._is_quiet:
            return
        line = shown(f"{what}  {since}".rstrip())
        line = line if self._unicode else as_ascii(line)
        if self._is_terminal:
            self._write(f"\r\x1b[K{cut_end(line, self._width() - 1, '...')}")
            self._painted = True
        elif self._wants_a_line(what):
            self._last = (what, self._clock())
            self._write(f"{line}\n")

    def clear(self) -> None:
        """Make room for other output on the same terminal."""
        if self._painted:
            self._write("\r\x1b[K")
            self._painted = False

    def _wants_a_line(self, what: str) -> bool:
        if self._last is None:
            return True
        said, at = self._last
        return said != what or self._clock() - at >= _LOG_SECONDS

    def _width(self) -> int:
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or 80
        except (OSError, ValueError):
            return 80

    def _write(self, text: str) -> None:
        """Progress never stops the work: what cannot be shown is not."""
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            self._is_quiet = True
