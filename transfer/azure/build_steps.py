"""A build's log as its steps: what belongs to which customizer, and what went wrong."""

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType

from integrity.dataclass import dataclass
from integrity.lint.secrets import without_secrets
from integrity.safe_text import NOTHING, Safe, safe_text
from integrity.sizes import KIB
from transfer.azure.bodies import Body, items, mapping, text, within

_LONGEST_LINE = 16 * KIB
"""Characters of a line that are kept; a log may hold a file that somebody printed."""

_FRAME = re.compile(
    r"(?:\[[0-9a-fA-F-]{8,36}\] )?PACKER (?:(?:OUT|ERR) ?|(?=\d{4}/\d\d/\d\d ))"
)
_STAMP = re.compile(r"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d(?= )")
_UI = re.compile(r"[\d/]{10} [\d:]{8} ui(?: error)?: ?")
"""How newer logs begin a line that older ones have on `PACKER OUT`."""

_BEGINS = re.compile(r"\(telemetry\) Starting provisioner (?P<kind>[\w-]{1,40})")
_ENDS = re.compile(r"\(telemetry\) ending (?P<kind>[\w-]{1,40})")
_WRONG = re.compile(
    r"non-zero exit (?:status|code)|had errors|errored after|\bfatal\b|\bpanic:"
    r"|(?:^|\s)(?:error|E|err)(?:\[\w+\])?:|\bcannot\b|\bfailed\b|command not found"
    r"|permission denied|no such file|exception\b|\bdenied\b|deadline exceeded"
    r"|requested URL returned error",
    re.IGNORECASE,
)
_WARNS = re.compile(r"\[WARN(?:ING)?\]|\bwarning:", re.IGNORECASE)
_FINE = re.compile(r"\[(?:DEBUG|TRACE)\]", re.IGNORECASE)
_CHATTER = re.compile(r"\[(?:INFO|DEBUG|TRACE)\]|\b0 errors?\b", re.IGNORECASE)

_PROVISIONERS: Mapping[str, str] = MappingProxyType(
    {
        "shell": "shell",
        "powershell": "powershell",
        "file": "file",
        "windowsrestart": "windows-restart",
        "windowsupdate": "windows-update",
    }
)
"""What the log calls a customizer, by its type in lower case."""


class Level(StrEnum):
    """How much a line of a log matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    DEBUG = "debug"


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line, fit to be shown; secrets in it are left out."""

    number: int
    """Counted from 1."""

    step: int
    """Index of its step."""

    text: Safe
    """Without the frame that the service puts around it."""

    is_wrong: bool
    """It reads like a failure."""

    at: datetime | None = None
    """When it was written, where the line says so itself."""

    @property
    def level(self) -> Level:
        """How much it matters, as far as its text tells."""
        if self.is_wrong:
            return Level.ERROR
        if _WARNS.search(self.text):
            return Level.WARNING
        return Level.DEBUG if _FINE.search(self.text) else Level.INFO


@dataclass(slots=True)
class LogStep:
    """One stretch of a log: a customizer's, or what stands between them."""

    kind: Safe
    """`shell`, `powershell`, …; empty for what stands between customizers."""

    name: Safe
    """The customizer's own name, where the template has told it."""

    number: int | None
    """Which customizer it is, from 1; None when it is none."""

    lines: int = 0
    has_ended: bool = False

    @property
    def title(self) -> Safe:
        """In words: `customize 2 "monitoring" (shell)`."""
        if self.number is None:
            return self.name
        named = f' "{self.name}"' if self.name else ""
        return safe_text(f"customize {self.number}{named} ({self.kind})")


@dataclass(frozen=True, slots=True)
class Customizer:
    """What the template says of a step."""

    kind: str
    """As the log calls it."""

    name: Safe


def customizers_of(body: Body) -> tuple[Customizer, ...]:
    """The customizers of a template's body, in their order."""
    return tuple(
        Customizer(
            _PROVISIONERS.get((text(step.get("type")) or "").casefold(), ""),
            safe_text(text(step.get("name")) or ""),
        )
        for step in map(mapping, items(within(body, "properties", "customize")))
    )


@dataclass(slots=True)
class BuildLog:
    """Reads a log piece by piece, and knows which step the newest line is in.

    The log counts no customizers and has steps of the service's own among them; so
    each step is the next customizer of its kind.
    """

    customizers: Sequence[Customizer] = ()

    steps: list[LogStep] = field(
        default_factory=lambda: [LogStep(NOTHING, Safe("build machine"), None)]
    )
    _decoder: codecs.IncrementalDecoder = field(
        default_factory=lambda: codecs.getincrementaldecoder("utf-8")("replace")
    )
    _rest: str = ""
    _taken: int = 0
    _count: int = 0

    @property
    def current(self) -> LogStep:
        """The step that the newest line is in."""
        return self.steps[-1]

    @property
    def failed_step(self) -> LogStep | None:
        """The customizer that the log ended in; None while it may go on."""
        begun = [step for step in self.steps if step.number is not None]
        return begun[-1] if begun else None

    def feed(self, data: bytes) -> Iterator[LogLine]:
        """Take in some bytes; the lines that they complete."""
        whole = self._rest + self._decoder.decode(data)
        *lines, rest = whole.split("\n")
        self._rest = rest[:_LONGEST_LINE]
        for line in lines:
            yield self._line(line)

    def finish(self) -> Iterator[LogLine]:
        """The last line, where nothing ends it."""
        if self._rest:
            line, self._rest = self._rest, ""
            yield self._line(line)

    def _line(self, raw: str) -> LogLine:
        raw = raw[:_LONGEST_LINE].rstrip("\r")
        frame = _FRAME.match(raw)
        inner = raw[frame.end() :] if frame else raw
        at = _moment(inner) if frame else None
        if frame and (ui := _UI.match(inner)) is not None:
            inner = inner[ui.end() :]
        if (begins := _BEGINS.search(inner)) is not None:
            self.steps.append(self._step(begins["kind"]))
        index = len(self.steps) - 1
        self.steps[index].lines += 1
        if _ENDS.search(inner) is not None:
            self.steps[index].has_ended = True
            self.steps.append(LogStep(NOTHING, Safe("between steps"), None))
        self._count += 1
        is_wrong = bool(_WRONG.search(inner)) and not _CHATTER.search(inner)
        shown = safe_text(without_secrets(inner))
        return LogLine(self._count, index, shown, is_wrong, at)

    def _step(self, kind: str) -> LogStep:
        for number in range(self._taken, len(self.customizers)):
            if self.customizers[number].kind == kind.casefold():
                self._taken = number + 1
                name = self.customizers[number].name
                return LogStep(safe_text(kind), name, number + 1)
        if self.customizers:
            return LogStep(NOTHING, safe_text(f"the service's own {kind}"), None)
        number = 1 + sum(step.number is not None for step in self.steps)
        return LogStep(safe_text(kind), NOTHING, number)


def _moment(inner: str) -> datetime | None:
    """When a line says that it was written; the build's container keeps UTC."""
    stamp = _STAMP.match(inner)
    if stamp is None:
        return None
    try:
        return datetime.strptime(stamp[0], "%Y/%m/%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:  # digits of something else
        return None


def wrong_lines(lines: Iterable[LogLine]) -> Mapping[int, list[LogLine]]:
    """The lines that read like a failure, by the index of their step."""
    found: dict[int, list[LogLine]] = {}
    for line in lines:
        if line.is_wrong:
            found.setdefault(line.step, []).append(line)
    return found
