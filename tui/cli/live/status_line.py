"""Where something stands that Azure works on: one line that stays in its place."""

import time
from collections.abc import Callable
from typing import TextIO

from integrity.cells import cut_end
from tui.cli.shown import shown
from tui.cli.streams import StatusStream, as_ascii

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
        self._stream = StatusStream(stream, quiet=quiet)
        self._clock = clock
        self._painted = False
        self._last: tuple[str, float] | None = None

    def show(self, what: str, since: str = "") -> None:
        """Say where it stands.

        Args:
            what: What is worth a line of its own when it changes.
            since: What changes all the time: how long it takes.
        """
        if self._stream.is_quiet:
            return
        line = shown(f"{what}  {since}".rstrip())
        line = line if self._stream.unicode else as_ascii(line)
        if self._stream.can_repaint:
            fitting = cut_end(line, self._stream.width - 1, "...")
            self._stream.write(f"\r\x1b[K{fitting}")
            self._painted = True
        elif self._wants_a_line(what):
            self._last = (what, self._clock())
            self._stream.write(f"{line}\n")

    def clear(self) -> None:
        """Make room for other output on the same terminal."""
        if self._painted:
            self._stream.write("\r\x1b[K")
            self._painted = False

    def _wants_a_line(self, what: str) -> bool:
        if self._last is None:
            return True
        said, at = self._last
        return said != what or self._clock() - at >= _LOG_SECONDS
