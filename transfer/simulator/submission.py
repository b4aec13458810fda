"""Submissions: how the service takes a template, judges it and fills it in."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from transfer.simulator.accounts import Account
from transfer.simulator.scenario import SubmissionError
from transfer.simulator.state import Group, Operation, Template
from transfer.simulator.world import World, key_of

_READ_ONLY = (
    "provisioningState",
    "provisioningError",
    "lastRunStatus",
    "exactStagingResourceGroup",
)

_EXACT_VERSION = "1.0.20261101"
"""What `latest` of any marketplace image stands for."""


def submit(world: World, template: Template, now: datetime) -> Operation:
    """Take a template: it is there at once, and judged after a while."""
    world.templates[key_of(template.group, template.name)] = template
    operation = world.start_operation(now)
    due = world.after(world.scenario.submission_seconds, now)
    world.agenda.at(due, partial(_judge, world, template, operation))
    return operation


def _judge(
    world: World, template: Template, operation: Operation, now: datetime
) -> None:
    error = template.next_error or _failed_download(world, template)
    if error is not None:
        template.error = error
        template.provisioning_state = "Failed"
        operation.end(now, error={"code": error.code, "message": error.message})
        return
    _take(world, template)
    template.provisioning_state = "Succeeded"
    operation.end(now)


def _failed_download(world: World, template: Template) -> SubmissionError | None:
    """The first artifact that is not there, in the service's words."""
    missing = world.scenario.missing_artifacts
    for step, key in _artifacts(template):
        if step[key] in missing:
            why = f"Downloading external file (<{step[key]}>) to local file failed"
            told = f"{why} [attempt 1 of 10]: status code: 404"
            return SubmissionError("Other", told)
    return None


def _take(world: World, template: Template) -> None:
    """Add what the service finds out, or makes, for a template."""
    for step, key in _artifacts(template):
        if not step.get("sha256Checksum"):
            step["sha256Checksum"] = _digest(world, step[key])
    _make_staging(world, template)
    _fill_in(template.properties)
    named = template.identity.get("userAssignedIdentities")
    if named:
        template.identity = world.identity_of(named)


def _artifacts(template: Template) -> Iterator[tuple[dict[str, Any], str]]:
    """Each part that names an artifact, and the key of the address in it."""
    properties = template.properties
    validators = (properties.get("validate") or {}).get("inVMValidations", [])
    workload = (properties.get("optimize") or {}).get("workload")
    steps = [*properties.get("customize", []), *validators]
    for step in [*steps, workload] if workload else steps:
        for key in ("scriptUri", "sourceUri"):
            if step.get(key):
                yield step, key


def _digest(world: World, address: str) -> str:
    """Of what the service gets from an address, which it takes as it is."""
    data = world.scenario.artifacts.get(address, address.encode())
    return hashlib.sha256(data).hexdigest()


def _make_staging(world: World, template: Template) -> None:
    named = template.properties.get("stagingResourceGroup")
    if named:
        name = str(named).rpartition("/")[2]
        template.owns_staging = world.group(name) is None
    else:
        guid = world.new_id()
        name = f"IT_{template.group[:20]}_{template.name[:20]}_{guid}"
    tags = {
        "createdBy": "AzureVMImageBuilder",
        "imageTemplateName": template.name,
        "imageTemplateResourceGroupName": template.group,
    }
    group = world.add_group(Group(name, template.location))
    group.tags.update(tags)
    template.staging_group = group.name
    account = Account(world.new_account_name(), group.name, template.location)
    template.staging_account = world.add_account(account).name


def _fill_in(properties: dict[str, Any]) -> None:
    """Add what the service answers for values that were not given."""
    image = properties["source"]
    if image.get("type") == "PlatformImage":
        is_latest = image.get("version") == "latest"
        image["exactVersion"] = _EXACT_VERSION if is_latest else image.get("version")
    for output in properties.get("distribute", []):
        output.setdefault("artifactTags", {})
        if output.get("type") == "SharedImage":
            output.setdefault("excludeFromLatest", False)
    properties.setdefault("buildTimeoutInMinutes", 0)
    machine = properties.setdefault("vmProfile", {})
    machine.setdefault("vmSize", "")
    machine.setdefault("osDiskSizeGB", 0)


def without_read_only(properties: dict[str, Any]) -> dict[str, Any]:
    """What a client may state; it may send the rest back, and it is ignored."""
    return {key: value for key, value in properties.items() if key not in _READ_ONLY}
