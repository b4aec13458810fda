"""`bakeferry submit`: submit what was just verified, and nothing else."""

from typing import Any

import click

from tui.cli.live.options import file_options, live_file_options


@click.command(
    epilog="""\b
Examples:
  bakeferry submit templates/win11-avd.json -g rg-golden
  bakeferry submit templates/win11-avd.json -g rg-golden --run
  bakeferry submit deploy.json --params prod.json --what-if"""
)
@click.argument("file")
@click.option(
    "-n", "--name", metavar="NAME", help="The template's name; else the file's own."
)
@click.option(
    "--verify/--no-verify",
    default=True,
    help="Read the artifacts and put their digests in.",
)
@click.option("--what-if", is_flag=True, help="Show the request; send nothing.")
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
    Nothing is sent when a finding is an error, when an artifact differs from its
    checksum, or when a template of that name exists: the service cannot change one.
    """
    from tui.cli.work import submit as work

    return work.submit(file, options)
