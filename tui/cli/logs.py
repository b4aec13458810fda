"""`bakeferry logs`: what a build has written, by its steps."""

from typing import Any

import click

from tui.cli.live.durations import Duration
from tui.cli.live.options import live_options


@click.command(
    epilog="""\b
Examples:
  bakeferry logs win11-avd
  bakeferry logs win11-avd -f
  bakeferry logs win11-avd --errors --since 2h
  bakeferry logs win11-avd --step setup --grep choco
  bakeferry logs win11-avd -o json --query "items[?level=='error'].text\""""
)
@click.argument("name", metavar="TEMPLATE")
@click.option(
    "--run",
    default="last",
    show_default=True,
    metavar="ID",
    help="Which run: the beginning of its id; --runs lists them.",
)
@click.option("--runs", is_flag=True, help="List the logs of all runs instead.")
@click.option(
    "--validation", is_flag=True, help="validation.log instead of customization.log."
)
@click.option("-f", "--follow", is_flag=True, help="Go on while the build runs.")
@click.option(
    "--errors", is_flag=True, help="Only what went wrong, by step, with what it means."
)
@click.option(
    "--grep", metavar="TEXT", help="Only lines that hold this text, in any case."
)
@click.option("--step", metavar="NAME|NUMBER", help="Only lines of this customizer.")
@click.option(
    "--since",
    type=Duration(),
    metavar="TIME",
    help="Only what was written in the last 90s, 45m, 2h, 3d.",
)
@click.option("--raw", is_flag=True, help="Lines only: no steps, no margin.")
@live_options
def logs(name: str, **options: Any) -> int:
    """Show the log of a build, parted by its customizers.

    What comes from the build is shown so that no terminal and no CI system obeys it, and
    secrets that are known as such are left out.
    """
    from tui.cli.work import logs as work

    return work.logs(name, options)
