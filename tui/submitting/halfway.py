"""A template that is deleted to be submitted anew: how it stands when that stops halfway."""

import shlex

from integrity.template.resource_ids import ResourceId
from transfer.azure.arm import ResourceManager
from transfer.errors import AzureError


def again(path: str, resource: ResourceId) -> str:
    """The command that takes it up; options that may hold secrets are only spoken of."""
    group = resource.group or ""
    words = ("submit", path, "-g", group, "-n", resource.name, "--recreate")
    return f"`bakeferry {shlex.join(words)}`, with your other options,"


async def how_it_stands(
    manager: ResourceManager, resource: ResourceId, path: str
) -> str:
    """What stands in Azure now, and what goes on, to be said after an error.

    Args:
        path: Of the file that was to be submitted.
    """
    name, taken_up = resource.name, again(path, resource)
    try:
        found = await manager.find_template(resource)
    except AzureError:
        return f"whether {name} stands in Azure is not known: {taken_up} goes on"
    if found is None:
        return f"{name} is deleted, and was not submitted anew: {taken_up} submits it"
    if found.summary.is_changing:
        taken_up = (
            f"`{_looking(resource)}` tells how it comes out; after that {taken_up}"
        )
    state = found.summary.provisioning_state
    return f"{name} stands in Azure ({state}): {taken_up} goes on"


def _looking(resource: ResourceId) -> str:
    words = ("templates", "show", resource.name, "-g", resource.group or "")
    return f"bakeferry {shlex.join(words)}"
