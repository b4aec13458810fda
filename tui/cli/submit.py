"""`bakeferry submit`: submit what was just verified, and nothing else."""

from typing import Any

import click

from tui.cli.completing import files
from tui.cli.live.options import file_options, live_file_options, loss_options


@click.command(
    epilog="""\b
Examples:
  bakeferry submit templates/win11-avd.json -g rg-golden
  bakeferry submit templates/win11-avd.json -g rg-golden --run
  bakeferry submit deploy.json --params prod.json -g rg-golden --what-if
  bakeferry submit win11-avd.json -g rg-golden --recreate --rescue-first -y"""
)
@click.argument("file", shell_complete=files)
@click.option(
    "-n", "--name", metavar="NAME", help="The template's name; else the file's own."
)
@click.option(
    "--verify/--no-verify",
    default=True,
    help="Read the artifacts and put their digests in.",
)
@click.option("--what-if", is_flag=True, help="Show what would be sent; send nothing.")
@click.option(
    "--recreate",
    is_flag=True,
    help="Delete a template of that name first; the four below are of `bakeferry delete`.",
)
@loss_options
@click.option(
    "--run", is_flag=True, help="Start a build when it is ready, and follow it."
)
@click.option("--logs", is_flag=True, help="With --run: tell the log too.")
@click.option("--no-wait", is_flag=True, help="Come back as soon as Azure has begun.")
@file_options
@live_file_options
def submit(file: str, **options: Any) -> int:
    """Judge a template with what Azure knows, verify its artifacts, then submit it.

    The verified digests go into the request, so the service takes those bytes or none.
    Nothing is sent when a finding is an error or an artifact differs from its checksum.
    A template of that name cannot be changed: what deleting it would lose is told, and
    it is deleted, and submitted anew, when you say so, here or with --recreate.
    """
    from tui.cli.work import submit as work

    return work.submit(file, options)
