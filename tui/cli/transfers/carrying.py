"""Copies several artifacts side by side, and keeps what became of each."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from integrity.parallel import for_each
from integrity.progress import Progress, ProgressSink
from transfer.copy_errors import CopyError
from transfer.journal.store import Journal
from transfer.receipt import Receipt
from transfer.rescue import RescueOptions, rescue
from transfer.settling import settled
from transfer.strategies.all_strategies import Tools
from tui.cli.exit_codes import ExitCode
from tui.cli.live.running import Live
from tui.cli.transfers.codes import code_of_copy
from tui.cli.transfers.orders import Order


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one order."""

    order: Order
    code: ExitCode
    receipt: Receipt | None = None
    error: CopyError | None = None

    job: str | None = None
    """The job that can be taken up, by its short number."""


@dataclass(slots=True)
class Carrier:
    """Copies, and tells of each copy as it ends."""

    tools: Tools
    journal: Journal
    options: RescueOptions

    begun: Callable[[Order], object]
    ended: Callable[[Outcome], object]
    sink: ProgressSink

    async def carry(
        self, orders: Sequence[Order], *, at_once: int, live: Live
    ) -> list[Outcome]:
        """Copy everything; one that fails stops no other.

        Whoever interrupts it is told how to go on.
        """
        outcomes: dict[Order, Outcome] = {}

        async def copy(order: Order) -> None:
            self.begun(order)
            outcomes[order] = outcome = await self._copied(order)
            self.ended(outcome)

        try:
            await for_each(orders, copy, at_once=at_once)
        except asyncio.CancelledError:
            live.going_on = going_on(self._unfinished(orders), self.journal)
            raise
        return [outcomes[order] for order in orders]

    async def _copied(self, order: Order) -> Outcome:
        def named(progress: Progress) -> None:
            self.sink(replace(progress, item=order.name))

        try:
            receipt = await rescue(
                order.artifact,
                order.destination,
                tools=self.tools,
                journal=self.journal,
                options=self._options_for(order),
                on_progress=named,
            )
        except CopyError as error:
            job = await settled(None, self._job, order)
            code = code_of_copy(error, has_begun=job is not None)
            return Outcome(order, code, error=error, job=job)
        return Outcome(order, ExitCode.DONE, receipt)

    def _options_for(self, order: Order) -> RescueOptions:
        """The service's own copy has to be asked for, also when it is taken up."""
        if order.strategy == "service":
            return replace(self.options, only=order.strategy)
        return self.options

    def _job(self, order: Order) -> str | None:
        if not self.journal.survives:
            return None
        found = self.journal.find(*order.ends)
        return found.short if found else None

    def _unfinished(self, orders: Sequence[Order]) -> list[str]:
        return [job for order in orders if (job := self._job(order))]


def going_on(jobs: Sequence[str], journal: Journal) -> str | None:
    """How to take up what was interrupted; None where nothing was begun."""
    if not journal.survives:
        return "there is no journal on a disk, so the next copy begins anew"
    if not jobs:
        return None
    return f"to go on where it stopped: {resume_command(*jobs)}"


def resume_command(*jobs: str) -> str:
    """What takes up some jobs."""
    return f"bakeferry jobs resume {' '.join(jobs)}"


@dataclass(slots=True)
class OncePerSecond:
    """Lets a snapshot of each item pass at most once a second."""

    tell: ProgressSink
    clock: Callable[[], float] = time.monotonic
    _told: dict[str, float] | None = None

    def __call__(self, progress: Progress) -> None:
        """Hear one."""
        told = self._told = self._told if self._told is not None else {}
        now = self.clock()
        if now - told.get(progress.item, -1.0) >= 1.0:
            told[progress.item] = now
            self.tell(progress)
