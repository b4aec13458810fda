"""What `bakeferry copy` does."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import click

from transfer.strategies.all_strategies import Tools
from tui.cli.live.running import Live
from tui.cli.shown import say
from tui.cli.transfers.commanding import carry_out
from tui.cli.transfers.detaching import detach, options_of
from tui.cli.transfers.gathering import check_single, gathering
from tui.cli.transfers.homes import artifact_of, home_of
from tui.cli.transfers.orders import found_at, orders_for
from tui.cli.transfers.running import run_transfer
from tui.cli.transfers.telling import CopyReport
from tui.cli.transfers.telling_trees import TreeReport
from tui.cli.transfers.terms import check_one_expected, rescue_options
from tui.cli.transfers.words import both_given


def copy(
    context: click.Context, words: tuple[str, ...], options: dict[str, Any]
) -> int:
    """Copy files and blobs: only what holds data moves, and the copy is proven."""
    sources, to = _parted(words, options)
    read, home_word = both_given(sources, to, say(options))
    check_one_expected(options, read)
    how = rescue_options(options, any_file=True)
    if options["no_wait"]:
        said = options_of(context, ("no_wait", "artifact", "to", "output"))
        return detach(["copy", *said, "--to", home_word, "--", *read])

    async def job(live: Live, tools: Tools) -> int:
        cloud = live.session.place.cloud
        if options["recursive"]:
            wanted = gathering(read, home_word, cloud)
            wanted.check_way(tools, how)
            tools = replace(tools, tree=wanted.root)
            with TreeReport(options) as report:
                gathered = wanted.orders(tools, how, report.note)
                return await carry_out(
                    gathered, how, live=live, tools=tools, report=report
                )
        check_single(read, cloud)
        found = [found_at(artifact_of(word, cloud)) for word in read]
        orders = orders_for(found, home_of(home_word, cloud), tools, how)
        with CopyReport("copy", options) as report:
            return await carry_out(orders, how, live=live, tools=tools, report=report)

    return run_transfer(options, job)


def _parted(
    words: Sequence[str], options: dict[str, Any]
) -> tuple[tuple[str, ...], str]:
    """What is to be copied, and where to."""
    to = options["to"]
    if to is None:
        if not words:
            raise click.UsageError("say what is to be copied, and where to")
        *words, to = words
    sources = (*words, *options["artifact"])
    if not sources:
        raise click.UsageError("say what is to be copied, and where to")
    return sources, to
