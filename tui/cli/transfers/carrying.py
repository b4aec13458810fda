"""Copies several artifacts side by side, and keeps what became of each."""

import asyncio
import os
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Iterator,
    Sequence,
)
from dataclasses import field, replace
from pathlib import Path

from integrity.dataclass import dataclass
from integrity.parallel import for_each, for_each_found
from integrity.progress import Progress, ProgressSink
from transfer.copy_errors import CopyError, GivenUp, Paused
from transfer.journal.records import JobState
from transfer.journal.store import Journal
from transfer.limiting import MOST_COPIES
from transfer.rescue import RescueOptions, rescue
from transfer.settling import settled
from transfer.strategies.all_strategies import Tools
from transfer.strategies.leavings import remove_leavings
from tui.cli.exit_codes import ExitCode
from tui.cli.live.running import Live
from tui.cli.transfers.codes import code_of_copy
from tui.cli.transfers.options import JOBS, LEVELS
from tui.cli.transfers.orders import Order
from tui.cli.transfers.outcome import Outcome, reach_of, resume_command
from tui.cli.transfers.terms import Manner
from tui.jobs.recorder import Recorder
from tui.jobs.runs import RUN, RunItem, key_of
from tui.jobs.stops import Stop
from tui.preferences import state_directory

THE_SAME = "the same command again; what is done is not copied anew"
"""How to go on, where more was meant than was begun."""


@dataclass(slots=True)
class Carrier:
    """Copies, and tells of each copy as it ends; any window may watch and stop it."""

    tools: Tools
    journal: Journal
    options: RescueOptions

    begun: Callable[[Order], object]
    ended: Callable[[Outcome], object]
    sink: ProgressSink

    _manner: Manner = field(init=False)
    _stops: dict[str, Stop] = field(default_factory=dict)
    _running: dict[str, asyncio.Timeout] = field(default_factory=dict)

    async def carry(
        self, orders: Sequence[Order], *, at_once: int | None, live: Live
    ) -> list[Outcome]:
        """Copy everything; one that fails stops no other.

        Whoever interrupts it is told how to go on.

        Args:
            at_once: None: as usual, and in the background as many as there are slots.
        """
        outcomes: dict[Order, Outcome] = {}
        spoken_for = frozenset(Path(order.ends[1]) for order in orders)
        self._manner = Manner(replace(self.tools, spoken_for=spoken_for), self.options)
        items = [self._item(order) for order in orders]
        recorder = self._recorder(items, at_once)

        async def copy(order: Order) -> None:
            outcomes[order] = await self._carry_one(order, recorder)

        async def copy_all() -> None:
            await for_each(orders, copy, at_once=min(len(orders), MOST_COPIES))

        try:
            await self._recorded(copy_all, recorder)
        except asyncio.CancelledError:
            jobs = self._unfinished(orders)
            same = len(jobs) < sum(order not in outcomes for order in orders)
            how = resume_command(*jobs, reach=reach_of(live.options))
            self._leave(live, THE_SAME if same else how, jobs)
            raise
        return [outcomes[order] for order in orders]

    async def carry_found(
        self, orders: AsyncIterator[Order], *, at_once: int | None, live: Live
    ) -> None:
        """Copy what is found meanwhile; no more is held than is worked on.

        Whoever interrupts it is told how to go on.

        Args:
            at_once: As for `carry`.
        """
        self._manner = Manner(self.tools, self.options)
        recorder = self._recorder((), at_once)
        under_way: dict[Order, None] = {}

        async def copy(order: Order) -> None:
            if order.trouble is not None:
                code = code_of_copy(order.trouble, has_begun=False)
                self.ended(Outcome(order, code, error=order.trouble))
                return
            under_way[order] = None
            recorder.expect(self._item(order))
            await self._carry_one(order, recorder)
            del under_way[order]

        async def copy_all() -> None:
            takers = _at_once(at_once) or MOST_COPIES
            await for_each_found(orders, copy, at_once=takers)

        try:
            await self._recorded(copy_all, recorder)
        except asyncio.CancelledError:
            self._leave(live, THE_SAME, self._unfinished(under_way))
            raise

    async def _carry_one(self, order: Order, recorder: Recorder) -> Outcome:
        await recorder.turn(_key(order))
        self.begun(order)
        outcome = await self._copied(order, recorder)
        recorder.ended(
            _key(order), *outcome.told, code=outcome.code, job=outcome.job_number
        )
        self._stops.pop(_key(order), None)
        self.ended(outcome)
        return outcome

    def _recorder(self, items: Iterable[RunItem], at_once: int | None) -> Recorder:
        state = state_directory()
        return Recorder(state, items, self._stop, at_once=_at_once(at_once))

    async def _recorded(
        self, copy_all: Callable[[], Awaitable[None]], recorder: Recorder
    ) -> None:
        """Copy, and tell every window how far that is."""
        over = asyncio.Event()

        async def copy() -> None:
            await copy_all()
            over.set()

        async def tell() -> None:
            await recorder.live(over)

        both = (copy, tell)
        try:
            recorder.begin()
            await for_each(both, lambda do: do(), at_once=len(both))
        finally:
            recorder.close()

    def _leave(self, live: Live, how: str, jobs: Sequence[str]) -> None:
        """Say what becomes of what was interrupted."""
        if not self.journal.survives:
            live.going_on = (
                "there is no journal on a disk, so the next copy begins anew"
            )
        elif jobs or how == THE_SAME:
            live.going_on = f"to go on where it stopped: {how}"
        if jobs:
            live.left = "what has arrived stays as a partial copy"

    def _item(self, order: Order) -> RunItem:
        how = tuple(_how(self.options))
        streams = self._manner.tools_for(order).at_once
        return RunItem(
            order.name, *order.ends, order.strategy, order.origin, how, streams
        )

    def _stop(self, key: str, stop: Stop) -> None:
        """Somebody wants a copy to end early, whether it has begun or not."""
        if key not in self._stops:
            self._stops[key] = stop
            if running := self._running.get(key):
                running.reschedule(asyncio.get_running_loop().time())

    async def _copied(self, order: Order, recorder: Recorder) -> Outcome:
        key = _key(order)

        def named(progress: Progress) -> None:
            recorder.progress(key, progress)
            self.sink(replace(progress, item=order.name))

        if key in self._stops:
            return await self._stopped(order)
        try:
            async with asyncio.timeout(None) as self._running[key]:
                receipt = await rescue(
                    order.artifact,
                    order.destination,
                    tools=self._manner.tools_for(order),
                    journal=self.journal,
                    options=self._manner.options_for(order),
                    on_progress=named,
                )
        except TimeoutError:
            return await self._stopped(order)
        except CopyError as error:
            return await self._failed(order, error)
        finally:
            del self._running[key]
        if not self.journal.survives:
            receipt = replace(receipt, job="")
        return Outcome(order, ExitCode.DONE, receipt)

    async def _failed(self, order: Order, error: CopyError) -> Outcome:
        job = await settled(None, self._job, order)
        code = code_of_copy(error, has_begun=job is not None)
        return Outcome(order, code, error=error, job=job)

    async def _stopped(self, order: Order) -> Outcome:
        """Do what was wished of a copy that has let go."""
        stop = self._stops[_key(order)]
        if stop is Stop.PAUSE:
            return await self._failed(order, Paused(order.name, "was paused"))
        job = await settled(None, self.journal.find, *order.ends)
        if job is not None:
            await settled(None, self.journal.mark, job.job_id, JobState.GIVEN_UP)
        why = "was cancelled"
        if job is not None and stop is Stop.DISCARD:
            try:
                left = await remove_leavings(job, order.destination, self.tools)
            except CopyError as error:
                return await self._failed(order, error)
            await settled(None, self.journal.remove, job.job_id)
            why += f"; {left.value}"
        return await self._failed(order, GivenUp(order.name, why))

    def _job(self, order: Order) -> str | None:
        if not self.journal.survives:
            return None
        found = self.journal.find(*order.ends)
        return found.short if found else None

    def _unfinished(self, orders: Iterable[Order]) -> list[str]:
        return [job for order in orders if (job := self._job(order))]


def _at_once(asked: int | None) -> int | None:
    """Copies at once; None in the background, where all runs share the slots."""
    return asked or (None if RUN in os.environ else JOBS)


def _key(order: Order) -> str:
    return key_of(*order.ends)


def _how(options: RescueOptions) -> Iterator[str]:
    """The options of the command line that a resumed copy needs, too."""
    named = {level: name for name, level in LEVELS.items()}
    if options.copying.level in named:
        yield from ("--verify", named[options.copying.level])
    if options.overwrite:
        yield "--overwrite"
    if options.copying.expected_sha256:
        yield from ("--expect-sha256", options.copying.expected_sha256)
