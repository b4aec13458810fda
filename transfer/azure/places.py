"""Where one can look for templates: the groups of a subscription."""

from collections.abc import AsyncIterator

from integrity.dataclass import dataclass
from integrity.safe_text import Safe, safe_text
from transfer.azure.arm import ResourceManager
from transfer.azure.bodies import mapping, text
from transfer.azure.resource_ids import ResourceId, parse_id


@dataclass(frozen=True, slots=True)
class ResourceGroup:
    """A resource group of the subscription."""

    id: ResourceId
    name: Safe
    location: Safe


async def groups(manager: ResourceManager) -> AsyncIterator[ResourceGroup]:
    """The resource groups of the subscription, as they come.

    Raises:
        AzureError: As for `pages`.
    """
    path = f"/subscriptions/{manager.subscription}/resourcegroups"
    async for item in manager.listed(path, "list resource groups"):
        body = mapping(item)
        resource = parse_id(text(body.get("id")) or "")
        if resource is not None and resource.group is not None:
            location = safe_text(text(body.get("location")) or "")
            yield ResourceGroup(resource, safe_text(resource.group), location)
