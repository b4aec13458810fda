"""What `bakeferry logs` does."""

import sys
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from integrity.quantities import counted, size_in_words
from transfer.azure.resources import TemplateDetail
from transfer.azure.staging.logs import CUSTOMIZATION, VALIDATION
from tui.cli.exit_codes import ExitCode
from tui.cli.live.cells import Column
from tui.cli.live.items import now, time_of
from tui.cli.live.log_listing import LogListing
from tui.cli.live.log_reading import LogFinder, read_lines
from tui.cli.live.log_telling import LogTeller, Wanted
from tui.cli.live.output import Listing
from tui.cli.live.running import Live, run_live
from tui.cli.shown import shown


def logs(name: str, options: dict[str, Any]) -> int:
    """Show the log of a build, parted by its customizers."""

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


_RUN_COLUMNS = (
    Column("RUN", lambda row: row["run"]),
    Column("LOG", lambda row: row["name"], at_least=17),
    Column("CHANGED", lambda row: row["changedAt"]),
    Column("SIZE", lambda row: size_in_words(row["size"]), raw=lambda row: row["size"]),
)


async def _list_runs(
    finder: LogFinder, template: TemplateDetail, options: Mapping[str, Any]
) -> int:
    listing = Listing("log-runs", _RUN_COLUMNS, options)
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
    listing.end(ExitCode.DONE, {"logs": len(logs)}, counted(len(logs), "log"))
    return ExitCode.DONE
