"""`bakeferry copy`: files and blobs, range by range, proven and resumable."""

from collections.abc import Sequence
from typing import Any

import click

from transfer.strategies.all_strategies import Tools
from tui.cli.live.online_options import sign_in_options
from tui.cli.live.options import telling_options, wire_options
from tui.cli.live.running import Live
from tui.cli.transfers.commanding import carry_out
from tui.cli.transfers.detaching import detach, no_wait_option, options_of
from tui.cli.transfers.options import copying_options, rescue_options
from tui.cli.transfers.orders import found_at, orders_for
from tui.cli.transfers.running import run_transfer, say
from tui.cli.transfers.telling import CopyReport
from tui.cli.transfers.words import artifact_of, given, home_of, one_given


@click.command(
    epilog="""\b
Examples:
  bakeferry copy win11-avd.vhd /backup/
  bakeferry copy contosoimages/vhds/win11-avd.vhd .
  bakeferry copy win11-avd.vhd contosoimages/vhds --dry-run
  bakeferry copy one.vhd two.vhd --to contosoimages/vhds --jobs 2
  bakeferry copy rootfs.tar contosoimages/vhds --no-wait
  bakeferry copy env:SAS_ADDRESS . --limit-rate 50MiB -o json

Exit codes: 0 done, 3 refused, 4 bytes differ, 5 can be resumed, 6 permission,
7 not found or unreachable, 130 interrupted."""
)
@click.argument("words", nargs=-1, metavar="SRC... DST")
@click.option("--to", metavar="DST", help="Where to, if it is not the last word.")
@copying_options
@no_wait_option
@sign_in_options
@wire_options
@telling_options
@click.pass_context
def copy(context: click.Context, /, words: tuple[str, ...], **options: Any) -> int:
    """Copy files and blobs: only what holds data moves, and the copy is proven.

    SRC is a file, a blob's address, or ACCOUNT/CONTAINER/NAME; DST may be a folder or a
    container, too. What broke off is taken up by the same command. Nothing that is there
    is overwritten unless that is said.
    """
    sources, to = _parted(words, options)
    tell = say(options)
    read, home_word = given(sources, tell), one_given(to, tell)
    if options["no_wait"]:
        said = options_of(context, ("no_wait", "artifact", "to", "output"))
        return detach(["copy", *said, "--to", home_word, "--", *read])
    how = rescue_options(options, any_file=True)

    async def job(live: Live, tools: Tools) -> int:
        cloud = live.session.place.cloud
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
