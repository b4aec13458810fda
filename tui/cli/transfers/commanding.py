"""What copy and rescue do once it is known what is to be copied."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from transfer.rescue import RescueOptions
from transfer.strategies.all_strategies import Tools
from tui.cli.exit_codes import ExitCode
from tui.cli.live.running import Live
from tui.cli.transfers.carrying import Carrier
from tui.cli.transfers.codes import code_of_copy
from tui.cli.transfers.journal import journal_to_copy
from tui.cli.transfers.looking import Look, looked
from tui.cli.transfers.orders import Order
from tui.cli.transfers.room import Room
from tui.cli.transfers.telling import CopyReport

_BATCH = 64

Orders = Sequence[Order] | AsyncGenerator[Order, None]
"""All of them, or as they are found while others are copied."""


async def carry_out(
    orders: Orders,
    how: RescueOptions,
    *,
    live: Live,
    tools: Tools,
    report: CopyReport,
) -> ExitCode:
    """Copy, or only look where that was asked for; returns the exit code."""
    at_once = live.options["jobs"]
    with journal_to_copy() as journal:
        carrier = Carrier(
            tools, journal, how, report.begun, report.ended, report.progress
        )
        if live.options.get("dry_run"):
            await _look(_batches(orders), carrier, report)
        elif isinstance(orders, Sequence):
            await carrier.carry(orders, at_once=at_once, live=live)
        else:
            async with aclosing(orders):
                await carrier.carry_found(orders, at_once=at_once, live=live)
    return report.end()


async def _look(
    batches: AsyncGenerator[Sequence[Order], None], carrier: Carrier, report: CopyReport
) -> None:
    """Tell what would be copied, and whether there is room for all of it."""
    room = Room()
    async with aclosing(batches):
        async for some in batches:
            looks = await looked(some, carrier.tools, carrier.journal, carrier.options)
            report.looked(looks, [_code(look) for look in looks])
            room.take(looks)
    room.check()


async def _batches(orders: Orders) -> AsyncGenerator[Sequence[Order], None]:
    """Enough of them to look at side by side, and no more."""
    if isinstance(orders, Sequence):
        yield orders
        return
    some: list[Order] = []
    async with aclosing(orders):
        async for order in orders:
            some.append(order)
            if len(some) == _BATCH:
                yield some
                some = []
    yield some


def _code(look: Look) -> ExitCode:
    if look.error is None:
        return ExitCode.DONE
    return code_of_copy(look.error, has_begun=look.begun is not None)
