"""What `bakeferry rescue` does."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from integrity.quantities import counted, size_in_words
from transfer.rescue import RescueOptions
from transfer.strategies.all_strategies import Tools
from tui.cli.live.asking import confirm
from tui.cli.live.running import Live
from tui.cli.shown import say, shown
from tui.cli.transfers.commanding import carry_out
from tui.cli.transfers.detaching import detach, options_of
from tui.cli.transfers.homes import artifact_of, home_of
from tui.cli.transfers.journal import ends_before, journal_to_copy
from tui.cli.transfers.looking import looked
from tui.cli.transfers.orders import Found, Order, found_at, orders_for
from tui.cli.transfers.outputs import named_outputs, outputs_at_risk
from tui.cli.transfers.room import check_room_for
from tui.cli.transfers.running import run_transfer
from tui.cli.transfers.telling import CopyReport, look_lines
from tui.cli.transfers.terms import check_one_expected, rescue_options
from tui.cli.transfers.words import both_given, is_address


def rescue(
    context: click.Context, names: tuple[str, ...], options: dict[str, Any]
) -> int:
    """Copy finished VHDs to where they outlive their template, and prove the copies."""
    words = (*names, *options["artifact"])
    if words and options["at_risk"]:
        raise click.UsageError("--at-risk takes all that is at risk: name none besides")
    if not (words or options["at_risk"]):
        raise click.UsageError("name what is to be rescued, or say --at-risk")
    read, home_word = both_given(words, options["to"], say(options))
    check_one_expected(options, read)
    how = rescue_options(options, any_file=options["any_file"])
    if options["no_wait"]:
        if options["at_risk"] and not options["yes"]:
            raise click.UsageError("with --no-wait nobody can be asked: say -y")
        said = options_of(context, ("no_wait", "artifact", "to", "output"))
        return detach(["rescue", *said, "--to", home_word, "--", *read])

    async def job(live: Live, tools: Tools) -> int:
        home = home_of(home_word, live.session.place.cloud)
        if options["at_risk"]:
            found = await outputs_at_risk(live, tools)
        else:
            found = [each for word in read for each in await _found(live, tools, word)]
        check_one_expected(options, found)
        orders = orders_for(found, home, tools, how, before=ends_before())
        with CopyReport("rescue", options) as report:
            if options["at_risk"] and not options["dry_run"]:
                await _agree(orders, tools, how, options, report)
            return await carry_out(orders, how, live=live, tools=tools, report=report)

    return run_transfer(options, job)


_PATH = re.compile(r"\.{0,2}/|~|.*\.vhd$", re.IGNORECASE)
"""What is meant as a path, also where there is no such file."""

_STAGED = re.compile(r"([\w-][\w.-]*)/.+")
"""What may be a template and a VHD of its staging group."""


async def _found(live: Live, tools: Tools, word: str) -> list[Found]:
    """What a word stands for: an address, an id, a file that is here, else a name."""
    if is_address(word) or _is_path(word):
        return [found_at(artifact_of(word, live.session.place.cloud))]
    return await named_outputs(live, tools, word)


def _is_path(word: str) -> bool:
    if word.casefold().startswith("/subscriptions/"):
        return False
    staged = _STAGED.fullmatch(word)
    if staged is not None and not Path(staged[1]).is_dir():
        return False
    return Path(word).is_file() or _PATH.match(word) is not None


async def _agree(
    orders: Sequence[Order],
    tools: Tools,
    how: RescueOptions,
    options: dict[str, Any],
    report: CopyReport,
) -> None:
    """Show everything that would be rescued, and have somebody agree once."""
    if not orders:
        report.note("nothing is at risk")
        return
    with journal_to_copy() as journal:
        looks = await looked(orders, tools, journal, how)
    if not (options["quiet"] and options["yes"]):
        for line in (line for look in looks for line in look_lines(look)):
            click.echo(shown(line), err=True)
    check_room_for(looks)
    data = size_in_words(sum(look.data_bytes or 0 for look in looks))
    vhds = counted(len(orders), "VHD")
    await confirm(f"Rescue {vhds}, {data} of data?", agreed=options["yes"])
