"""A log for machines: a line of it is an item, with its step, customizer and level."""

from collections.abc import Mapping
from typing import Any

from transfer.azure.build_steps import BuildLog, LogLine, LogStep
from transfer.azure.resources import TemplateDetail
from tui.cli.exit_codes import ExitCode
from tui.cli.live.cells import Column
from tui.cli.live.items import time_of
from tui.cli.live.log_documents import LogLineItem
from tui.cli.live.log_telling import Wanted, meanings_of
from tui.cli.live.output import Listing
from tui.cli.shown import shown

COLUMNS = (
    Column("LINE", lambda row: str(row["line"]), raw=lambda row: row["line"]),
    Column("AT", lambda row: row["writtenAt"]),
    Column("LEVEL", lambda row: row["level"]),
    Column("STEP", lambda row: row["step"]),
    Column("TEXT", lambda row: row["text"]),
)


class LogListing:
    """Hears what a `LogTeller` hears."""

    def __init__(self, wanted: Wanted, options: Mapping[str, Any]) -> None:
        self._wanted = wanted
        self._listing = Listing("log", COLUMNS, options)
        self._wrong: list[str] = []

    def hear(self, steps: BuildLog, line: LogLine) -> None:
        """One line, in its turn."""
        step = steps.steps[line.step]
        if not self._wanted.takes(step, line):
            return
        if line.is_wrong:
            self._wrong.append(line.text)
        elif self._wanted.errors:
            return
        self._listing.add([_log_line_item(step, line)])

    def end(self, template: TemplateDetail) -> None:
        """What can be said once all is known."""
        name = template.summary.name
        summary = {
            "lines": self._listing.count,
            "errors": len(self._wrong),
            "meanings": [
                {"means": one.means, "mend": one.mend_of(name)}
                for one in meanings_of(self._wrong, template)
            ],
        }
        self._listing.end(ExitCode.DONE, summary, "")


def _log_line_item(step: LogStep, line: LogLine) -> LogLineItem:
    """A line, and what it belongs to."""
    return {
        "line": line.number,
        "writtenAt": time_of(line.at),
        "level": line.level,
        "step": shown(step.title),
        "customizer": step.number,
        "customizerName": shown(step.name) if step.number and step.name else None,
        "kind": shown(step.kind) if step.kind else None,
        "text": shown(line.text),
    }
