"""`bakeferry tui`: the full-screen application over folders and files."""

from pathlib import Path
from typing import Any

import click

from tui.cli.live.online_options import account_options
from tui.cli.options import (
    application_options,
    input_options,
    judging_options,
    told_as_usage,
)
from tui.cli.reading_options import reading_options


@click.command(
    name="tui",
    epilog="""\b
Examples:
  bakeferry tui                    # the same as bakeferry alone
  bakeferry tui templates/
  bakeferry tui deploy.json --params prod.json
  bakeferry tui templates/ --map https://files.contoso.com=artifacts
  bakeferry tui --read-only""",
)
@click.argument(
    "paths",
    nargs=-1,
    type=click.Path(readable=False, path_type=Path),
    metavar="[PATH...]",
)
@input_options
@judging_options
@reading_options
@account_options
@application_options
def tui(paths: tuple[Path, ...], **options: Any) -> int:
    """Browse, judge, verify and stamp templates in a full-screen application.

    Opens on this folder unless others are named; their files are watched, and judged
    again when they are saved. Needs a terminal.
    """
    from tui.cli.application import open_application

    with told_as_usage():
        return open_application(paths or (Path(),), options)
