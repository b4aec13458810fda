"""What a rule is, and the decorator that makes one of a function.

A rule judges one subject at a time: the whole template unless `over` says otherwise.
When it asks for a value that is not known offline, `NotKnown` ends it for that subject,
which then counts as skipped: never as passed and never as failed.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Any, TypeVar

from integrity.dataclass import dataclass
from integrity.facts import Facts
from integrity.lint.finding import Complaint
from integrity.lint.severity import Severity
from integrity.template.model import ImageTemplate

Subject = TypeVar("Subject")
Judge = Callable[[Subject, Facts], Iterator[Complaint]]


class Needs(StrEnum):
    """What a rule needs to be judged, as documents for machines have it."""

    TEXT = "text"
    ARTIFACTS = "artifacts"
    AZURE = "azure"
    RUN = "run"
    """Only a run can tell: the rule is explained, never judged."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the service, or one advice."""

    id: str
    """Its number in the reference, never reused: AIB365."""

    name: str
    """The name people read: file-too-large."""

    severity: Severity
    """Unless a complaint says otherwise, as where the api-version decides."""

    page: Callable[..., object]
    """Its docstring is the manual: what is wrong, why it matters, how to mend it."""

    needs: Needs
    over: Callable[[ImageTemplate], Iterable[Any]]
    judge: Judge[Any] | None
    """None when it is only explained."""

    @property
    def manual(self) -> str:
        """Its page, read when somebody asks: most runs show none."""
        return inspect.getdoc(self.page) or ""

    @property
    def summary(self) -> str:
        """The first sentence of the manual."""
        return self.manual.partition("\n")[0]


def _the_template(template: ImageTemplate) -> Iterable[ImageTemplate]:
    """The default subject: the template itself."""
    return (template,)


def rule(
    number: str,
    severity: Severity,
    *,
    over: Callable[[ImageTemplate], Iterable[Subject]] = _the_template,  # type: ignore[assignment]  # the default fixes Subject, a caller's choice does too
    needs: Needs = Needs.TEXT,
) -> Callable[[Judge[Subject]], Rule]:
    """Make a rule of a judge; its name and its manual come from the function."""

    def made(judge: Judge[Subject]) -> Rule:
        return Rule(number, _name(judge), severity, judge, needs, over, judge)

    return made


def explained(
    number: str, severity: Severity, *, needs: Needs = Needs.RUN
) -> Callable[[Callable[[], None]], Rule]:
    """Make a rule that is only explained; its manual is the function's docstring."""

    def made(page: Callable[[], None]) -> Rule:
        return Rule(
            number, _name(page), severity, page, needs, _the_template, judge=None
        )

    return made


def _name(function: Callable[..., object]) -> str:
    return function.__name__.replace("_", "-")
