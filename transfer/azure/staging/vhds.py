"""The VHDs that lie in a template's staging group: their sizes, and earlier runs' ones."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from urllib.parse import quote, unquote

from integrity.dataclass import dataclass
from integrity.safe_text import Safe
from integrity.secret_url import SecretUrl
from integrity.template.resource_ids import ResourceId
from transfer.azure.arm import ResourceManager
from transfer.azure.resources import TemplateDetail
from transfer.azure.staging.access import Open, open_by_role, open_files
from transfer.azure.staging.area import VHDS, find_staging
from transfer.azure.staging.files import StagingFiles
from transfer.azure.whereabouts import (
    PlacedOutput,
    RescueRecords,
    Status,
    deleted,
    placed_outputs,
)
from transfer.errors import AzureError, ResourceMissing, StagingNotFound

IN_STAGING = frozenset((Status.AT_RISK, Status.RESCUED))
"""What has become of an output whose VHD should still lie there."""

OF_EARLIER_RUN = Safe("staging, of an earlier run")
"""Where an older VHD is, for people."""

_WHILE_ONE_IS_MISSING = frozenset((Status.BUILDING, Status.NOT_YET))


@dataclass(frozen=True, slots=True)
class Staged:
    """What a staging account holds of VHDs, as far as it may be seen."""

    sizes: Mapping[ResourceId, int] = field(default_factory=dict)
    """Bytes, by output."""

    older: tuple[PlacedOutput, ...] = ()
    """VHDs of earlier runs, of which no run output tells any more."""

    gone: frozenset[ResourceId] = frozenset()
    """Run outputs whose VHDs should be there and are not."""

    def and_older(self, outputs: Iterable[PlacedOutput]) -> tuple[PlacedOutput, ...]:
        """The run outputs, lost where there is no such VHD, and what is older."""
        known = (deleted(one) if one.id in self.gone else one for one in outputs)
        return (*known, *self.older)


def _may_hold_vhds(template: TemplateDetail, outputs: Iterable[PlacedOutput]) -> bool:
    """Whether a template's staging is a place for VHDs, and one may be there."""
    wanted = IN_STAGING | _WHILE_ONE_IS_MISSING
    return template.summary.last_run is not None and any(
        one.kind.casefold() == "vhd" and one.status in wanted for one in outputs
    )


async def outputs_in_sight(
    manager: ResourceManager,
    template: TemplateDetail,
    records: RescueRecords,
    note: Callable[[str], object],
) -> tuple[tuple[PlacedOutput, ...], Staged]:
    """All outputs of a template and the VHDs of earlier runs, without taking a key.

    Args:
        note: Hears why staging may not be seen.

    Raises:
        AzureError: As for `placed_outputs`.
    """
    placed = await placed_outputs(manager, template, records)
    if not _may_hold_vhds(template, placed):
        return placed, Staged()
    staged = await staged_vhds(
        manager, template, placed, records, note, opened_by=open_by_role
    )
    return staged.and_older(placed), staged


async def staged_vhds(
    manager: ResourceManager,
    template: TemplateDetail,
    outputs: Iterable[PlacedOutput],
    records: RescueRecords,
    note: Callable[[str], object],
    *,
    opened_by: Open = open_files,
) -> Staged:
    """Look into the staging account of a template.

    Args:
        note: Hears why it may not be seen.
        opened_by: How much is done to be let in.
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
        opened = await opened_by(manager, area, container=VHDS)
        if opened.advice is not None:
            note(opened.words)
        found = await _listed(opened.files, known, template, records)
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


async def _listed(
    files: StagingFiles,
    known: Mapping[str, ResourceId],
    template: TemplateDetail,
    records: RescueRecords,
) -> Staged:
    sizes: dict[ResourceId, int] = {}
    older: list[PlacedOutput] = []
    async for page in files.listed(VHDS):
        for blob in page:
            if blob.name in known:
                sizes[known[blob.name]] = blob.size
            elif blob.name.casefold().endswith(".vhd"):
                path = quote(blob.name, safe="/()-_.~")
                address = SecretUrl(f"{files.area.container(VHDS)}/{path}")
                one = _older(template, blob.name, address, records)
                sizes[one.id] = blob.size
                older.append(one)
    return Staged(sizes, tuple(older))


def _older(
    template: TemplateDetail, name: str, address: SecretUrl, records: RescueRecords
) -> PlacedOutput:
    resource = template.summary.id.child("runOutputs", name)
    copy = records.rescued_to(resource, address)
    return PlacedOutput(
        resource,
        template.summary.id,
        Safe("VHD"),
        Status.AT_RISK if copy is None else Status.RESCUED,
        copy or OF_EARLIER_RUN,
        address=address,
        is_older=True,
    )
