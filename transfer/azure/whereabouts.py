"""Where each run output is, and whether it dies with its template."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from integrity.dataclass import dataclass
from integrity.safe_text import NOTHING, Safe, safe_text
from integrity.secret_url import SecretUrl
from integrity.template.resource_ids import ResourceId
from transfer.azure.arm import ResourceManager
from transfer.azure.bodies import items, mapping, text, within
from transfer.azure.resources import RunOutput, TemplateDetail
from transfer.errors import ResourceMissing, ServiceError


class Status(StrEnum):
    """What has become of a run output."""

    AT_RISK = "atRisk"
    """A VHD whose only known copy is in the staging group."""

    RESCUED = "rescued"
    """A VHD in the staging group of which there is a copy elsewhere."""

    DELIVERED = "delivered"
    """Where the template wanted it; deleting the template leaves it alone."""

    BUILDING = "building"
    NOT_YET = "notYet"

    LOST = "lost"
    """A VHD that is gone from staging, and of which no copy is known."""


class RescueRecords(Protocol):
    """Who remembers which VHDs were rescued, and where to."""

    def rescued_to(self, output: ResourceId, address: SecretUrl) -> Safe | None:
        """Where the copy of this VHD is; None when there is none.

        Args:
            address: Of the VHD in staging: every build makes another one.
        """


class NoRecords:
    """Remembers nothing: then no VHD was rescued."""

    def rescued_to(self, output: ResourceId, address: SecretUrl) -> Safe | None:
        """Nothing is known of any copy."""
        del output, address
        return None


@dataclass(frozen=True, slots=True)
class PlacedOutput:
    """A run output, and where it is now."""

    id: ResourceId
    template: ResourceId
    kind: Safe
    """`VHD`, `SharedImage`, `ManagedImage`, …; empty when no distributor makes it."""

    status: Status

    place: Safe
    """For people: the staging group, an image's id, an address; empty when nowhere."""

    address: SecretUrl | None = None
    """Of a VHD."""

    made: datetime | None = None
    """When the run that made it ended; None where that is not known."""

    began: datetime | None = None
    """When the build that is to make it began; None where none goes on."""

    minutes: int = 0
    """How long that build may take; 0 where none goes on."""

    regions: tuple[Safe, ...] = ()
    """Where the template wants the image to be, for a gallery's."""

    is_older: bool = False
    """A VHD of an earlier run: no run output tells of it, and its id is made up."""

    @property
    def name(self) -> Safe:
        """The run output's own name."""
        return safe_text(self.id.name)


async def placed_outputs(
    manager: ResourceManager,
    template: TemplateDetail,
    records: RescueRecords,
) -> tuple[PlacedOutput, ...]:
    """All outputs of a template, of its distributors first, in their order.

    Whether the staging group is there is asked only where something in it is at risk.

    Raises:
        AzureError: As for `ResourceManager.run_outputs`.
    """
    found: list[RunOutput] = []
    async for page in manager.run_outputs(template.summary.id):
        found += page
    placed = tuple(place(template, found, records))
    if at_risk(placed) and await _is_staging_gone(manager, template):
        return tuple(_lost(one, Safe("gone with its group")) for one in placed)
    return placed


def deleted(output: PlacedOutput) -> PlacedOutput:
    """The same, once the service has said that there is no such VHD."""
    return _lost(output, Safe("gone from staging"))


async def _is_staging_gone(manager: ResourceManager, template: TemplateDetail) -> bool:
    group = template.staging_group
    if group is None:
        return False
    try:
        await manager.read(group.path, f"look for the staging group {group.name}")
    except ResourceMissing:
        return True
    except ServiceError:  # who may not look at it does not know
        return False
    return False


def _lost(output: PlacedOutput, place: Safe) -> PlacedOutput:
    if output.status is not Status.AT_RISK:
        return output
    return replace(output, status=Status.LOST, place=place)


def place(
    template: TemplateDetail, outputs: Iterable[RunOutput], records: RescueRecords
) -> Iterator[PlacedOutput]:
    """Say of each output where it is."""
    known = {output.name.casefold(): output for output in outputs}
    distributors = items(within(template.body, "properties", "distribute"))
    for distributor in map(mapping, distributors):
        name = text(distributor.get("runOutputName")) or ""
        kind = safe_text(text(distributor.get("type")) or "")
        regions = tuple(_regions(distributor))
        output = known.pop(safe_text(name).casefold(), None)
        own = text(distributor.get("uri"))
        if output is not None:
            placed = _placed(template, output, kind, own=own, records=records)
            yield replace(placed, regions=regions)
        elif name:
            yield replace(_expected(template, name, kind), regions=regions)
    for output in known.values():
        kind = Safe("VHD" if output.artifact_uri else "")
        yield _placed(template, output, kind, own=None, records=records)


def _regions(distributor: Mapping[str, object]) -> Iterator[Safe]:
    """Where a gallery is to have the image; older templates only name the regions."""
    for one in items(distributor.get("targetRegions")):
        yield safe_text(text(mapping(one).get("name")) or "")
    for name in items(distributor.get("replicationRegions")):
        yield safe_text(text(name) or "")


def _placed(
    template: TemplateDetail,
    output: RunOutput,
    kind: Safe,
    *,
    own: str | None,
    records: RescueRecords,
) -> PlacedOutput:
    address = output.artifact_uri
    status, where = Status.DELIVERED, output.artifact_id or NOTHING
    if address is None and output.artifact_id is None:
        status = Status.NOT_YET
    elif address is not None and own is not None:
        where = safe_text(str(address))
    elif address is not None:
        copy = records.rescued_to(output.id, address)
        status = Status.AT_RISK if copy is None else Status.RESCUED
        where = copy or _staging(template)
    is_there = status is not Status.NOT_YET
    return PlacedOutput(
        output.id,
        template.summary.id,
        kind,
        status,
        where,
        address=address,
        made=_made(template) if is_there else None,
    )


def _made(template: TemplateDetail) -> datetime | None:
    """When outputs came to be: a run that goes on, or that failed, made none of them."""
    last = template.summary.last_run
    is_maker = last is not None and last.run_state.casefold() == "succeeded"
    return last.ended if last is not None and is_maker else None


def _staging(template: TemplateDetail) -> Safe:
    group = template.staging_group
    return safe_text(f"staging {group.name}") if group else Safe("staging")


def _expected(template: TemplateDetail, name: str, kind: Safe) -> PlacedOutput:
    """An output that no run has brought forth yet."""
    summary = template.summary
    missing = PlacedOutput(
        summary.id.child("runOutputs", name),
        summary.id,
        kind,
        Status.NOT_YET,
        NOTHING,
    )
    last = summary.last_run
    if last is None or not last.is_running:
        return missing
    began, minutes = last.started, summary.most_minutes
    return replace(missing, status=Status.BUILDING, began=began, minutes=minutes)


def at_risk(outputs: Iterable[PlacedOutput]) -> tuple[PlacedOutput, ...]:
    """Those that are lost when their template is deleted."""
    return tuple(output for output in outputs if output.status is Status.AT_RISK)
