"""`bakeferry logs`: what a build has written, by its steps."""

import sys
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import click

from integrity.lint.reports.quantities import size_in_words
from transfer.azure.resources import TemplateDetail
from tui.cli.exit_codes import ExitCode
from tui.cli.live.cells import Column
from tui.cli.live.durations import Duration
from tui.cli.live.items import now, time_of
from tui.cli.live.log_listing import LogListing
from tui.cli.live.log_reading import (
    CUSTOMIZATION,
    VALIDATION,
    LogFinder,
    read_lines,
)
from tui.cli.live.log_telling import LogTeller, Wanted
from tui.cli.live.options import live_options
from tui.cli.live.output import Listing
from tui.cli.live.running import Live, run_live
from tui.cli.shown import shown


@click.command(
    epilog="""\b
Examples:
  bakeferry logs win11-avd
  bakeferry logs win11-avd -f
  bakeferry logs win11-avd --errors --since 2h
  bakeferry logs win11-avd --step setup --grep choco
  bakeferry logs win11-avd -o json --query "items[?level=='error'].text\""""
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
@click.option(
    "--since",
    type=Duration(),
    metavar="TIME",
    help="Only what was written in the last 90s, 45m, 2h, 3d.",
)
@click.option("--raw", is_flag=True, help="Lines only: no steps, no margin.")
@live_options
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
            return await _list_runs(finder, template, options)
        if options["follow"]:
            live.going_on = f"the log goes on without us: bakeferry logs {name} -f"
        since = None
        if options["since"] is not None:
            since = now() - timedelta(seconds=options["since"])
        teller = _teller(options)
        async for steps, line in read_lines(
            finder, template, follow=options["follow"], since=since
        ):
            teller.hear(steps, line)
        teller.end(template)
        return ExitCode.DONE

    return run_live(options, job)


def _teller(options: Mapping[str, Any]) -> LogTeller | LogListing:
    """Who tells the log: in steps to people, in items to machines."""
    wanted = Wanted.of(options)
    if options["output"] == "table" and not options["query"]:
        return LogTeller(sys.stdout, wanted)
    return LogListing(wanted, options)


RUN_COLUMNS = (
    Column("RUN", lambda row: row["run"]),
    Column("LOG", lambda row: row["name"], at_least=17),
    Column("CHANGED", lambda row: row["changedAt"]),
    Column("SIZE", lambda row: size_in_words(row["size"]), raw=lambda row: row["size"]),
)


async def _list_runs(
    finder: LogFinder, template: TemplateDetail, options: Mapping[str, Any]
) -> int:
    listing = Listing("log-runs", RUN_COLUMNS, options)
    logs = await finder.logs(template)
    listing.add_page(
        {
            "run": shown(log.run),
            "name": shown(log.name),
            "changedAt": time_of(log.changed),
            "size": log.size,
        }
        for log in logs
    )
    listing.end(ExitCode.DONE, {"logs": len(logs)}, f"{len(logs):,} logs")
    return ExitCode.DONE
