"""Progress that costs nothing until there is something to show."""

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from integrity.progress import Progress
    from tui.cli.progress_line import ProgressLine

_SECONDS = 0.25
"""What is done sooner is not worth a line on a terminal."""

_SECONDS_IN_A_LOG = 4.0
"""In a log nothing is told for five seconds; then there is a rate to tell."""


class Hashing(Protocol):
    """Whoever hashes, looked on: a pool of threads, a cluster."""

    @property
    def bytes_done(self) -> int:
        """Bytes hashed in all, holes included."""

    def snapshots(self) -> "list[Progress]":
        """The files under way."""


class LateProgress:
    """Shows what is being hashed, once the work has taken a while.

    Loading what draws takes as long as hashing a thousand small files.
    """

    def __init__(
        self, *, quiet: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Nothing is shown yet.

        Args:
            clock: Monotonic seconds.
        """
        self._is_quiet = quiet
        self._clock = clock
        patience = _SECONDS if sys.stderr.isatty() else _SECONDS_IN_A_LOG
        self._began = clock()
        self._due = self._began + patience
        self._line: ProgressLine | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.clear()

    def poll(self, hashing: Hashing, *, finished: int) -> None:
        """Look at the files under way.

        Args:
            finished: Files in all.
        """
        if self._is_quiet or self._clock() < self._due:
            return
        if self._line is None:
            from tui.cli.progress_line import ProgressLine

            self._line = ProgressLine("digest", clock=self._clock, began=self._began)
        done = hashing.bytes_done
        self._line.poll(hashing.snapshots(), done=done, finished=finished)

    def clear(self) -> None:
        """Make room for other output on the same terminal."""
        if self._line is not None:
            self._line.clear()
