"""What starts runs of a template by itself: made, and taken away again."""

from integrity.template.resource_ids import ResourceId
from transfer.azure.arm import TRIGGERS_SINCE, ResourceManager
from transfer.azure.bodies import Body
from transfer.azure.calls import Call
from transfer.azure.operations import follow, operation_of
from transfer.errors import OperationGone, ResourceMissing

_SOURCE_IMAGE = "SourceImage"
"""A new version of the base image starts a run: the one kind that there is."""


async def create_trigger(manager: ResourceManager, trigger: ResourceId) -> None:
    """Have a template be built by itself, and wait until that is so.

    Raises:
        OperationFailed: The service could not make it, and says why.
        AzureError: As for `Caller.send` and `follow`.
    """
    await _changed(manager, "PUT", trigger, {"properties": {"kind": _SOURCE_IMAGE}})


async def delete_trigger(manager: ResourceManager, trigger: ResourceId) -> None:
    """Take a trigger away; one that is gone already is taken away too.

    Raises:
        OperationFailed: The service could not do it, and says why.
        AzureError: As for `Caller.send` and `follow`.
    """
    try:
        await _changed(manager, "DELETE", trigger, None)
    except (ResourceMissing, OperationGone):
        return


async def _changed(
    manager: ResourceManager, method: str, trigger: ResourceId, body: Body | None
) -> None:
    verb = "create" if method == "PUT" else "delete"
    doing = f"{verb} the trigger {trigger.name} of {trigger.names[0]}"
    version = max(manager.api_version, TRIGGERS_SINCE)
    call = Call(
        method,
        manager.url(trigger.path, version),
        doing,
        body,
        repeats_harmlessly=True,  # the same trigger twice is one
    )
    answer = await manager.caller.send(call)
    await follow(manager.caller, operation_of(answer, doing))
