"""`bakeferry vhd`: what a disk is, and who would take it."""

from typing import Any

import click

from tui.cli.completing import files
from tui.cli.live.online_options import sign_in_options
from tui.cli.live.options import telling_options, wire_options


@click.command(
    epilog="""\b
Examples:
  bakeferry vhd win11-avd.vhd
  bakeferry vhd win11-avd.vhd --sha256 -o json
  bakeferry vhd https://contoso.blob.core.windows.net/vhds/win11-avd.vhd
  bakeferry vhd env:DISK_ADDRESS   # a signature stays out of the arguments

Exit codes: 0 Azure would take it as a page blob, 1 it would not (a VHDX, qcow2, VMDK
or raw disk, too: the commands that make a VHD of it are told), 6 no permission,
7 not found."""
)
@click.argument("artifact", metavar="FILE|URL", shell_complete=files)
@click.option("--sha256", is_flag=True, help="Read all of it, for its SHA-256.")
@click.option("-o", "--output", type=click.Choice(["text", "json"]), default="text", show_default=True, help="The form of the result; never changes the exit code.")  # fmt: skip
@sign_in_options
@wire_options
@telling_options
def vhd(artifact: str, **options: Any) -> int:
    """Look at a VHD, here or in a storage account: three small reads, not the whole.

    Told are its format, whether its footer is sound, whether it is fixed, its size rule
    (whole MiB and 512 bytes), the generations that it seems made for, how much of it
    holds data, and whether a managed disk, Azure Marketplace or Azure Stack Hub would
    take it.
    """
    from tui.cli.work import vhd as work

    return work.vhd(artifact, options)
