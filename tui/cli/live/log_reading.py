"""The log of a build, read from its staging account while it grows."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import field
from datetime import datetime

from integrity.dataclass import dataclass
from transfer.azure.arm import ResourceManager
from transfer.azure.build_steps import BuildLog, LogLine, customizers_of
from transfer.azure.resources import TemplateDetail
from transfer.azure.staging.access import open_files
from transfer.azure.staging.area import find_staging
from transfer.azure.staging.files import StagingFiles
from transfer.azure.staging.logs import (
    CUSTOMIZATION,
    LogFile,
    latest,
    list_logs,
    read_log,
)
from transfer.errors import ResourceMissing, StagingNotFound
from tui.cli.live.recent_lines import recent
from tui.cli.live.running import Live, NotFound

_PAUSE = 2.0
"""Seconds between two looks at a log that grows."""


@dataclass(slots=True)
class OpenLog:
    """One log, and how far it was read."""

    files: StagingFiles
    file: LogFile
    steps: BuildLog
    start: int = 0

    async def more(self) -> list[LogLine]:
        """The lines that have come since the last time."""
        found: list[LogLine] = []
        while True:
            piece = await read_log(self.files, self.file, self.start)
            if not piece.data:
                return found
            self.start += len(piece.data)
            found += self.steps.feed(piece.data)


@dataclass(slots=True)
class LogFinder:
    """Finds the log of a run, also of one that has not written any yet."""

    live: Live
    manager: ResourceManager
    name: str = CUSTOMIZATION

    run: str = "last"
    """`last`, or the beginning of a run's id."""

    _files: StagingFiles | None = field(default=None, init=False)

    async def files(self, template: TemplateDetail) -> StagingFiles | None:
        """The staging account's files; None while there is nothing to read.

        Raises:
            StagingForbidden: We may not read them.
        """
        if self._files is None:
            try:
                area = await find_staging(self.manager, template)
                opened = await open_files(self.manager, area)
            except (StagingNotFound, ResourceMissing):
                return None
            if opened.advice is not None:
                self.live.note(opened.words)
            self._files = opened.files
        return self._files

    async def logs(self, template: TemplateDetail) -> tuple[LogFile, ...]:
        """All logs of all runs; none while there are none."""
        files = await self.files(template)
        return () if files is None else await list_logs(files)

    async def find(self, template: TemplateDetail) -> OpenLog | None:
        """The log that is wanted; None while the run has not written it."""
        logs = await self.logs(template)
        if self.run == "last":
            found = latest(logs, self.name)
            if found is not None and _is_of_an_earlier_run(found, template):
                found = None
        else:
            wanted = [log for log in logs if log.run.startswith(self.run)]
            found = latest(wanted, self.name)
        if found is None or self._files is None:
            return None
        return OpenLog(self._files, found, BuildLog(customizers_of(template.body)))


def _is_of_an_earlier_run(log: LogFile, template: TemplateDetail) -> bool:
    last = template.summary.last_run
    if last is None or not last.is_running or last.started is None:
        return False
    return log.changed is not None and log.changed < last.started.replace(microsecond=0)


async def read_lines(
    finder: LogFinder,
    template: TemplateDetail,
    *,
    follow: bool,
    since: datetime | None,
) -> AsyncIterator[tuple[BuildLog, LogLine]]:
    """The lines of a log, with the steps they belong to.

    Args:
        follow: Wait for more while the build runs.
        since: Leave out what was written before.

    Raises:
        NotFound: There is no such log.
    """
    log: OpenLog | None = None
    while True:
        last = template.summary.last_run
        goes_on = follow and last is not None and last.is_running
        log = log or await finder.find(template)
        if log is not None:
            lines: Sequence[LogLine] = await log.more()
            if since is not None:
                lines = recent(lines, since, log.file.changed)
                since = None  # whatever comes from now on is new
            for line in lines:
                yield log.steps, line
        if not goes_on:
            break
        await finder.live.session.sleep(_PAUSE)
        template = await finder.manager.template(template.summary.id)
    if log is None:
        raise NotFound(_no_log(finder, template))
    for line in log.steps.finish():
        yield log.steps, line


def _no_log(finder: LogFinder, template: TemplateDetail) -> str:
    name = template.summary.name
    if template.summary.last_run is None:
        return f"{name} has never run, so there is no log"
    which = "" if finder.run == "last" else f" of run {finder.run}"
    return (
        f"{name} has no {finder.name}{which}; `bakeferry logs {name} --runs` lists them"
    )
