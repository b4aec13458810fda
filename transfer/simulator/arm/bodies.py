"""Bodies of image templates and run outputs, as each api-version has them."""

from typing import Any

from transfer.simulator.arm.calls import BUILDER, Call, nine_digits
from transfer.simulator.state import NEVER, Build, Template

TEMPLATE_TYPE = f"{BUILDER}/imageTemplates"
_STAGING_SINCE = "2022-02-14"
_EXACT_VERSION_SINCE = "2021-10-01"
IN_ORDER = (
    "source",
    "customize",
    "optimize",
    "validate",
    "distribute",
    "errorHandling",
    "provisioningState",
    "provisioningError",
    "lastRunStatus",
    "buildTimeoutInMinutes",
    "vmProfile",
    "stagingResourceGroup",
    "exactStagingResourceGroup",
)
"""Properties of a template, as the service answers them."""


def template_id(call: Call, template: Template) -> str:
    """Its id as the service writes it: `resourcegroups` in lower case."""
    return (
        f"/subscriptions/{call.world.scenario.subscription}"
        f"/resourcegroups/{template.group}/providers/{TEMPLATE_TYPE}/{template.name}"
    )


def template_body(call: Call, template: Template) -> dict[str, Any]:
    """A template as it is answered."""
    properties = _properties(call, template)
    known = {key: properties.pop(key) for key in IN_ORDER if key in properties}
    return {
        "properties": known | properties,
        "identity": template.identity,
        "id": template_id(call, template),
        "name": template.name,
        "type": TEMPLATE_TYPE,
        "location": template.location,
        "tags": template.tags,
    }


def _properties(call: Call, template: Template) -> dict[str, Any]:
    properties = dict(template.properties)
    properties["source"] = dict(properties["source"])
    properties["provisioningState"] = template.provisioning_state
    properties.setdefault("buildTimeoutInMinutes", 0)
    if template.error is not None:
        properties["provisioningError"] = {
            "provisioningErrorCode": template.error.code,
            "message": template.error.message,
        }
    if template.last_build is not None:
        properties["lastRunStatus"] = _run_status(template.last_build)
    _show_version(call, properties["source"])
    if call.version >= _STAGING_SINCE:
        staging = template.staging_group
        properties.setdefault("stagingResourceGroup", "")
        properties["exactStagingResourceGroup"] = (
            call.world.group_id(staging) if staging else ""
        )
    elif properties.get("vmProfile") == {"vmSize": "", "osDiskSizeGB": 0}:
        del properties["vmProfile"]
    return properties


def _show_version(call: Call, image: dict[str, Any]) -> None:
    """Say which version `latest` stands for, where this api-version says it."""
    exact = image.pop("exactVersion", None)
    if exact is None:
        return
    if call.version >= _EXACT_VERSION_SINCE:
        image["exactVersion"] = exact
    elif image.get("version") == "latest":
        image["version"] = f"latest ({exact})"


def _run_status(build: Build) -> dict[str, Any]:
    status: dict[str, Any] = {
        "startTime": nine_digits(build.began),
        "endTime": nine_digits(build.ended) if build.ended else NEVER,
        "runState": build.state.value,
    }
    if build.sub_state is not None:
        status["runSubState"] = build.sub_state
    return status | {"message": build.message}


def below(template: Template, collection: str) -> dict[str, dict[str, Any]]:
    """What stands below a template in `runOutputs` or `triggers`: properties by name."""
    return {"runOutputs": template.outputs, "triggers": template.triggers}[collection]


def body_below(
    call: Call, template: Template, collection: str, name: str
) -> dict[str, Any]:
    """A run output, or a trigger, as it is answered."""
    return {
        "properties": below(template, collection)[name],
        "id": f"{template_id(call, template)}/{collection}/{name}",
        "name": name,
        "type": f"{TEMPLATE_TYPE}/{collection}",
    }
