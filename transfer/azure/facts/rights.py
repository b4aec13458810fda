"""Whether a template's identity may read its artifacts, asked of Azure."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from integrity.template.model import ImageTemplate
from integrity.template.nodes import ObjectNode
from integrity.template.references import declared_artifacts
from integrity.template.resource_ids import ResourceId
from transfer.azure.arm import ResourceManager
from transfer.azure.authorization import Audience, audience, carries_sas
from transfer.azure.bodies import mapping, text, within
from transfer.azure.resource_ids import parse_id
from transfer.azure.staging.area import STORAGE_ACCOUNTS

_READS_BLOBS = frozenset(
    (
        "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",  # Storage Blob Data Reader
        "ba92f5b4-2d11-453d-a403-e96b0029c9fe",  # Storage Blob Data Contributor
        "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",  # Storage Blob Data Owner
    )
)

_READS_NO_BLOBS = frozenset(
    (
        "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",  # Owner
        "b24988ac-6180-42a0-ab88-20f7382dd24c",  # Contributor
        "acdd72a7-3385-48ef-bd42-f606fba81ae7",  # Reader
    )
)
"""Known to give no access to the bytes; of any other role nobody can say offhand."""


async def can_read_artifacts(
    manager: ResourceManager, template: ImageTemplate
) -> bool | None:
    """Whether one of the identities has a role that reads each artifact's account.

    None when no artifact lies in an account of this subscription, or when a role is
    there that only its definition tells about.

    Raises:
        AzureError: As for `Caller.send`.
    """
    hosts = _private_hosts(manager, template)
    identities = _identities(template)
    if not hosts or not identities:
        return None
    accounts = await _accounts(manager)
    found = {accounts[host] for host in hosts if host in accounts}
    principals = [await _principal(manager, identity) for identity in identities]
    known = [principal for principal in principals if principal]
    if not found or not known:
        return None
    answers = [
        await _any_reads(manager, account, known) for account in sorted(found, key=str)
    ]
    if False in answers:
        return False
    return None if None in answers or len(found) < len(hosts) else True


def _private_hosts(manager: ResourceManager, template: ImageTemplate) -> set[str]:
    """The hosts of artifacts in blobs that bring no SAS with them."""
    return {
        urlsplit(reference.url).netloc.casefold()
        for reference in declared_artifacts(template)
        if audience(manager.caller.cloud, reference.url) is Audience.BLOBS
        and not carries_sas(reference.url)
    }


def _identities(template: ImageTemplate) -> list[ResourceId]:
    identity = template.identity
    named = identity.get("userAssignedIdentities") if identity else None
    if not isinstance(named, ObjectNode):
        return []
    keys = (member.key.value for member in named.members)
    return [found for key in keys if (found := parse_id(key)) is not None]


async def _accounts(manager: ResourceManager) -> Mapping[str, ResourceId]:
    """The accounts of the subscription by the host of their blobs."""
    found: dict[str, ResourceId] = {}
    path = f"/subscriptions/{manager.subscription}/providers/{STORAGE_ACCOUNTS}"
    async for item in manager.listed(path, "list storage accounts"):
        blobs = text(within(item, "properties", "primaryEndpoints", "blob"))
        resource = parse_id(text(mapping(item).get("id")) or "")
        if blobs and resource:
            found[urlsplit(blobs).netloc.casefold()] = resource
    return found


async def _principal(manager: ResourceManager, identity: ResourceId) -> str | None:
    body = await manager.read(identity.path, f"read the identity {identity.name}")
    return text(within(body, "properties", "principalId"))


async def _any_reads(
    manager: ResourceManager, account: ResourceId, principals: list[str]
) -> bool | None:
    """Whether one of them reads blobs of an account, or of a container in it."""
    roles: set[str] = set()
    for principal in principals:
        async for item in manager.listed(
            f"{account.path}/providers/Microsoft.Authorization/roleAssignments",
            f"list role assignments on {account.name}",
            query={"$filter": f"assignedTo('{principal}')"},
        ):
            role = text(within(item, "properties", "roleDefinitionId")) or ""
            roles.add(role.rpartition("/")[2].casefold())
    if roles & _READS_BLOBS:
        return True
    return None if roles - _READS_NO_BLOBS else False
