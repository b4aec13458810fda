"""`bakeferry copy`: files and blobs, range by range, proven and resumable."""

from typing import Any

import click

from tui.cli.completing import files
from tui.cli.live.online_options import sign_in_options
from tui.cli.live.options import telling_options, wire_options
from tui.cli.transfers.options import copying_options, no_wait_option


@click.command(
    epilog="""\b
Examples:
  bakeferry copy win11-avd.vhd /backup/
  bakeferry copy contosoimages/vhds/win11-avd.vhd .
  bakeferry copy win11-avd.vhd contosoimages/vhds --dry-run
  bakeferry copy -r artifacts/ contosoimages/builds/2026-11/
  bakeferry copy -r contosoimages/builds/2026-11/ artifacts
  bakeferry copy one.vhd two.vhd --to contosoimages/vhds --jobs 2
  bakeferry copy rootfs.tar contosoimages/vhds --no-wait
  bakeferry copy env:SAS_ADDRESS . --limit-rate 50MiB -o json

Exit codes: 0 done, 3 refused, 4 bytes differ, 5 can be resumed, 6 permission,
7 not found or unreachable, 130 interrupted."""
)
@click.argument("words", nargs=-1, metavar="SRC... DST", shell_complete=files)
@click.option(
    "--to",
    metavar="DST",
    shell_complete=files,
    help="Where to, if it is not the last word.",
)
@click.option(
    "-r",
    "--recursive",
    is_flag=True,
    help="Copy all that is in a folder, a container, or CONTAINER/PREFIX/.",
)
@copying_options
@no_wait_option
@sign_in_options
@wire_options
@telling_options
@click.pass_context
def copy(context: click.Context, /, words: tuple[str, ...], **options: Any) -> int:
    """Copy files and blobs: only what holds data moves, and the copy is proven.

    SRC is a file, a blob's address, or ACCOUNT/CONTAINER/NAME; DST may be a folder or a
    container, too. With -r all that is in a folder, a container or a part of one goes
    to DST, under the names that it has there; links are left out. What broke off is
    taken up by the same command. Nothing that is there is overwritten unless that is
    said.
    """
    from tui.cli.work import copy as work

    return work.copy(context, words, options)
