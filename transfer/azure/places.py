"""Where one can look for templates: subscriptions, and the groups in them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from integrity.safe_text import Safe, safe_text
from transfer.azure.arm import ResourceManager
from transfer.azure.bodies import mapping, text
from transfer.azure.calls import Caller
from transfer.azure.paging import pages
from transfer.azure.resource_ids import ResourceId, parse_id

SUBSCRIPTIONS_VERSION = "2022-12-01"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription that this sign-in sees."""

    id: str
    name: Safe
    tenant: Safe

    state: Safe
    """`Enabled`, `Disabled`, `Warned`, …"""


@dataclass(frozen=True, slots=True)
class ResourceGroup:
    """A resource group of the subscription."""

    id: ResourceId
    name: Safe
    location: Safe


async def subscriptions(caller: Caller) -> AsyncIterator[tuple[Subscription, ...]]:
    """The subscriptions that this sign-in sees, page by page.

    Raises:
        AzureError: As for `pages`.
    """
    manager = caller.cloud.resource_manager
    url = f"{manager}/subscriptions?api-version={SUBSCRIPTIONS_VERSION}"
    async for page in pages(caller, url, "list subscriptions"):
        found = map(_subscription, page)
        yield tuple(one for one in found if one is not None)


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


def _subscription(item: object) -> Subscription | None:
    body = mapping(item)
    found = text(body.get("subscriptionId"))
    if found is None or parse_id(f"/subscriptions/{found}") is None:
        return None
    return Subscription(
        id=found,
        name=safe_text(text(body.get("displayName")) or found),
        tenant=safe_text(text(body.get("tenantId")) or ""),
        state=safe_text(text(body.get("state")) or ""),
    )
