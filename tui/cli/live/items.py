"""What stands in Azure as items of the documents, in a form that may be shown."""

from datetime import UTC, datetime

from integrity.lint.reports.encoding import timestamp
from integrity.template.resource_ids import ResourceId
from transfer.azure.resources import BuildStatus, TemplateSummary, Trigger
from transfer.azure.whereabouts import PlacedOutput
from tui.cli.live.documents import BuildItem, OutputItem, TemplateItem, TriggerItem
from tui.cli.shown import shown


def template_item(template: TemplateSummary, now: datetime) -> TemplateItem:
    """An image template."""
    last = template.last_run
    return {
        "id": str(template.id),
        "name": template.name,
        "resourceGroup": template.group,
        "location": template.location,
        "provisioningState": template.provisioning_state,
        "provisioningError": _words(template.provisioning_error),
        "lastRun": None if last is None else _build_item(last, now),
        "outputs": list(template.outputs),
        "buildTimeoutInMinutes": template.timeout_minutes,
    }


def _build_item(build: BuildStatus, now: datetime) -> BuildItem:
    """A run."""
    return {
        "runState": build.run_state,
        "runSubState": build.sub_state,
        "startedAt": time_of(build.started),
        "endedAt": time_of(build.ended),
        "seconds": build.seconds(now),
        "message": _words(build.message),
    }


def output_item(output: PlacedOutput, size: int | None = None) -> OutputItem:
    """A run output.

    Args:
        size: Bytes of a VHD where somebody has asked.
    """
    return {
        "id": str(output.id),
        "name": output.name,
        "template": shown(output.template.name),
        "resourceGroup": shown(output.template.group or ""),
        "kind": output.kind,
        "status": output.status.value,
        "place": output.place,
        "address": None if output.address is None else str(output.address),
        "size": size,
        "isOlder": output.is_older,
    }


def trigger_item(template: ResourceId, trigger: Trigger) -> TriggerItem:
    """What starts runs of a template by itself."""
    return {
        "id": str(trigger.id),
        "template": shown(template.name),
        "resourceGroup": shown(template.group or ""),
        "name": trigger.name,
        "kind": trigger.kind,
        "provisioningState": trigger.provisioning_state,
        "status": trigger.status,
        "message": _words(trigger.message) or None,
    }


def time_of(moment: datetime | None) -> str | None:
    """A time as documents have it; None where there is none."""
    return None if moment is None else timestamp(moment)


def now() -> datetime:
    """The time of this machine, in UTC."""
    return datetime.now(UTC)


def _words(text: str | None) -> str | None:
    """What the service says may quote an address with a secret."""
    return None if text is None else shown(text)
