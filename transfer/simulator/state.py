"""What stands in the simulated subscription, and changes while it is used."""

from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import Any

from integrity.dataclass import dataclass
from transfer.simulator.scenario import BuildPlan, SubmissionError

NEVER = "0001-01-01T00:00:00Z"
"""When something ends that has not ended."""


class RunState(StrEnum):
    """How a build goes."""

    RUNNING = "Running"
    CANCELING = "Canceling"
    SUCCEEDED = "Succeeded"
    PARTIALLY_SUCCEEDED = "PartiallySucceeded"
    FAILED = "Failed"
    CANCELED = "Canceled"

    @property
    def is_open(self) -> bool:
        """Whether the build has not ended."""
        return self in (RunState.RUNNING, RunState.CANCELING)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of a build, in seconds from its begin."""

    sub_state: str
    begin: float
    end: float

    step: int | None = None
    """The customizer that works then, counted from 0."""


@dataclass(slots=True)
class Build:
    """One run of a template."""

    id: str
    began: datetime
    plan: BuildPlan
    stages: tuple[Stage, ...]
    steps: tuple[dict[str, Any], ...]
    """The template's customizers."""

    operation: "Operation"
    state: RunState = RunState.RUNNING
    sub_state: str | None = "Queued"
    ended: datetime | None = None
    message: str = ""

    @property
    def log_name(self) -> str:
        """The blob that holds its log."""
        return f"{self.id}/customization.log"


@dataclass(slots=True)
class Operation:
    """A long-running operation that a client polls."""

    id: str
    began: datetime
    status: str = "InProgress"
    ended: datetime | None = None
    error: dict[str, str] | None = None

    def end(self, now: datetime, *, error: dict[str, str] | None = None) -> None:
        """Remember how it came out."""
        self.status = "Succeeded" if error is None else "Failed"
        self.ended, self.error = now, error


@dataclass(slots=True)
class Template:
    """An image template."""

    name: str
    group: str
    location: str
    properties: dict[str, Any]
    tags: dict[str, str]
    identity: dict[str, Any]
    plan: BuildPlan = field(default_factory=BuildPlan)
    provisioning_state: str = "Creating"
    error: SubmissionError | None = None
    staging_group: str | None = None
    staging_account: str | None = None
    owns_staging: bool = True
    """The service made its staging group, and deletes it with the template."""

    builds: list[Build] = field(default_factory=list)
    outputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Properties of each run output, by its name."""

    triggers: dict[str, dict[str, Any]] = field(default_factory=dict)
    next_error: SubmissionError | None = None
    """What its submission will end with."""

    @property
    def last_build(self) -> Build | None:
        """The newest of its builds."""
        return self.builds[-1] if self.builds else None

    @property
    def is_building(self) -> bool:
        """Whether a build of it is on."""
        return self.last_build is not None and self.last_build.state.is_open


@dataclass(slots=True)
class Group:
    """A resource group."""

    name: str
    location: str
    tags: dict[str, str] = field(default_factory=dict)
    managed_by: str | None = None
    is_going: bool = False
    """It is being deleted."""
