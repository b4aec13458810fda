"""`bakeferry demo`: the built-in workspace, to look around in or as a check."""

from pathlib import Path
from typing import Any

import click

from tui.cli.options import application_options, told_as_usage


@click.command(
    epilog="""\b
Examples:
  bakeferry demo                   # look around; without a terminal: --check
  bakeferry demo --check           # verify it, and say whether all was found
  bakeferry demo --keep try-it && cd try-it      # files to play with
  bakeferry demo --serve           # Azure, pretended, on this machine"""
)
@click.option("--check", is_flag=True, help="Do the work as a script, and compare.")
@click.option(
    "--keep",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Copy the workspace to a new folder instead.",
)
@click.option(
    "--serve", is_flag=True, help="Pretend to be Azure on this machine until Ctrl-C."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="With --serve: the port; whichever is free by default.",
)
@click.option("--notes", is_flag=True, help="Show notes too, with --check.")
@click.option("-q", "--quiet", is_flag=True, help="No progress, with --check.")
@application_options
def demo(keep: Path | None, **options: Any) -> int:
    """Look around the built-in workspace: seven templates with planted problems.

    Nothing leaves this machine: the artifacts are read from local files, and what is
    changed is a copy that is gone afterwards; digests and copies are remembered in a
    place of the demo's own. With --check, or where there is no terminal, it is verified
    as a script; that exits 0 when every planted problem was found.
    """
    from tui.cli.work import demo as work

    if sum((options["check"], options["serve"], keep is not None)) > 1:
        raise click.UsageError("of --check, --keep and --serve only one can be done")
    if options["port"] and not options["serve"]:
        raise click.UsageError("--port needs --serve")
    with told_as_usage():
        return work.demo(keep, options)
