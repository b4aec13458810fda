"""A log told: its lines under the titles of their steps, or only what went wrong."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Any, Self, TextIO

from integrity.dataclass import dataclass
from integrity.lint.reports.style import Style
from integrity.quantities import counted
from transfer.azure.build_steps import BuildLog, LogLine, LogStep, wrong_lines
from transfer.azure.known_failures import Explanation, explain_all
from transfer.azure.resources import TemplateDetail
from tui.cli.shown import shown
from tui.cli.streams import as_ascii, style_of

_MOST_WRONG = 20
"""Lines of one step that `--errors` shows: the last ones tell what ended it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are wanted, and how."""

    errors: bool = False
    grep: str | None = None
    """A text that they hold, in any case."""

    step: str | None = None
    """A customizer's name, kind or number."""

    raw: bool = False
    """No titles, no margin."""

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Self:
        """What the options of `logs` come to."""
        return cls(options["errors"], options["grep"], options["step"], options["raw"])

    def takes(self, step: LogStep, line: LogLine) -> bool:
        """Whether a line is wanted."""
        if self.grep is not None and self.grep.casefold() not in line.text.casefold():
            return False
        return self.step is None or self.step.casefold() in _names(step)


@dataclass(slots=True)
class LogTeller:
    """Prints the lines that are wanted, under the titles of their steps."""

    stream: TextIO
    wanted: Wanted = field(default_factory=Wanted)
    _style: Style = field(init=False)
    _steps: BuildLog = field(default_factory=BuildLog)
    _titled: int = -1
    _kept: list[LogLine] = field(default_factory=list)
    _has_told: bool = False

    def __post_init__(self) -> None:
        self._style = style_of(self.stream)

    def hear(self, steps: BuildLog, line: LogLine) -> None:
        """One line, in its turn."""
        self._steps = steps
        if not self.wanted.takes(steps.steps[line.step], line):
            return
        self._has_told = True
        if self.wanted.errors:
            if line.is_wrong:
                self._kept.append(line)
            return
        self._title(line.step)
        self._print(line.text)

    def end(self, template: TemplateDetail) -> None:
        """What can be said once all is known."""
        if not self._has_told and (self.wanted.step or self.wanted.grep):
            self._tell_nothing()
            return
        if not self.wanted.errors:
            return
        for index, lines in wrong_lines(self._kept).items():
            self._title(index)
            if len(lines) > _MOST_WRONG:
                left = counted(len(lines) - _MOST_WRONG, "line")
                self._say(f"… {left} before these")
            for line in lines[-_MOST_WRONG:]:
                self._print(f"{line.number}: {line.text}")
        for one in meanings_of((line.text for line in self._kept), template):
            self._say(f"Means  {one.means}")
            self._say(f"Do     {shown(one.mend_of(template.summary.name))}")
        if not self._kept:
            self._say("No line of the log reads like a failure.")

    def _tell_nothing(self) -> None:
        """Why there was no line: no such step, or no such text."""
        if self.wanted.raw:
            return  # for programs, which count lines
        steps = [one for one in self._steps.steps if one.number is not None]
        wanted = self.wanted.step
        if wanted and not any(wanted.casefold() in _names(one) for one in steps):
            known = ", ".join(f"{one.number} {one.name}".rstrip() for one in steps)
            self._say(f"No step is called {shown(wanted)}; there are: {shown(known)}")
        else:
            self._say(f"No line holds {shown(self.wanted.grep or '')!r}.")

    def _title(self, index: int) -> None:
        if index == self._titled or self.wanted.raw:
            return
        self._titled = index
        rule = "──" if self._style.unicode else "--"
        title = shown(self._steps.steps[index].title)
        self._say(self._style.bold(f"{rule} {self._style.shown(title)}"))

    def _print(self, text: str) -> None:
        """A line from outside; the margin shows that it is none of ours."""
        margin = "│ " if self._style.unicode else "| "
        self._say(shown(text) if self.wanted.raw else f"{margin}{shown(text)}")

    def _say(self, line: str) -> None:
        """Each line at once: somebody may be waiting for it."""
        self.stream.write(f"{line if self._style.unicode else as_ascii(line)}\n")
        self.stream.flush()


def meanings_of(
    wrong: Iterable[str], template: TemplateDetail
) -> tuple[Explanation, ...]:
    """What the lines of a failure mean; where nobody knows, the run's own message."""
    last = template.summary.last_run
    message = [last.message] if last is not None and last.message else []
    return explain_all(wrong) or explain_all(message)


def _names(step: LogStep) -> Iterator[str]:
    """What a person may call a step."""
    yield step.name.casefold()
    yield step.kind.casefold()
    if step.number is not None:
        yield str(step.number)
