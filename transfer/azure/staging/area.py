"""Where a template's builds keep their files: its staging group and the account in it."""

from collections.abc import AsyncIterator
from enum import StrEnum

from integrity.dataclass import dataclass
from integrity.safe_text import Safe, safe_text
from integrity.template.resource_ids import ResourceId
from transfer.azure.arm import ResourceManager
from transfer.azure.authorization import Audience, audience
from transfer.azure.bodies import Body, mapping, text, within
from transfer.azure.resource_ids import parse_id
from transfer.azure.resources import TemplateDetail
from transfer.errors import HostRefused, ResourceMissing, StagingNotFound

VHDS = "vhds"
LOGS = "packerlogs"

STORAGE_ACCOUNTS = "Microsoft.Storage/storageAccounts"
_STAGING_SINCE = "2022-02-14"
"""From here on a template tells the name of its staging group."""

_NAME_LENGTH = 24
"""Of the random name that the service gives its account."""


class FoundBy(StrEnum):
    """How the staging group was found."""

    TEMPLATE = "exactStagingResourceGroup"
    TAGS = "tags"


@dataclass(frozen=True, slots=True)
class StagingArea:
    """The group and the account where a template's builds keep their files."""

    group: ResourceId
    found_by: FoundBy
    account: ResourceId

    blobs: str
    """The address of the account's blobs, without a slash at the end."""

    @property
    def account_name(self) -> Safe:
        """The account's name."""
        return safe_text(self.account.name)

    def container(self, name: str) -> str:
        """The address of one of its containers."""
        return f"{self.blobs}/{name}"


async def find_staging(
    manager: ResourceManager, template: TemplateDetail
) -> StagingArea:
    """Find where a template's builds keep their files.

    Raises:
        StagingNotFound: There is no such group or account, or more than one.
        AzureError: Somebody must be asked who does not answer, or refuses.
    """
    group, found_by = await _group(manager, template)
    account = await _account(manager, group)
    resource = parse_id(text(account.get("id")) or "")
    address = text(within(account, "properties", "primaryEndpoints", "blob"))
    if resource is None or address is None:
        raise StagingNotFound(f"the account in {group.name} has no address for blobs")
    blobs = address.removesuffix("/")
    if audience(manager.caller.cloud, f"{blobs}/") is not Audience.BLOBS:
        raise HostRefused(safe_text(blobs), manager.caller.cloud.name)
    return StagingArea(group, found_by, resource, blobs)


async def _group(
    manager: ResourceManager, template: TemplateDetail
) -> tuple[ResourceId, FoundBy]:
    """The staging group: by the template's word, else by the tags of all groups."""
    detail = template
    if detail.staging_group is None and detail.api_version < _STAGING_SINCE:
        detail = await manager.template(
            detail.summary.id, api_version=max(manager.api_version, _STAGING_SINCE)
        )
    if detail.staging_group is not None:
        return detail.staging_group, FoundBy.TEMPLATE
    found = [group async for group in _tagged(manager, detail.summary.id)]
    if len(found) == 1:
        return found[0], FoundBy.TAGS
    name = detail.summary.name
    if not found:
        raise StagingNotFound(
            f"{name} names no staging group, and no group is tagged with its name"
        )
    names = ", ".join(safe_text(group.name) for group in found)
    raise StagingNotFound(f"more than one group is tagged for {name}: {names}")


async def _tagged(
    manager: ResourceManager, template: ResourceId
) -> AsyncIterator[ResourceId]:
    """The groups that the service has marked as this template's.

    Values of tags keep their case, so they are compared here and not by the filter.
    """
    wanted = (template.name.casefold(), (template.group or "").casefold())
    async for item in manager.listed(
        f"/subscriptions/{manager.subscription}/resourcegroups",
        "list resource groups by tag",
        query={"$filter": "tagName eq 'imageTemplateName'"},
    ):
        tags = mapping(mapping(item).get("tags"))
        named = (
            (text(tags.get("imageTemplateName")) or "").casefold(),
            (text(tags.get("imageTemplateResourceGroupName")) or "").casefold(),
        )
        group = parse_id(text(mapping(item).get("id")) or "")
        if named == wanted and group is not None:
            yield group


async def _account(manager: ResourceManager, group: ResourceId) -> Body:
    """The account in a staging group: the only one, or the one with a made-up name."""
    path = f"{group.path}/providers/{STORAGE_ACCOUNTS}"
    doing = f"list storage accounts of {group.name}"
    try:
        found = [mapping(item) async for item in manager.listed(path, doing)]
    except ResourceMissing:
        raise StagingNotFound(f"the staging group {group.name} is gone") from None
    if len(found) > 1:
        found = [
            account
            for account in found
            if len(text(account.get("name")) or "") == _NAME_LENGTH
        ]
    if len(found) != 1:
        how_many = "no account" if not found else "more than one account"
        raise StagingNotFound(f"there is {how_many} of the builds in {group.name}")
    return found[0]
