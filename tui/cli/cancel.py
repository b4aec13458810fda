"""`bakeferry cancel`: stop the build that runs."""

from typing import Any

import click

from tui.cli.live.options import live_options


@click.command(
    epilog="""\b
Examples:
  bakeferry cancel win11-avd
  bakeferry cancel win11-avd -y --no-wait"""
)
@click.argument("name", metavar="TEMPLATE")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--no-wait", is_flag=True, help="Come back as soon as Azure has been told."
)
@live_options
def cancel(name: str, **options: Any) -> int:
    """Stop the build of a template. What it has done so far is lost."""
    from tui.cli.work import cancel as work

    return work.cancel(name, options)
