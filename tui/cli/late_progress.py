"""Progress that costs nothing until there is something to show."""

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from integrity.digests.pool import Pool

if TYPE_CHECKING:
    from tui.cli.progress_line import ProgressLine

_SECONDS = 0.25
"""What is done sooner is not worth a line on a terminal."""

_SECONDS_IN_A_LOG = 1.0
"""In a log nothing is told for seconds."""


class LateProgress:
    """Shows what a pool is at, once the work has taken a while.

    Loading what draws takes as long as hashing a thousand small files.
    """

    def __init__(
        self, verb: str, *, quiet: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Nothing is shown yet.

        Args:
            clock: Monotonic seconds.
        """
        self._verb = verb
        self._is_quiet = quiet
        self._clock = clock
        patience = _SECONDS if sys.stderr.isatty() else _SECONDS_IN_A_LOG
        self._due = clock() + patience
        self._line: ProgressLine | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()

    def poll(self, pool: Pool, *, finished: int) -> None:
        """Hear what threads are at.

        Args:
            finished: Files in all.
        """
        if self._is_quiet or self._clock() < self._due:
            return
        if self._line is None:
            from tui.cli.progress_line import ProgressLine

            self._line = ProgressLine(self._verb, clock=self._clock)
        self._line.poll(pool.snapshots(), done=pool.bytes_done, finished=finished)

    def clear(self) -> None:
        """Make room for other output on the same terminal."""
        if self._line is not None:
            self._line.clear()
