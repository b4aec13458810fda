"""The VHDs that lie in a template's staging group: their sizes, and earlier runs' ones."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote, unquote

from integrity.secret_url import SecretUrl
from transfer.azure.arm import ResourceManager
from transfer.azure.resource_ids import ResourceId
from transfer.azure.resources import TemplateDetail
from transfer.azure.staging import VHDS, find_staging
from transfer.azure.staging_access import open_files
from transfer.azure.staging_files import StagingFiles
from transfer.azure.whereabouts import PlacedOutput, Status, deleted
from transfer.errors import AzureError, ResourceMissing, StagingNotFound

IN_STAGING = frozenset((Status.AT_RISK, Status.RESCUED))
"""What has become of an output whose VHD should still lie there."""


@dataclass(frozen=True, slots=True)
class OlderVhd:
    """A VHD in staging that no run output tells of any more."""

    name: str
    """Of the blob, as it stands."""

    address: SecretUrl
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Staged:
    """What a staging account holds of VHDs, as far as it may be seen."""

    sizes: Mapping[ResourceId, int] = field(default_factory=dict)
    """Bytes, by run output."""

    older: tuple[OlderVhd, ...] = ()

    gone: frozenset[ResourceId] = frozenset()
    """Run outputs whose VHDs should be there and are not."""

    def placed(self, output: PlacedOutput) -> PlacedOutput:
        """The same; lost, if there is no such VHD any more."""
        return deleted(output) if output.id in self.gone else output


async def staged_vhds(
    manager: ResourceManager,
    template: TemplateDetail,
    outputs: Iterable[PlacedOutput],
    note: Callable[[str], object],
) -> Staged:
    """Look into the staging account of a template.

    Args:
        note: Hears why it may not be seen.
    """
    wanted = {
        output.address.without_query: output.id
        for output in outputs
        if output.status in IN_STAGING and output.address is not None
    }
    known = {
        unquote(address.rpartition(f"/{VHDS}/")[2]): resource
        for address, resource in wanted.items()
    }
    try:
        area = await find_staging(manager, template)
        opened = await open_files(manager, area, container=VHDS)
        if opened.advice is not None:
            note(opened.words)
        found = await _listed(opened.files, known)
        return replace(found, gone=_missing(wanted, found, area.container(VHDS)))
    except (StagingNotFound, ResourceMissing) as error:
        if known:
            note(str(error))
    except AzureError as error:
        note(f"the staging group could not be looked into: {error}")
    return Staged()


def _missing(
    wanted: Mapping[str, ResourceId], found: Staged, container: str
) -> frozenset[ResourceId]:
    """Those that should be in a container, of which all has been listed."""
    return frozenset(
        resource
        for address, resource in wanted.items()
        if resource not in found.sizes and address.startswith(f"{container}/")
    )


async def _listed(files: StagingFiles, known: Mapping[str, ResourceId]) -> Staged:
    sizes: dict[ResourceId, int] = {}
    older: list[OlderVhd] = []
    async for page in files.listed(VHDS):
        for blob in page:
            if blob.name in known:
                sizes[known[blob.name]] = blob.size
            elif blob.name.casefold().endswith(".vhd"):
                path = quote(blob.name, safe="/()-_.~")
                address = SecretUrl(f"{files.area.container(VHDS)}/{path}")
                older.append(OlderVhd(blob.name, address, blob.size))
    return Staged(sizes, tuple(older))
