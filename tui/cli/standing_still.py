"""Notices that this process was stopped for a while: by Ctrl-Z, or by SIGSTOP."""

import signal
from threading import current_thread, main_thread
from types import FrameType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable

_CONTINUE: signal.Signals | None = getattr(signal, "SIGCONT", None)
"""None on Windows."""


class StandingStill:
    """Hears when the process goes on again, while its block lasts."""

    def __init__(self) -> None:
        """Hear nothing yet."""
        self._has_stood = False
        self._before: Callable[[int, FrameType | None], object] | int | None = None

    def __enter__(self) -> Self:
        if _CONTINUE is not None and current_thread() is main_thread():
            self._before = signal.signal(_CONTINUE, self._hear)
        return self

    def __exit__(self, *error: object) -> None:
        if _CONTINUE is not None and self._before is not None:
            signal.signal(_CONTINUE, self._before)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._has_stood = True

    def taken(self) -> bool:
        """Whether it has stood still since this was last asked."""
        had, self._has_stood = self._has_stood, False
        return had
