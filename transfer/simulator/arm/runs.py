"""Builds of templates, what they put out, the triggers that start them, and polling."""

from functools import partial
from typing import Any

from transfer.simulator.arm.bodies import TEMPLATE_TYPE, output_body, template_id
from transfer.simulator.arm.calls import (
    BUILDER,
    Call,
    Refused,
    accepted,
    builder_answer,
    json_answer,
    not_found,
    page,
    poll_address,
    seven_digits,
)
from transfer.simulator.arm.templates import find_template, refuse_if_busy
from transfer.simulator.builds import cancel as cancel_build
from transfer.simulator.builds import start
from transfer.simulator.messages import Answer
from transfer.simulator.state import RunState, Template


def run(call: Call) -> Answer:
    """Begin a build."""
    template = find_template(call)
    refuse_if_busy(template, "run")
    if template.provisioning_state != "Succeeded":
        why = (
            "Operation 'run' is not allowed in provisioning state:"
            f" {template.provisioning_state.lower()} or run state: "
        )
        raise Refused(405, "OperationNotAllowed", why)
    build = start(call.world, template, call.world.now())
    return accepted(call, build.operation, template.location)


def cancel(call: Call) -> Answer:
    """Ask a build to end; no operation tells of it."""
    template = find_template(call)
    build = template.last_build
    if build is None or build.state is not RunState.RUNNING:
        run_state = build.state.value.lower() if build else ""
        why = (
            "Operation 'cancel' is not allowed in provisioning state: provisioned"
            f" or run state: {run_state}"
        )
        raise Refused(405, "OperationNotAllowed", why)
    cancel_build(call.world, template, call.world.now())
    return Answer(204)


def list_outputs(call: Call) -> Answer:
    """All run outputs of a template."""
    template = find_template(call)
    named = list(template.outputs)
    return builder_answer(page(call, named, partial(output_body, call, template)))


def get_output(call: Call) -> Answer:
    """One run output."""
    template = find_template(call)
    asked = call.names["output"]
    name = _known(template.outputs, asked)
    if name is None:
        raise _not_found(template, "runOutputs", asked)
    return builder_answer(output_body(call, template, name))


def _known(named: dict[str, Any], asked: str) -> str | None:
    """The name as it was given, whatever the case of the question."""
    return next((name for name in named if name.casefold() == asked.casefold()), None)


def _not_found(template: Template, collection: str, asked: str) -> Refused:
    kind = f"{TEMPLATE_TYPE}/{template.name}/{collection}"
    return not_found(kind, asked, template.group)


def poll(call: Call) -> Answer:
    """How an operation goes; it is always 200, also when it has failed."""
    operation = call.world.operations.get(call.names["operation"].lower())
    if operation is None:
        why = f"The operation '{call.names['operation']}' was not found."
        raise Refused(404, "NotFound", why)
    body: dict[str, Any] = {
        "name": operation.id.upper(),
        "status": operation.status,
        "startTime": seven_digits(operation.began),
    }
    if operation.ended is not None:
        body["endTime"] = seven_digits(operation.ended)
    if operation.error is not None:
        body["error"] = operation.error
    return builder_answer(body)


def _trigger_body(call: Call, name: str) -> dict[str, Any]:
    template = find_template(call)
    return {
        "properties": template.triggers[name],
        "id": f"{template_id(call, template)}/triggers/{name}",
        "name": name,
        "type": f"{TEMPLATE_TYPE}/triggers",
    }


def list_triggers(call: Call) -> Answer:
    """All triggers of a template."""
    named = list(find_template(call).triggers)
    return builder_answer(page(call, named, partial(_trigger_body, call)))


def get_trigger(call: Call) -> Answer:
    """One trigger."""
    template = find_template(call)
    asked = call.names["trigger"]
    name = _known(template.triggers, asked)
    if name is None:
        raise _not_found(template, "triggers", asked)
    return builder_answer(_trigger_body(call, name))


def put_trigger(call: Call) -> Answer:
    """Have a trigger."""
    template, name = find_template(call), call.names["trigger"]
    is_new = name not in template.triggers
    kind = (call.body().get("properties") or {}).get("kind")
    if kind != "SourceImage":
        raise Refused(
            400, "ValidationFailed", "Field 'properties.kind' has a bad value"
        )
    now = call.world.now()
    template.triggers[name] = {
        "kind": kind,
        "status": {"code": "Active", "message": "", "time": seven_digits(now)},
        "provisioningState": "Succeeded",
    }
    operation = call.world.start_operation(now)
    operation.end(now)
    link = poll_address(call, operation, template.location)
    answer = builder_answer(_trigger_body(call, name), 201 if is_new else 200)
    return answer.with_headers({"azure-asyncoperation": link})


def delete_trigger(call: Call) -> Answer:
    """Take a trigger away."""
    template = find_template(call)
    name = _known(template.triggers, call.names["trigger"])
    if name is None:
        return Answer(204)
    del template.triggers[name]
    operation = call.world.start_operation(call.world.now())
    operation.end(call.world.now())
    return accepted(call, operation, template.location)


_OPERATIONS = (
    "imageTemplates/read",
    "imageTemplates/write",
    "imageTemplates/delete",
    "imageTemplates/run/action",
    "imageTemplates/cancel/action",
    "imageTemplates/runOutputs/read",
    "imageTemplates/triggers/read",
    "imageTemplates/triggers/write",
    "imageTemplates/triggers/delete",
    "locations/operations/read",
    "operations/read",
    "register/action",
)


def list_operations(_: Call) -> Answer:
    """What the provider can do."""
    named = [{"name": f"{BUILDER}/{name}"} for name in _OPERATIONS]
    return json_answer({"value": named})
