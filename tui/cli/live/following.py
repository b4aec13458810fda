"""Follows a build to its end: state, step of the log, time that is left."""

from collections.abc import Callable
from dataclasses import field
from datetime import datetime

from integrity.dataclass import dataclass
from integrity.template.resource_ids import ResourceId
from transfer.azure.arm import ResourceManager
from transfer.azure.build_steps import BuildLog, LogLine
from transfer.azure.resources import BuildStatus, TemplateDetail
from transfer.errors import AzureError, AzureUnreachable, OperationTooLong
from tui.cli.exit_codes import ExitCode
from tui.cli.live.cells import duration
from tui.cli.live.items import now
from tui.cli.live.log_reading import LogFinder, OpenLog
from tui.cli.live.log_telling import LogTeller
from tui.cli.live.running import Live
from tui.cli.live.status_line import StatusLine
from tui.cli.live.until import has_reached

_PAUSE = 10.0
"""Seconds between two looks at a build."""

_MOST_SILENT = 20
"""Looks in a row that may go unanswered; each takes half a minute of asking again."""

_MOST_UNREAD = 3
"""Looks in a row without an answer of the staging account; then its log is left."""

_MOST_IDLE = 60
"""Looks at a template whose run was accepted and has not begun."""

_OUTCOMES = {
    "succeeded": ("succeeded", ExitCode.DONE),
    "partiallysucceeded": ("partially succeeded", ExitCode.PARTIAL),
    "canceled": ("canceled", ExitCode.BUILD_FAILED),
    "failed": ("failed", ExitCode.BUILD_FAILED),
}


def outcome_of(template: TemplateDetail) -> tuple[str, ExitCode]:
    """How the last run came out, and its exit code; an unknown state is a failure.

    One that goes on, and was left alone, is as good as can be.
    """
    last = template.summary.last_run
    if last is not None and last.is_running:
        return "running", ExitCode.DONE
    state = last.run_state.casefold() if last else ""
    return _OUTCOMES.get(state, (state or "never ran", ExitCode.BUILD_FAILED))


@dataclass(slots=True)
class Following:
    """Looks at a build until it is over."""

    live: Live
    manager: ResourceManager
    template: ResourceId
    line: StatusLine

    before: datetime | None = None
    """When the run before ours began; a template that tells of it has not begun ours."""

    teller: LogTeller | None = None
    """Tells the log as it grows; None: only its step is told."""

    until: str | None = None
    """A state that is far enough; None: the end."""

    step: str | None = None
    """The step that the log is in."""

    seen: TemplateDetail | None = field(default=None, init=False)
    """What the last look has shown."""

    _log: OpenLog | None = field(default=None, init=False)
    _finder: LogFinder | None = field(default=None, init=False)
    _unread: int = field(default=0, init=False)
    _silent: int = field(default=0, init=False)

    async def to_the_end(
        self, *, begun_by_us: bool, deadline: float | None
    ) -> TemplateDetail:
        """The template, once the build is over, or as far as is wanted.

        Args:
            begun_by_us: A run was accepted, and may not show yet.
            deadline: Seconds; None waits as long as it takes.

        Raises:
            OperationTooLong: The deadline has passed; the build goes on.
            AzureError: As for `ResourceManager.template`.
        """
        self._finder = LogFinder(self.live, self.manager)
        clock = self.live.session.caller.policy.clock
        ends = None if deadline is None else clock() + deadline
        idle = 0
        while True:
            found = await self._look()
            last = found.summary.last_run if found else None
            is_ours = last is not None and last.started != self.before
            is_meant = last is not None and (is_ours or not begun_by_us)
            if found is not None and is_meant and self._is_far_enough(last):
                return self._finished(found)
            idle = 0 if is_ours or found is None else idle + 1
            self._check(clock, ends, idle)
            await self.live.session.sleep(_PAUSE)

    def _is_far_enough(self, last: BuildStatus | None) -> bool:
        if last is None or not last.is_running:
            return True
        return self.until is not None and has_reached(last, self.until)

    def _check(self, clock: Callable[[], float], ends: float | None, idle: int) -> None:
        name = self.template.name
        if ends is not None and clock() >= ends:
            raise OperationTooLong(f"{name} is still being built; it goes on in Azure")
        if idle > _MOST_IDLE:
            raise OperationTooLong(f"{name}: the run was accepted and has not begun")

    async def _look(self) -> TemplateDetail | None:
        """The template as it is now; None when nobody answers for once."""
        try:
            found = await self.manager.template(self.template)
            await self._read_log(found)
        except AzureUnreachable:
            self._silent += 1
            if self._silent > _MOST_SILENT:
                raise
            self.line.show("Azure does not answer; asking again")
            return None
        self._silent = 0
        self.seen = found
        if found.summary.last_run is not None:
            self.line.show(*self._words(found, found.summary.last_run))
        return found

    def _finished(self, found: TemplateDetail) -> TemplateDetail:
        self.line.clear()
        last = found.summary.last_run
        has_ended = last is not None and not last.is_running
        if has_ended and self._log and self._log.steps.failed_step is not None:
            self.step = self._log.steps.failed_step.title
        return found

    async def _read_log(self, found: TemplateDetail) -> None:
        """Find out which step the log is in, as far as we may read it."""
        if self._finder is None:
            return
        try:
            self._log = self._log or await self._finder.find(found)
            if self._log is not None:
                self._tell(self._log.steps, await self._log.more())
        except AzureError as error:
            self._unread += 1
            if isinstance(error, AzureUnreachable) and self._unread < _MOST_UNREAD:
                return
            self._finder = None
            self.line.clear()
            self.live.note(f"without the log: {error}")
            return
        self._unread = 0
        if self._log is not None:
            self.step = self._log.steps.current.title

    def _tell(self, steps: BuildLog, lines: list[LogLine]) -> None:
        if self.teller is not None and lines:
            self.line.clear()
            for line in lines:
                self.teller.hear(steps, line)

    def last_words(self) -> str | None:
        """What was known of the build at the last look; None before the first one."""
        last = self.seen.summary.last_run if self.seen else None
        if self.seen is None or last is None:
            return None
        return ", ".join(filter(None, self._words(self.seen, last)))

    def _words(self, found: TemplateDetail, last: BuildStatus) -> tuple[str, str]:
        state = (
            f"{last.run_state}, {last.sub_state}" if last.sub_state else last.run_state
        )
        what = f"{found.summary.name}  {state}"
        if self.step and last.is_running:
            what += f"  {self.step}"
        seconds = last.seconds(now())
        if seconds is None:
            return what, ""
        if not last.is_running:
            return what, f"took {duration(seconds)}"
        left = duration(max(0.0, found.summary.most_minutes * 60 - seconds))
        return what, f"{duration(seconds)}, {left} left before the timeout"
