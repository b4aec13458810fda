"""Subscriptions, tenants, providers and resource groups."""

import re
from datetime import datetime
from functools import partial
from typing import Any

from integrity.template.regions import REGIONS
from integrity.template.versions import VERSIONS
from transfer.simulator.arm.calls import (
    BUILDER,
    Call,
    Refused,
    group_not_found,
    json_answer,
    page,
)
from transfer.simulator.messages import Answer
from transfer.simulator.state import Group, Operation
from transfer.simulator.tokens import DataRole
from transfer.simulator.world import World

_BY_TAG = re.compile(
    r"tagName eq '(?P<name>[^']*)'(?: and tagValue eq '(?P<value>[^']*)')?"
)


def _subscription_body(call: Call) -> dict[str, Any]:
    scenario = call.world.scenario
    return {
        "id": f"/subscriptions/{scenario.subscription}",
        "authorizationSource": "RoleBased",
        "managedByTenants": [],
        "subscriptionId": scenario.subscription,
        "tenantId": scenario.tenant,
        "displayName": scenario.subscription_name,
        "state": "Enabled",
        "subscriptionPolicies": {
            "locationPlacementId": "Public_2014-09-01",
            "quotaId": "PayAsYouGo_2014-09-01",
            "spendingLimit": "Off",
        },
    }


def list_subscriptions(call: Call) -> Answer:
    """The one subscription that there is."""
    total = {"type": "Total", "value": 1}
    return json_answer({"value": [_subscription_body(call)], "count": total})


def get_subscription(call: Call) -> Answer:
    """The subscription."""
    return json_answer(_subscription_body(call))


def list_tenants(call: Call) -> Answer:
    """The one tenant that there is."""
    tenant = call.world.scenario.tenant
    value = [{"id": f"/tenants/{tenant}", "tenantId": tenant}]
    return json_answer({"value": value})


def get_provider(call: Call) -> Answer:
    """Where a provider's resources may be made."""
    name = call.names["provider"]
    if name.casefold() != BUILDER.casefold():
        why = f"The resource namespace '{name}' is invalid."
        raise Refused(404, "InvalidResourceNamespace", why)
    kind = {
        "resourceType": "imageTemplates",
        "locations": list(REGIONS),
        "apiVersions": sorted(VERSIONS, reverse=True),
        "capabilities": "SupportsTags, SupportsLocation",
    }
    return json_answer(
        {
            "id": f"/subscriptions/{call.world.scenario.subscription}/providers/{BUILDER}",
            "namespace": BUILDER,
            "registrationState": call.world.scenario.registration,
            "resourceTypes": [kind],
        }
    )


def list_permissions(call: Call) -> Answer:
    """What whoever asks may do: everything but what was refused them."""
    blobs = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"
    verbs = ("read", "write", "delete")
    count = {DataRole.NONE: 0, DataRole.READER: 1, DataRole.CONTRIBUTOR: 3}
    value = {
        "actions": ["*"],
        "notActions": sorted(call.rights.refused_actions),
        "dataActions": [
            f"{blobs}/{verb}" for verb in verbs[: count[call.rights.blobs]]
        ],
        "notDataActions": [],
    }
    return json_answer({"value": [value]})


def _group_body(call: Call, group: Group) -> dict[str, Any]:
    state = "Deleting" if group.is_going else "Succeeded"
    body: dict[str, Any] = {
        "id": call.world.group_id(group.name),
        "name": group.name,
        "type": "Microsoft.Resources/resourceGroups",
        "location": group.location,
        "tags": group.tags,
        "properties": {"provisioningState": state},
    }
    return body | ({"managedBy": group.managed_by} if group.managed_by else {})


def list_groups(call: Call) -> Answer:
    """Resource groups, all of them or those with a tag."""
    groups = list(call.world.groups.values())
    wanted = call.request.query.get("$filter")
    if wanted:
        match = _BY_TAG.fullmatch(wanted)
        if match is None:
            raise Refused(
                400, "InvalidFilterInQueryString", f"Invalid $filter '{wanted}'"
            )
        groups = [group for group in groups if _is_tagged(group, match)]
    return json_answer(page(call, groups, partial(_group_body, call)))


def _is_tagged(group: Group, wanted: re.Match[str]) -> bool:
    """Names of tags do not tell cases apart, values do."""
    values = {name.casefold(): value for name, value in group.tags.items()}
    found = values.get(wanted["name"].casefold())
    return found is not None and wanted["value"] in (None, found)


def _find(call: Call) -> Group:
    found = call.world.group(call.names["group"])
    if found is None:
        raise group_not_found(call.names["group"])
    return found


def get_group(call: Call) -> Answer:
    """One resource group."""
    return json_answer(_group_body(call, _find(call)))


def head_group(call: Call) -> Answer:
    """Whether a resource group is there."""
    return Answer(404 if call.world.group(call.names["group"]) is None else 204)


def delete_group(call: Call) -> Answer:
    """Take a group away, with everything in it, after a while."""
    group = _find(call)
    world, now = call.world, call.world.now()
    group.is_going = True
    operation = world.start_operation(now)
    due = world.after(world.scenario.deletion_seconds, now)
    world.agenda.at(due, partial(_deleted, world, group, operation))
    return _wait(call, operation)


def _deleted(world: World, group: Group, operation: Operation, now: datetime) -> None:
    world.remove_group(group.name)
    operation.end(now)


def _wait(call: Call, operation: Operation) -> Answer:
    world = call.world
    link = (
        f"{world.endpoints.manager}/subscriptions/{world.scenario.subscription}"
        f"/operationresults/{operation.id}?api-version={call.version}"
    )
    return Answer(202, {"location": link, "retry-after": "15"})


def operation_result(call: Call) -> Answer:
    """Whether something has ended: 202 until then, 200 from then on."""
    operation = call.world.operations.get(call.names["operation"].lower())
    if operation is None:
        raise Refused(404, "NotFound", "The operation was not found.")
    return _wait(call, operation) if operation.ended is None else Answer(200)
