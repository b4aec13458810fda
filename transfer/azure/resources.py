"""What stands in Azure, as values; text of the service is fit to be shown.

States are text and no enum: the service adds some, and a client that does not know
one must still show it.
"""

from dataclasses import field
from datetime import datetime

from integrity.dataclass import dataclass
from integrity.safe_text import NOTHING, Safe, safe_text
from integrity.secret_url import SecretUrl
from integrity.template.resource_ids import ResourceId
from transfer.azure.bodies import Body, items, mapping, moment, text, within
from transfer.azure.refusals import told, worded
from transfer.azure.resource_ids import parse_id

_USUAL_MINUTES = 240
"""How long the service lets a build take where nobody said."""

_BUILDING = frozenset(("running", "canceling"))
_CHANGING = frozenset(("creating", "updating", "deleting"))


@dataclass(frozen=True, slots=True)
class BuildStatus:
    """How the last run of a template went, or how it goes."""

    run_state: Safe
    """Running, Succeeded, PartiallySucceeded, Failed, Canceling, Canceled, …"""

    sub_state: Safe | None = None
    """Queued, Building, Customizing, …; None when there is none."""

    started: datetime | None = None

    ended: datetime | None = None
    """None while it runs."""

    message: Safe | None = None
    """In the service's words; None when it has none."""

    @property
    def is_running(self) -> bool:
        """Whether it has not come to its end."""
        return self.run_state.casefold() in _BUILDING

    def seconds(self, now: datetime) -> float | None:
        """How long it has taken; None when its begin is not known."""
        if self.started is None:
            return None
        return max(0.0, ((self.ended or now) - self.started).total_seconds())


@dataclass(frozen=True, slots=True)
class TemplateSummary:
    """An image template as a list shows it."""

    id: ResourceId
    name: Safe
    group: Safe
    location: Safe
    provisioning_state: Safe

    provisioning_error: Safe | None = None
    """Why its submission failed."""

    last_run: BuildStatus | None = None
    """None when it never ran."""

    outputs: tuple[Safe, ...] = ()
    """The kinds that it distributes to: `VHD`, `SharedImage`, …"""

    timeout_minutes: int = 0
    """As stated; 0 stands for the service's default."""

    @property
    def most_minutes(self) -> int:
        """How long a build of it may take."""
        return self.timeout_minutes or _USUAL_MINUTES

    @property
    def is_changing(self) -> bool:
        """Whether it is being made, changed or deleted."""
        return self.provisioning_state.casefold() in _CHANGING


@dataclass(frozen=True, slots=True)
class TemplateDetail:
    """An image template, whole."""

    summary: TemplateSummary

    body: Body = field(repr=False)
    """As the service sent it; addresses in it may hold secrets."""

    api_version: str
    """What it was read with; properties of later versions are not in it."""

    staging_group: ResourceId | None = None
    """`exactStagingResourceGroup`; None while it is made, and before 2022-02-14."""

    identities: tuple[tuple[ResourceId, str | None], ...] = ()
    """Its user-assigned identities with their principal ids, where known."""


@dataclass(frozen=True, slots=True)
class RunOutput:
    """What a run has brought forth at one of its targets."""

    id: ResourceId
    name: Safe
    provisioning_state: Safe

    artifact_id: Safe | None = None
    """The id of an image."""

    artifact_uri: SecretUrl | None = None
    """The address of a VHD; until mid 2021 one with a SAS, since then without."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """What starts runs of a template by itself."""

    id: ResourceId
    name: Safe
    kind: Safe
    provisioning_state: Safe

    status: Safe = NOTHING
    """`Active`, …; empty where the service says none."""

    message: Safe = NOTHING


def summary_of(body: object) -> TemplateSummary | None:
    """A template's body as a line of a list; None when it has no id to go by."""
    found = mapping(body)
    resource = _id(found)
    if resource is None:
        return None
    properties = mapping(found.get("properties"))
    minutes = properties.get("buildTimeoutInMinutes")
    return TemplateSummary(
        id=resource,
        name=safe_text(resource.name),
        group=safe_text(resource.group or ""),
        location=_shown(found.get("location")),
        provisioning_state=_shown(properties.get("provisioningState")),
        provisioning_error=_error(properties.get("provisioningError")),
        last_run=build_status_of(properties.get("lastRunStatus")),
        outputs=tuple(
            _shown(mapping(target).get("type"))
            for target in items(properties.get("distribute"))
        ),
        timeout_minutes=minutes if isinstance(minutes, int) else 0,
    )


def build_status_of(body: object) -> BuildStatus | None:
    """A `lastRunStatus`; None when there was no run."""
    status = mapping(body)
    state = text(status.get("runState"))
    if state is None:
        return None
    return BuildStatus(
        run_state=safe_text(state),
        sub_state=_shown_or_none(status.get("runSubState")),
        started=moment(status.get("startTime")),
        ended=moment(status.get("endTime")),
        message=_message(status.get("message")),
    )


def detail_of(body: Body, api_version: str) -> TemplateDetail | None:
    """A template's body as a whole; None when it has no id to go by."""
    summary = summary_of(body)
    if summary is None:
        return None
    group = text(within(body, "properties", "exactStagingResourceGroup"))
    named = text(within(body, "properties", "stagingResourceGroup"))
    identities = mapping(within(body, "identity", "userAssignedIdentities"))
    parsed = ((parse_id(key), value) for key, value in identities.items())
    return TemplateDetail(
        summary=summary,
        body=body,
        api_version=api_version,
        staging_group=parse_id(group or named or ""),
        identities=tuple(
            (resource, text(mapping(value).get("principalId")))
            for resource, value in parsed
            if resource is not None
        ),
    )


def run_output_of(body: object) -> RunOutput | None:
    """A run output's body; None when it has no id to go by."""
    found = mapping(body)
    resource = _id(found)
    if resource is None:
        return None
    address = text(within(found, "properties", "artifactUri"))
    return RunOutput(
        id=resource,
        name=safe_text(resource.name),
        provisioning_state=_shown(within(found, "properties", "provisioningState")),
        artifact_id=_shown_or_none(within(found, "properties", "artifactId")),
        artifact_uri=None if address is None else SecretUrl(address),
    )


def trigger_of(body: object) -> Trigger | None:
    """A trigger's body; None when it has no id to go by."""
    found = mapping(body)
    resource = _id(found)
    if resource is None:
        return None
    return Trigger(
        id=resource,
        name=safe_text(resource.name),
        kind=_shown(within(found, "properties", "kind")),
        provisioning_state=_shown(within(found, "properties", "provisioningState")),
        status=_shown(within(found, "properties", "status", "code")),
        message=_message(within(found, "properties", "status", "message")) or NOTHING,
    )


def _id(body: Body) -> ResourceId | None:
    found = parse_id(text(body.get("id")) or "")
    return found if found is not None and found.names else None


def _shown(value: object) -> Safe:
    return safe_text(text(value) or "")


def _shown_or_none(value: object) -> Safe | None:
    found = text(value)
    return None if found is None else safe_text(found)


def _message(value: object) -> Safe | None:
    found = text(value)
    return None if found is None else safe_text(worded(found))


def _error(body: object) -> Safe | None:
    error = mapping(body)
    _, message = told(error)
    code = text(error.get("provisioningErrorCode"))
    parts = [part for part in (code, message) if part]
    return safe_text(": ".join(parts)) if parts else None
