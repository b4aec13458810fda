"""`bakeferry lint`: judge templates offline."""

from typing import Any

import click

from integrity.template.versions import VERSIONS
from tui.cli.completing import files
from tui.cli.live.online_options import online_options
from tui.cli.options import (
    fixing_options,
    input_options,
    judging_options,
    report_options,
)


@click.command(
    epilog="""\b
Examples:
  bakeferry lint templates/
  bakeferry lint win11.json --params prod.parameters.json --set region=westus2
  bakeferry lint win11.json --fix
  bakeferry lint win11.json --migrate-to 2025-10-01
  bakeferry lint . -o github --summary
  az image builder show -g rg -n win11 | bakeferry lint -"""
)
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", shell_complete=files
)
@input_options
@judging_options
@click.option(
    "--migrate-to",
    type=click.Choice(VERSIONS),
    metavar="VERSION",
    help="Tell what breaks under a newer api-version.",
)
@fixing_options
@online_options
@click.option("--exit-zero", is_flag=True, help="Exit 0 in spite of findings.")
@report_options
def lint(paths: tuple[str, ...], **options: Any) -> int:
    """Judge image templates by the rules of the service, offline.

    PATH is a file, a folder (searched for *.json), a pattern, or - for standard input.
    Values that cannot be known offline are skipped and counted, never guessed.
    """
    from tui.cli.work import lint as work

    return work.lint(paths, options)
