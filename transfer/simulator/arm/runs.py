"""Builds of templates, what they put out, the triggers that start them, and polling."""

from functools import partial
from typing import Any

from transfer.simulator.arm.bodies import TEMPLATE_TYPE, below, body_below
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
from transfer.simulator.arm.templates import bad_field, find_template, refuse_if_busy
from transfer.simulator.builds import cancel as cancel_build
from transfer.simulator.builds import start
from transfer.simulator.messages import Answer
from transfer.simulator.state import RunState


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
    return _list(call, "runOutputs")


def get_output(call: Call) -> Answer:
    """One run output."""
    return _get(call, "runOutputs", call.names["output"])


def _list(call: Call, collection: str) -> Answer:
    template = find_template(call)
    named = list(below(template, collection))
    body = partial(body_below, call, template, collection)
    return builder_answer(page(call, named, body))


def _get(call: Call, collection: str, asked: str) -> Answer:
    template = find_template(call)
    name = _known(below(template, collection), asked)
    if name is None:
        kind = f"{TEMPLATE_TYPE}/{template.name}/{collection}"
        raise not_found(kind, asked, template.group)
    return builder_answer(body_below(call, template, collection, name))


def _known(named: dict[str, Any], asked: str) -> str | None:
    """The name as it was given, whatever the case of the question."""
    return next((name for name in named if name.casefold() == asked.casefold()), None)


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


def list_triggers(call: Call) -> Answer:
    """All triggers of a template."""
    return _list(call, "triggers")


def get_trigger(call: Call) -> Answer:
    """One trigger."""
    return _get(call, "triggers", call.names["trigger"])


def put_trigger(call: Call) -> Answer:
    """Have a trigger."""
    template, name = find_template(call), call.names["trigger"]
    is_new = name not in template.triggers
    kind = (call.body().get("properties") or {}).get("kind")
    if kind != "SourceImage":
        raise bad_field("properties.kind")
    now = call.world.now()
    template.triggers[name] = {
        "kind": kind,
        "status": {"code": "Active", "message": "", "time": seven_digits(now)},
        "provisioningState": "Succeeded",
    }
    operation = call.world.start_operation(now)
    operation.end(now)
    link = poll_address(call, operation, template.location)
    body = body_below(call, template, "triggers", name)
    answer = builder_answer(body, 201 if is_new else 200)
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
