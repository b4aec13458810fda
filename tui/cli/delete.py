"""`bakeferry delete`: take a template away, and never a VHD by accident."""

from typing import Any

import click

from tui.cli.live.options import live_options, loss_options


@click.command(
    epilog="""\b
Examples:
  bakeferry delete win11-avd
  bakeferry delete win11-avd --rescue-first --to contosoimages/vhds
  bakeferry delete win11-avd --accept-loss win11-avd"""
)
@click.argument("name", metavar="TEMPLATE")
@loss_options
@click.option("--no-wait", is_flag=True, help="Come back as soon as Azure has begun.")
@live_options
def delete(name: str, **options: Any) -> int:
    """Delete a template, after telling what dies with it.

    The service deletes the staging group too, and every VHD in it. Where one of them has
    no known copy this is refused, exit code 3, until the template's name is typed.
    """
    from tui.cli.work import delete as work

    return work.delete(name, options)
