"""`bakeferry logs`: what a build has written, by its steps."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import click

from integrity.lint.reports.quantities import counted, size_in_words
from integrity.lint.reports.style import Style
from transfer.azure.build_steps import BuildLog, LogLine, LogStep, wrong_lines
from transfer.azure.known_failures import explain_all
from transfer.azure.resources import TemplateDetail
from tui.cli.exit_codes import ExitCode
from tui.cli.live.items import time_of
from tui.cli.live.log_reading import (
    CUSTOMIZATION,
    VALIDATION,
    LogFinder,
    read_lines,
)
from tui.cli.live.options import untold_options
from tui.cli.live.running import Live, run_live
from tui.cli.shown import shown
from tui.cli.telling import as_ascii, style_of

MOST_WRONG = 20
"""Lines of one step that `--errors` shows: the last ones tell what ended it."""


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
        teller = Teller(style_of(sys.stdout), options)
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


@dataclass(slots=True)
class Teller:
    """Prints the lines that are wanted, under the titles of their steps."""

    style: Style
    options: dict[str, Any]
    _steps: BuildLog = field(default_factory=BuildLog)
    _titled: int = -1
    _kept: list[LogLine] = field(default_factory=list)

    def hear(self, steps: BuildLog, line: LogLine) -> None:
        """One line, in its turn."""
        self._steps = steps
        if not self._is_wanted(steps.steps[line.step], line):
            return
        if self.options["errors"]:
            if line.is_wrong:
                self._kept.append(line)
            return
        self._title(line.step)
        self._print(line.text)

    def end(self, template: TemplateDetail) -> None:
        """What can be said once all is known."""
        if not self.options["errors"]:
            return
        last = template.summary.last_run
        message = [last.message] if last is not None and last.message else []
        for index, lines in wrong_lines(self._kept).items():
            self._title(index)
            if len(lines) > MOST_WRONG:
                left = counted(len(lines) - MOST_WRONG, "line")
                self._say(f"… {left} before these")
            for line in lines[-MOST_WRONG:]:
                self._print(f"{line.number}: {line.text}")
        meanings = explain_all(line.text for line in self._kept)
        for one in meanings or explain_all(message):
            self._say(f"Means  {one.means}")
            self._say(f"Do     {one.mend}")
        if not self._kept:
            self._say("No line of the log reads like a failure.")

    def _is_wanted(self, step: LogStep, line: LogLine) -> bool:
        grep, wanted = self.options["grep"], self.options["step"]
        if grep is not None and grep.casefold() not in line.text.casefold():
            return False
        return wanted is None or wanted.casefold() in _names(step)

    def _title(self, index: int) -> None:
        if index == self._titled or self.options["raw"]:
            return
        self._titled = index
        rule = "──" if self.style.unicode else "--"
        title = shown(self._steps.steps[index].title)
        self._say(self.style.bold(f"{rule} {self.style.shown(title)}"))

    def _print(self, text: str) -> None:
        """A line from outside; the margin shows that it is none of ours."""
        margin = "│ " if self.style.unicode else "| "
        self._say(shown(text) if self.options["raw"] else f"{margin}{shown(text)}")

    def _say(self, line: str) -> None:
        sys.stdout.write(f"{line if self.style.unicode else as_ascii(line)}\n")
        if self.options["follow"]:
            sys.stdout.flush()


def _names(step: LogStep) -> Iterator[str]:
    """What a person may call a step."""
    yield step.name.casefold()
    yield step.kind.casefold()
    if step.number is not None:
        yield str(step.number)
