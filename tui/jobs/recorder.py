"""Tells every window of the copies that this process makes, and hears what they wish."""

import asyncio
import os
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from integrity.parallel import wait_at_most
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
    read_runs,
    write_run,
)
from tui.jobs.slots import share_of, slots
from tui.jobs.stops import Stop, forget_wish, wished

_TICK_SECONDS = 0.25
_SECOND = 4
"""Ticks."""

_MOST_OVER = 100
"""Copies that have ended, and are still told of; of all others the journal knows."""

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
        at_once: int | None,
        now: Callable[[], float] = time.time,
    ) -> None:
        """Nothing is told yet.

        Args:
            stop: Hears the key of a copy that somebody wants stopped, and how.
            at_once: Copies; None: this machine's slots, together with other runs.
        """
        self._state, self._stop, self._now = state, stop, now
        self._items = {item.key: item for item in items}
        self._at_once = at_once
        self._may_run = at_once or 0
        self._running = 0
        self._waiting = deque(self._items)
        self._turns = {key: asyncio.Event() for key in self._items}
        self._over: deque[str] = deque()
        self._counted: dict[str, int] = {}
        self._ticks = 0
        run_id = os.environ.get(RUN) or new_run_id()
        begun = read_run(state, run_id) or Run(run_id, now())
        holder = begun.holder or Holder.this_process()
        self._run = replace(begun, holder=holder, shares=at_once is None)
        self._told: Run | None = None

    def begin(self) -> None:
        """Tell what waits; what was wished of an earlier attempt is void."""
        for key in self._items:
            forget_wish(self._state, key)
        forget_old_runs(self._state)
        self._share()
        self._tell()

    def expect(self, item: RunItem) -> None:
        """One more copy waits for its turn."""
        forget_wish(self._state, item.key)
        self._items[item.key] = item
        self._turns[item.key] = asyncio.Event()
        self._waiting.append(item.key)
        self._begin_next()

    async def turn(self, key: str) -> None:
        """Wait until a copy may begin, or is not to begin any more."""
        await self._turns[key].wait()

    async def live(self, over: asyncio.Event) -> None:
        """Tell what is new and hear what is wished, until it is over."""
        while not over.is_set():
            self._hear()
            self._share()
            self._measure()
            self._tell()
            await wait_at_most(over, _TICK_SECONDS)

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
        self,
        key: str,
        state: ItemState,
        problem: str = "",
        advice: str = "",
        *,
        code: int = 0,
        job: str = "",
    ) -> None:
        """A copy has come to an end; by its job's short number, if it had one."""
        item = self._items[key]
        self._running -= item.state is ItemState.RUNNING
        self._items[key] = replace(
            item, state=state, problem=problem, advice=advice, code=code, job=job
        )
        forget_wish(self._state, key)
        self._over.append(key)
        if len(self._over) > _MOST_OVER:
            gone = self._over.popleft()
            del self._items[gone], self._turns[gone]
            self._counted.pop(gone, None)
        self._begin_next()

    def close(self) -> None:
        """Tell how everything stands at the end."""
        forget_wish(self._state, self._run.run_id)
        self._tell()

    def _hear(self) -> None:
        for key, item in self._items.items():
            if item.state in (ItemState.WAITING, ItemState.RUNNING):
                stop = wished(self._state, key) or wished(self._state, self._run.run_id)
                if stop is not None:
                    self._stop(key, stop)
                    self._turns[key].set()

    def _share(self) -> None:
        """Find out how many of what waits may begin, and let them."""
        if self._at_once is None and self._waiting:
            mine, runs = self._now_told(), read_runs(self._state)
            self._may_run = share_of(mine, runs, slots(self._state))
        self._begin_next()

    def _begin_next(self) -> None:
        while self._waiting and self._running < self._may_run:
            key = self._waiting.popleft()
            item, now = self._items.get(key), self._now()
            if (
                item
                and item.state is ItemState.WAITING
                and not self._turns[key].is_set()
            ):
                self._running += 1
                begun = replace(item, state=ItemState.RUNNING, began=now, moved=now)
                self._items[key] = begun
                self._turns[key].set()

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

    def _now_told(self) -> Run:
        return replace(self._run, items=tuple(self._items.values()))

    def _tell(self) -> None:
        run = self._now_told()
        if run != self._told:
            self._told = run
            write_run(self._state, run)
