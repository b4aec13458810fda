"""`bakeferry verify`: judge templates and every artifact they name."""

from typing import Any

import click

from tui.cli.clusters import scheduler_option
from tui.cli.completing import files
from tui.cli.live.online_options import online_options
from tui.cli.options import (
    fixing_options,
    input_options,
    judging_options,
    report_options,
)
from tui.cli.reading_options import reading_options


@click.command(
    epilog="""\b
Examples:
  bakeferry verify templates/win11-avd.json
  bakeferry verify templates/ --map https://files.contoso.com=artifacts
  bakeferry verify deploy.json --params prod.json -o sarif > findings.sarif
  bakeferry verify - --require-hashes < template.json"""
)
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", shell_complete=files
)
@input_options
@judging_options
@click.option(
    "--require-hashes/--no-require-hashes",
    default=None,
    help="An artifact without a checksum is an error; the default when CI is set.",
)
@click.option("--inline", is_flag=True, help="Also read what inline commands download.")
@fixing_options
@online_options
@reading_options
@scheduler_option
@report_options
def verify(paths: tuple[str, ...], **options: Any) -> int:
    """Judge image templates and read every artifact they name, in parallel.

    Each artifact's SHA-256 is held against its sha256Checksum. Told are artifacts that
    are missing, changed, too large for a File step, or a web page instead of a file.
    """
    from tui.cli.work import verify as work

    return work.verify(paths, options)
