"""What copy and rescue do once it is known what is to be copied."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from transfer.journal.store import Journal
from transfer.rescue import RescueOptions
from transfer.strategies.all_strategies import Tools
from tui.cli.exit_codes import ExitCode
from tui.cli.live.running import Live
from tui.cli.transfers.carrying import Carrier
from tui.cli.transfers.codes import code_of_copy
from tui.cli.transfers.gathering import Gathering
from tui.cli.transfers.looking import Look, check_room, looked
from tui.cli.transfers.orders import Order
from tui.cli.transfers.telling import CopyReport
from tui.preferences import state_directory

_BATCH = 64


async def carry_out(
    orders: Sequence[Order],
    how: RescueOptions,
    *,
    live: Live,
    tools: Tools,
    report: CopyReport,
) -> ExitCode:
    """Copy, or only look where that was asked for; returns the exit code."""
    options: Mapping[str, Any] = live.options
    with Journal.open(state_directory()) as journal:
        if options.get("dry_run"):
            looks = await looked(orders, tools, journal, how)
            report.looked(looks, [_code(look) for look in looks])
            check_room(looks)
            return report.end()
        carrier = Carrier(
            tools, journal, how, report.begun, report.ended, report.progress
        )
        await carrier.carry(orders, at_once=options["jobs"], live=live)
    return report.end()


async def carry_out_trees(
    wanted: Gathering,
    how: RescueOptions,
    *,
    live: Live,
    tools: Tools,
    report: CopyReport,
) -> ExitCode:
    """The same for whole folders and containers, while they are being listed."""
    options: Mapping[str, Any] = live.options
    tools = replace(tools, tree=wanted.root)
    orders = wanted.orders(tools, how, report.note)
    with Journal.open(state_directory()) as journal:
        async with aclosing(orders):
            if options["dry_run"]:
                async for some in _batches(orders):
                    looks = await looked(some, tools, journal, how)
                    report.looked(looks, [_code(look) for look in looks])
            else:
                carrier = Carrier(
                    tools, journal, how, report.begun, report.ended, report.progress
                )
                await carrier.carry_found(orders, at_once=options["jobs"], live=live)
    return report.end()


async def _batches(orders: AsyncIterator[Order]) -> AsyncIterator[list[Order]]:
    """Enough of them to look at side by side, and no more."""
    some: list[Order] = []
    async for order in orders:
        some.append(order)
        if len(some) == _BATCH:
            yield some
            some = []
    if some:
        yield some


def _code(look: Look) -> ExitCode:
    if look.error is None:
        return ExitCode.DONE
    return code_of_copy(look.error, has_begun=look.begun is not None)
