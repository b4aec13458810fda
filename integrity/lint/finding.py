"""Findings: what is wrong, where, how bad, and how to mend it."""

from typing import TYPE_CHECKING

from integrity.dataclass import dataclass
from integrity.lint.severity import Severity
from integrity.safe_text import Safe
from integrity.template.position import Position, Span

if TYPE_CHECKING:
    from integrity.template.edit import Edit


@dataclass(frozen=True, slots=True)
class Fix:
    """A mechanical way to mend a finding."""

    title: str
    """What it does, in the imperative."""

    edits: "tuple[Edit, ...]"


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a rule says; the linter makes a finding of it."""

    span: Span

    message: str
    """May quote the template as it is: the linter makes it safe."""

    severity: Severity | None = None
    """None takes the rule's own."""

    help: str | None = None
    """The way out, in one sentence or one command."""

    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong at one place."""

    rule: str
    """The rule's number: AIB365."""

    name: str
    """The rule's name for people: file-too-large."""

    severity: Severity
    path: str
    """The file, as the user gave it."""

    start: Position
    end: Position
    """Past the last character."""

    message: Safe
    help: Safe | None
    pointer: str
    """A JSON pointer to the value, which outlives moved lines."""

    span: Span
    fix: Fix | None = None

    @property
    def identity(self) -> tuple[object, ...]:
        """What makes two findings the same one; messages may name the version."""
        return self.rule, self.path, self.start, self.end

    @property
    def place(self) -> str:
        """Where it is, as compilers say it: `path:line:column`."""
        return f"{self.path}:{self.start}"

    @property
    def paragraph(self) -> str:
        """The message and, on a line below it, the way out."""
        return f"{self.message}\n{self.help}" if self.help else self.message
