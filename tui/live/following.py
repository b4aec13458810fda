"""The log of a template's newest run, read as it grows. Lives on the engine's loop."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from integrity.parallel import wait_at_most
from integrity.safe_text import Safe, safe_text
from integrity.template.resource_ids import ResourceId
from transfer.azure.build_steps import (
    BuildLog,
    Customizer,
    LogLine,
    customizers_of,
)
from transfer.azure.resources import TemplateDetail
from transfer.azure.staging.access import open_files
from transfer.azure.staging.area import StagingArea, find_staging
from transfer.azure.staging.files import StagingFiles
from transfer.azure.staging.logs import (
    CUSTOMIZATION,
    LogFile,
    latest,
    list_logs,
    read_log,
)
from transfer.errors import AzureError, StagingNotFound
from tui.azure_session import AzureSession
from tui.live.known import Known
from tui.live.snapshot import LiveLog
from tui.workspace.courtesy import Courtesy

_LOOK_SECONDS = 2.0
"""Between two looks while a build runs."""

_REST_SECONDS = 30.0

_AGAIN_SECONDS = 10.0
"""Before what went wrong is tried again."""


class Following:
    """Follows one log at a time: the one that was asked for last."""

    def __init__(self, session: AzureSession, known: Known, courtesy: Courtesy) -> None:
        self._session = session
        self._known = known
        self._courtesy = courtesy
        self._wanted: tuple[str, ResourceId] | None = None
        self._is_new = asyncio.Event()

    def follow(self, key: str, template: ResourceId) -> None:
        """Read this one from now on."""
        if self._wanted is None or self._wanted[0] != key:
            self._known.log = LiveLog(key, Safe(CUSTOMIZATION), is_growing=True)
            self._known.changed()
        self._wanted = (key, template)
        self._is_new.set()

    async def live(self) -> None:
        """Read whatever is wanted, until cancelled."""
        while True:
            await self._is_new.wait()
            self._is_new.clear()
            if self._wanted is not None:
                await self._stay(*self._wanted)

    async def _stay(self, key: str, template: ResourceId) -> None:
        """Read one log until another is wanted; what goes wrong is tried again."""
        reading = _Reading(self._courtesy)
        while not self._is_new.is_set():
            try:
                await self._read(key, template, reading)
            except AzureError as error:
                self._show_trouble(key, safe_text(str(error)))
                await self._pause(_AGAIN_SECONDS)

    async def _read(self, key: str, template: ResourceId, reading: "_Reading") -> None:
        """Find the log and read it; goes on until another one is wanted."""
        manager = self._session.manager()
        detail = await manager.template(template)
        area = await self._staging(detail)
        files = (await open_files(manager, area)).files
        reading.customizers = customizers_of(detail.body)
        while not self._is_new.is_set():
            last = (await manager.template(template)).summary.last_run
            is_running = last is not None and last.is_running
            await reading.look(files)  # afterwards: what has ended is then read whole
            self._known.log = LiveLog(
                key,
                reading.name,
                lines=reading.lines,
                count=len(reading.lines),
                steps=tuple(reading.log.steps),
                customizers=reading.customizers,
                is_growing=is_running,
                looked_at=datetime.now(UTC),
            )
            self._known.changed()
            await self._pause(_LOOK_SECONDS if is_running else _REST_SECONDS)

    async def _staging(self, template: TemplateDetail) -> StagingArea:
        """Where the template's logs lie."""
        try:
            return await find_staging(self._session.manager(), template)
        except StagingNotFound:
            if template.summary.last_run is None:
                name = template.summary.name
                raise StagingNotFound(
                    f"{name} has never run, so there is no log"
                ) from None
            raise

    async def _pause(self, seconds: float) -> None:
        """Wait, though not when another log is wanted."""
        if self._session.place.is_simulated:
            seconds = min(seconds, 0.5)
        await wait_at_most(self._is_new, seconds)

    def _show_trouble(self, key: str, trouble: Safe) -> None:
        """Say why there is nothing more to read; what was read stays."""
        before = self._known.log
        if before is None or before.key != key:
            before = LiveLog(key, Safe(CUSTOMIZATION))
        self._known.log = replace(
            before, is_growing=False, looked_at=datetime.now(UTC), trouble=trouble
        )
        self._known.changed()


class _Reading:
    """One log file, from its first byte to its newest; a newer run begins anew."""

    def __init__(self, courtesy: Courtesy) -> None:
        self._courtesy = courtesy
        self.customizers: tuple[Customizer, ...] = ()
        self.log = BuildLog(())
        self.lines: list[LogLine] = []
        self._file: LogFile | None = None
        self._start = 0

    @property
    def name(self) -> Safe:
        """The log's name, with its run."""
        if self._file is None:
            return Safe(CUSTOMIZATION)
        return safe_text(f"{self._file.run[:8]} {self._file.name}")

    async def look(self, files: StagingFiles) -> None:
        """Read what has come."""
        file = latest(await list_logs(files))
        if file is None:
            return
        if self._file is None or file.blob != self._file.blob:
            self._start, self.lines = 0, []
            self.log = BuildLog(self.customizers)
        self._file = file
        while self._start < file.size:
            piece = await read_log(files, file, self._start)
            if not piece.data:
                break
            self._start += len(piece.data)
            self._courtesy.give_way()
            self.lines.extend(self.log.feed(piece.data))
