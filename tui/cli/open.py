"""`bakeferry open`: the application at a template, a line of a file, or a view."""

from typing import Any

import click

from tui.actions import VIEWS
from tui.cli.completing import files
from tui.cli.live.online_options import account_options
from tui.cli.options import (
    application_options,
    input_options,
    judging_options,
    told_as_usage,
)
from tui.cli.reading_options import reading_options


@click.command(
    name="open",
    epilog="""\b
Examples:
  bakeferry open templates/win11-avd.json
  bakeferry open templates/win11-avd.json:48      # as findings are printed
  bakeferry open win11-avd                        # by its name, below here
  bakeferry open --view digests""",
)
@click.argument("target", required=False, shell_complete=files)
@click.option(
    "--view",
    type=click.Choice([view.value for view in VIEWS]),
    help="The view to begin with.",
)
@click.option("--filter", "wanted", default="", metavar="TEXT", help="Filter the list.")
@input_options
@judging_options
@reading_options
@account_options
@application_options
def open_(target: str | None, view: str | None, wanted: str, **options: Any) -> int:
    """Open the application at a template, a file and line, or a view.

    TARGET is a file, FILE:LINE as findings are printed, a folder, or the name of a
    template in this folder.
    """
    from tui.cli.work import open as work

    with told_as_usage():
        return work.open_(target, view, wanted, options)
