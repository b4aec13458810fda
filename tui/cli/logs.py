"""`bakeferry logs`: what a build has written, by its steps."""

import sys
from typing import Any

import click

from integrity.lint.reports.quantities import size_in_words
from transfer.azure.resources import TemplateDetail
from tui.cli.exit_codes import ExitCode
from tui.cli.live.items import time_of
from tui.cli.live.log_reading import (
    CUSTOMIZATION,
    VALIDATION,
    LogFinder,
    read_lines,
)
from tui.cli.live.log_telling import LogTeller, Wanted
from tui.cli.live.options import untold_options
from tui.cli.live.running import Live, run_live
from tui.cli.shown import shown


@click.command(
    epilog="""\b
Examples:
  bakeferry logs win11-avd
  bakeferry logs win11-avd -f
  bakeferry logs win11-avd --errors
  bakeferry logs win11-avd --step setup --grep choco"""
)
@click.argument("name", metavar="TEMPLATE")
@click.option(
    "--run",
    default="last",
    show_default=True,
    metavar="ID",
    help="Which run: the beginning of its id; --runs lists them.",
)
@click.option("--runs", is_flag=True, help="List the logs of all runs instead.")
@click.option(
    "--validation", is_flag=True, help="validation.log instead of customization.log."
)
@click.option("-f", "--follow", is_flag=True, help="Go on while the build runs.")
@click.option(
    "--errors", is_flag=True, help="Only what went wrong, by step, with what it means."
)
@click.option(
    "--grep", metavar="TEXT", help="Only lines that hold this text, in any case."
)
@click.option("--step", metavar="NAME|NUMBER", help="Only lines of this customizer.")
@click.option("--raw", is_flag=True, help="Lines only: no steps, no margin.")
@untold_options
def logs(name: str, **options: Any) -> int:
    """Show the log of a build, parted by its customizers.

    What comes from the build is shown so that no terminal and no CI system obeys it, and
    secrets that are known as such are left out.
    """

    async def job(live: Live) -> int:
        manager, resource = await live.locate(name)
        template = await manager.template(resource)
        file = VALIDATION if options["validation"] else CUSTOMIZATION
        finder = LogFinder(live, manager, file, options["run"])
        if options["runs"]:
            return await _list_runs(finder, template)
        if options["follow"]:
            live.going_on = f"the log goes on without us: bakeferry logs {name} -f"
        teller = LogTeller(sys.stdout, Wanted.of(options))
        async for steps, line in read_lines(finder, template, follow=options["follow"]):
            teller.hear(steps, line)
        teller.end(template)
        return ExitCode.DONE

    return run_live(options, job)


async def _list_runs(finder: LogFinder, template: TemplateDetail) -> int:
    for log in await finder.logs(template):
        changed = time_of(log.changed) or "-"
        size = size_in_words(log.size)
        click.echo(f"{shown(log.run)}  {shown(log.name):<18} {changed}  {size}")
    return ExitCode.DONE
