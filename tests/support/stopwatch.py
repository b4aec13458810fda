"""Seconds that something took, less those for which this machine had no time."""

import threading
import time
from typing import Self

_TICK = 0.01


class Stopwatch:
    """Measures a block beside a thread that does nothing but sleep.

    Whatever that thread comes too late is the machine's fault: others are at work on it.
    A machine that is idle takes nothing off.
    """

    def __enter__(self) -> Self:
        self._lost = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._tick, daemon=True)
        self._began = time.monotonic()
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.seconds = time.monotonic() - self._began
        self._ended.set()
        self._thread.join()
        self.seconds -= self._lost

    def _tick(self) -> None:
        while not self._ended.is_set():
            due = time.monotonic() + _TICK
            time.sleep(_TICK)
            if not self._ended.is_set():
                self._lost += time.monotonic() - due
