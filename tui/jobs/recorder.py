"""Tells every window of the copies that this process makes, and hears what they wish."""

import asyncio
import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from integrity.progress import Progress
from transfer.journal.holder import Holder
from tui.jobs.runs import (
    RUN,
    ItemState,
    Run,
    RunItem,
    forget_old_runs,
    new_run_id,
    read_run,
    write_run,
)
from tui.jobs.stops import Stop, forget_wish, wished

_TICK_SECONDS = 0.25
_SECOND = 4
"""Ticks."""

_RATES = 60
"""Seconds that the rates look back."""


class Recorder:
    """The file of one run, kept true while its copies go on. For one event loop."""

    def __init__(
        self,
        state: Path,
        items: Iterable[RunItem],
        stop: Callable[[str, Stop], object],
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        """Nothing is told yet.

        Args:
            stop: Hears the key of a copy that somebody wants stopped, and how.
        """
        self._state, self._stop, self._now = state, stop, now
        self._items = {item.key: item for item in items}
        self._counted: dict[str, int] = {}
        self._ticks = 0
        run_id = os.environ.get(RUN) or new_run_id()
        begun = read_run(state, run_id) or Run(run_id, now())
        self._run = replace(begun, holder=begun.holder or Holder.this_process())
        self._told: Run | None = None

    def begin(self) -> None:
        """Tell what waits; what was wished of an earlier attempt is void."""
        for key in self._items:
            forget_wish(self._state, key)
        forget_old_runs(self._state)
        self._tell()

    async def live(self, over: asyncio.Event) -> None:
        """Tell what is new and hear what is wished, until it is over."""
        while not over.is_set():
            self._hear()
            self._measure()
            self._tell()
            with suppress(TimeoutError):
                async with asyncio.timeout(_TICK_SECONDS):
                    await over.wait()

    def begun(self, key: str) -> None:
        """A copy has begun."""
        item, now = self._items[key], self._now()
        self._items[key] = replace(item, state=ItemState.RUNNING, began=now, moved=now)

    def progress(self, key: str, progress: Progress) -> None:
        """A copy has come further; a listener of every snapshot."""
        item = self._items[key]
        has_moved = (item.done, item.stage) != (progress.done, progress.stage)
        self._items[key] = replace(
            item,
            stage=progress.stage.value,
            done=progress.done,
            total=progress.total,
            moved=self._now() if has_moved else item.moved,
        )

    def ended(
        self, key: str, state: ItemState, problem: str = "", advice: str = ""
    ) -> None:
        """A copy has come to an end."""
        item = self._items[key]
        self._items[key] = replace(item, state=state, problem=problem, advice=advice)
        forget_wish(self._state, key)

    def close(self) -> None:
        """Tell how everything stands at the end."""
        self._tell()

    def _hear(self) -> None:
        for key, item in self._items.items():
            if item.state in (ItemState.WAITING, ItemState.RUNNING):
                stop = wished(self._state, key)
                if stop is not None:
                    self._stop(key, stop)

    def _measure(self) -> None:
        """Once a second, count what each copy has brought."""
        self._ticks += 1
        if self._ticks % _SECOND:
            return
        for key, item in self._items.items():
            if item.state is ItemState.RUNNING:
                before = self._counted.get(key, item.done)
                self._counted[key] = item.done
                rates = (*item.rates, float(max(0, item.done - before)))
                self._items[key] = replace(item, rates=rates[-_RATES:])

    def _tell(self) -> None:
        run = replace(self._run, items=tuple(self._items.values()))
        if run != self._told:
            self._told = run
            write_run(self._state, run)
