"""`bakeferry rescue`: finished VHDs brought home, before staging is gone."""

from typing import Any

import click

from tui.cli.completing import files
from tui.cli.live.options import untold_options
from tui.cli.transfers.options import copying_options, no_wait_option


@click.command(
    epilog="""\b
Examples:
  bakeferry rescue win11-avd
  bakeferry rescue win11-avd/win11-avd-vhd --to contosoimages/vhds
  bakeferry rescue --at-risk -g rg-golden --to /backup/ -y --no-wait
  bakeferry rescue --artifact - --to /backup/ < address.txt
  bakeferry rescue disk.vhd --to contosoimages/vhds --dry-run -o json

Exit codes: 0 done, 3 refused, 4 bytes differ, 5 can be resumed, 6 permission,
7 not found or unreachable, 130 interrupted."""
)
@click.argument(
    "names",
    nargs=-1,
    metavar="[TEMPLATE|TEMPLATE/OUTPUT|ID|URL|FILE]...",
    shell_complete=files,
)
@click.option("--to", metavar="DESTINATION", shell_complete=files, default=".", show_default=True, help="A folder, a file, a blob or container's address, or ACCOUNT/CONTAINER[/NAME].")  # fmt: skip
@click.option("--at-risk", "--all", "at_risk", is_flag=True, help="Every VHD of the subscription, or the group, that dies with its template.")  # fmt: skip
@click.option("-y", "--yes", is_flag=True, help="With --at-risk: do not ask.")
@click.option("--any-file", is_flag=True, help="Also what is no sound fixed VHD.")
@copying_options
@no_wait_option
@untold_options
@click.pass_context
def rescue(context: click.Context, /, names: tuple[str, ...], **options: Any) -> int:
    """Copy finished VHDs to where they outlive their template, and prove the copies.

    An output of kind VHD is in a staging account that is deleted with its template.
    Only what holds data moves; between accounts the service moves it. What broke off
    is taken up by the same command; a receipt is told for each copy.
    """
    from tui.cli.work import rescue as work

    return work.rescue(context, names, options)
