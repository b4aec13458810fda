"""`bakeferry watch`: follow a build; the exit code tells how it came out."""

from typing import Any

import click

from tui.cli.live.durations import Duration
from tui.cli.live.options import live_options
from tui.cli.live.until import STATES


@click.command(
    epilog="""\b
Examples:
  bakeferry watch win11-avd
  bakeferry watch win11-avd --logs
  bakeferry watch win11-avd --timeout 2h --bell
  bakeferry watch win11-avd --until distributing
  bakeferry watch win11-avd -o json -q"""
)
@click.argument("name", metavar="TEMPLATE")
@click.option(
    "--timeout",
    type=Duration(),
    metavar="TIME",
    help="Leave after 90s, 45m, 2h; exits 5.",
)
@click.option(
    "--until",
    type=click.Choice(STATES, case_sensitive=False),
    metavar="STATE",
    help="Leave, with 0, once the build is at this state or past it: running, queued, "
    "building, customizing, optimizing, validating, distributing, succeeded, ended.",
)
@click.option("--logs", is_flag=True, help="Tell the log too, on standard error.")
@click.option("--bell", is_flag=True, help="Ring the terminal's bell at the end.")
@live_options
def watch(name: str, **options: Any) -> int:
    """Follow the build of a template: state, step, time left against its timeout.

    Without a build under way it tells how the last one came out. Exits 0 when the build
    succeeded, 5 when some outputs are missing, 8 when it failed or was cancelled. With
    --until it leaves a build alone that has come far enough; `ended` takes any end.
    """
    from tui.cli.work import watch as work

    return work.watch(name, options)
