"""The interpreter is the screen's first: who works behind it waits while it works."""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from selectors import DefaultSelector, SelectorKey
from threading import Event
from time import monotonic
from typing import TypeVar

Item = TypeVar("Item")

_AT_MOST_SECONDS = 0.05
"""So long a screen that never rests holds up each step of what is done behind it."""

_SLICE_SECONDS = 0.002
"""So long a step is where thousands of things are done in a row."""


class Courtesy:
    """Threads that share an interpreter by the millisecond make a key wait for each.

    Between two steps they ask here whether the screen's loop has something to do. A screen
    without such a loop always rests.
    """

    def __init__(self, at_most: float = _AT_MOST_SECONDS) -> None:
        self._at_most = at_most
        self._rests = Event()
        self._rests.set()

    def give_way(self) -> None:
        """Wait until the screen rests, a moment at most. On any thread but its own."""
        self._rests.wait(self._at_most)

    def in_slices(self, items: Iterable[Item]) -> Iterator[Item]:
        """Hand on items one by one, and give way every few milliseconds."""
        until = 0.0
        for item in items:
            if monotonic() >= until:
                self.give_way()
                until = monotonic() + _SLICE_SECONDS
            yield item

    @contextmanager
    def screen_loop(self) -> Iterator[asyncio.AbstractEventLoop]:
        """A loop for the screen; it rests when it waits for something to happen."""
        selector = _RestingSelector(self._rests)
        with asyncio.Runner(
            loop_factory=lambda: asyncio.SelectorEventLoop(selector)
        ) as runner:
            try:
                yield runner.get_loop()
            finally:
                self._rests.set()


class _RestingSelector(DefaultSelector):
    def __init__(self, rests: Event) -> None:
        super().__init__()
        self._rests = rests

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        if timeout is not None and timeout <= 0:
            return super().select(timeout)  # there is more to do at once
        self._rests.set()
        try:
            return super().select(timeout)
        finally:
            self._rests.clear()
