"""Turns at hashing: the screen keeps a processor, and comes before all who hash."""

import os
import sys
from contextlib import suppress
from threading import Semaphore, get_native_id

_NICE = 10
"""How far a thread that hashes or reads stands back."""


class HashingTurns:
    """Lets as many threads hash as leave one processor to the screen.

    More of them would only wait for each other, and whoever wants the interpreter would
    wait for one that holds it and is not let run.
    """

    def __init__(self, at_once: int = max(1, (os.cpu_count() or 1) - 1)) -> None:
        self._turns = Semaphore(at_once)

    def __enter__(self) -> None:
        stand_back()
        self._turns.acquire()

    def __exit__(self, *error: object) -> None:
        self._turns.release()


def stand_back() -> None:
    """Let other threads come first; only on Linux a thread has a priority of its own.

    Not for threads that hold the interpreter for long: while they are not let run, nobody
    else has it either.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, get_native_id(), _NICE)
