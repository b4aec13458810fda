"""`bakeferry run`: start a build and follow it."""

from typing import Any

import click

from tui.cli.live.options import live_options


@click.command(
    epilog="""\b
Examples:
  bakeferry run win11-avd
  bakeferry run win11-avd -g rg-golden --no-wait"""
)
@click.argument("name", metavar="TEMPLATE")
@click.option("--no-wait", is_flag=True, help="Come back as soon as Azure has begun.")
@click.option("--logs", is_flag=True, help="Tell the log too, on standard error.")
@live_options
def run(name: str, **options: Any) -> int:
    """Start a build and follow it to its end; exits 8 when it fails.

    A template that is being built already is not built a second time.
    """
    from tui.cli.work import run as work

    return work.run(name, options)
