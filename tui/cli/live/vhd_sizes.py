"""How large the VHDs in a staging group are."""

from collections.abc import Callable, Iterable, Mapping

from transfer.azure.arm import ResourceManager
from transfer.azure.resource_ids import ResourceId
from transfer.azure.resources import TemplateDetail
from transfer.azure.staging import VHDS, find_staging
from transfer.azure.staging_files import open_files
from transfer.azure.whereabouts import PlacedOutput, Status
from transfer.errors import (
    ResourceMissing,
    RightMissing,
    StagingForbidden,
    StagingNotFound,
)

_IN_STAGING = frozenset((Status.AT_RISK, Status.RESCUED))


async def sizes_of(
    manager: ResourceManager,
    template: TemplateDetail,
    outputs: Iterable[PlacedOutput],
    note: Callable[[str], object],
) -> Mapping[ResourceId, int]:
    """The sizes of VHDs in staging, in bytes, as far as they may be seen.

    Args:
        note: Hears why they may not.
    """
    wanted = {
        output.address.without_query.rpartition(f"/{VHDS}/")[2]: output.id
        for output in outputs
        if output.status in _IN_STAGING and output.address is not None
    }
    if not wanted:
        return {}
    found: dict[ResourceId, int] = {}
    try:
        area = await find_staging(manager, template)
        opened = await open_files(manager, area, container=VHDS)
        if opened.advice is not None:
            note(f"a key of the account was used; {opened.advice}")
        async for page in opened.files.listed(VHDS):
            for blob in page:
                if blob.name in wanted:
                    found[wanted[blob.name]] = blob.size
    except (StagingNotFound, StagingForbidden, RightMissing, ResourceMissing) as error:
        note(str(error))
    return found
