"""Image templates: listed, read, submitted, changed, deleted."""

import re
from datetime import datetime
from functools import partial
from typing import Any

from integrity.template.versions import FIRST_STABLE, STRICT
from transfer.simulator.arm.bodies import IN_ORDER, TEMPLATE_TYPE, template_body
from transfer.simulator.arm.calls import (
    BUILDER,
    Call,
    Refused,
    accepted,
    builder_answer,
    group_not_found,
    json_answer,
    not_found,
    page,
    poll_address,
)
from transfer.simulator.messages import Answer
from transfer.simulator.state import Operation, Template
from transfer.simulator.submission import submit, without_read_only
from transfer.simulator.world import World

_NAME = re.compile(r"[A-Za-z0-9\-_.]{1,64}")

_KNOWN = {*IN_ORDER, "autoRun", "managedResourceTags", "additionalDataDisks"}


def find_template(call: Call) -> Template:
    """The template that a path names.

    Raises:
        Refused: There is none.
    """
    group, name = call.names["group"], call.names["template"]
    found = call.world.template(group, name)
    if found is None:
        raise not_found(TEMPLATE_TYPE, name, group)
    return found


def list_in_subscription(call: Call) -> Answer:
    """All templates of the subscription."""
    return _list(call, list(call.world.templates.values()))


def list_in_group(call: Call) -> Answer:
    """All templates of a resource group."""
    group = call.names["group"]
    if call.world.group(group) is None:
        raise group_not_found(group)
    found = [
        template
        for (of_group, _), template in call.world.templates.items()
        if of_group == group.casefold()
    ]
    return _list(call, found)


def _list(call: Call, templates: list[Template]) -> Answer:
    return json_answer(page(call, templates, partial(template_body, call)))


def get(call: Call) -> Answer:
    """One template."""
    return builder_answer(template_body(call, find_template(call)))


def put(call: Call) -> Answer:
    """Take a new template; one that is there is not changed."""
    group, name = call.names["group"], call.names["template"]
    if call.world.group(group) is None:
        raise group_not_found(group)
    if call.world.template(group, name) is not None:
        why = "Update/Upgrade of image templates is currently not supported"
        raise Refused(409, "Conflict", why)
    body = call.body()
    _check(call, name, body)
    template = Template(
        name=name,
        group=group,
        location=body["location"],
        properties=without_read_only(body["properties"]),
        tags=dict(body.get("tags") or {}),
        identity=body.get("identity") or {"type": "None"},
    )
    operation = submit(call.world, template, call.world.now())
    poll = poll_address(call, operation, template.location)
    answer = builder_answer(template_body(call, template), 201)
    return answer.with_headers({"azure-asyncoperation": poll})


def _check(call: Call, name: str, body: dict[str, Any]) -> None:
    if not _NAME.fullmatch(name):
        raise bad_field("name")
    if not body.get("location"):
        why = "The location property is required for this definition."
        raise Refused(400, "LocationRequired", why)
    properties = body.get("properties")
    if not isinstance(properties, dict):
        raise bad_field("properties")
    unknown = sorted(set(properties) - _KNOWN)
    if unknown and call.version >= STRICT:
        why = "Unmarshalling entity encountered error: json: unknown field"
        raise Refused(400, "InvalidRequestContent", f'{why} "{unknown[0]}"')
    if not isinstance(properties.get("source"), dict):
        raise bad_field("properties.source")
    if not properties.get("distribute"):
        raise bad_field("properties.distribute")
    if (
        call.version >= FIRST_STABLE
        and (body.get("identity") or {}).get("type") is None
    ):
        raise bad_field("identity")


def bad_field(field: str) -> Refused:
    """A value that Image Builder does not take."""
    return Refused(400, "ValidationFailed", f"Field '{field}' has a bad value")


def patch(call: Call) -> Answer:
    """Change what may be changed: tags, identity, outputs, the machine."""
    template = find_template(call)
    refuse_if_busy(template, "update")
    body = call.body()
    now = call.world.now()
    operation = call.world.start_operation(now)
    template.provisioning_state = "Updating"
    if "tags" in body:
        template.tags = dict(body["tags"])
    template.identity = body.get("identity") or template.identity
    changes = body.get("properties") or {}
    for key in ("distribute", "vmProfile"):
        if key in changes:
            template.properties[key] = changes[key]
    due = call.world.after(call.world.scenario.submission_seconds, now)
    call.world.agenda.at(due, partial(_updated, template, operation))
    return accepted(call, operation, template.location)


def _updated(template: Template, operation: Operation, now: datetime) -> None:
    template.provisioning_state = "Succeeded"
    operation.end(now)


def delete(call: Call) -> Answer:
    """Take a template away, and its staging group and VHDs with it, after a while."""
    group, name = call.names["group"], call.names["template"]
    template = call.world.template(group, name)
    if template is None:
        return Answer(204)
    refuse_if_busy(template, "delete")
    now = call.world.now()
    operation = call.world.start_operation(now)
    template.provisioning_state = "Deleting"
    due = call.world.after(call.world.scenario.deletion_seconds, now)
    call.world.agenda.at(due, partial(_deleted, call.world, template, operation))
    return accepted(call, operation, template.location)


def _deleted(
    world: World, template: Template, operation: Operation, now: datetime
) -> None:
    world.forget_template(template)
    operation.end(now)


def refuse_if_busy(template: Template, doing: str) -> None:
    """Refuse what the service does not do while it does something else.

    Raises:
        Refused: A build is on, or it is being made, changed or deleted.
    """
    state = template.provisioning_state
    is_changing = state in ("Creating", "Updating", "Deleting")
    if not is_changing and not template.is_building:
        return
    provisioned = state.lower() if is_changing else "provisioned"
    build = template.last_build
    run_state = build.state.value.lower() if build is not None else ""
    raise Refused(
        405,
        "OperationNotAllowed",
        f"Operation '{doing}' on {BUILDER} template '{template.name}' is not allowed in"
        f" provisioning state: {provisioned} or run state: {run_state}",
    )
