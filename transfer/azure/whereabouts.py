"""Where each run output is, and whether it dies with its template."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from integrity.safe_text import Safe, safe_text
from integrity.secret_url import SecretUrl
from transfer.azure.arm import ResourceManager
from transfer.azure.bodies import items, mapping, text, within
from transfer.azure.resource_ids import ResourceId
from transfer.azure.resources import RunOutput, TemplateDetail


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

    Raises:
        AzureError: As for `ResourceManager.run_outputs`.
    """
    found: list[RunOutput] = []
    async for page in manager.run_outputs(template.summary.id):
        found += page
    return tuple(place(template, found, records))


def place(
    template: TemplateDetail, outputs: Iterable[RunOutput], records: RescueRecords
) -> Iterator[PlacedOutput]:
    """Say of each output where it is."""
    known = {output.name.casefold(): output for output in outputs}
    distributors = items(within(template.body, "properties", "distribute"))
    for distributor in map(mapping, distributors):
        name = text(distributor.get("runOutputName")) or ""
        kind = safe_text(text(distributor.get("type")) or "")
        output = known.pop(safe_text(name).casefold(), None)
        own = text(distributor.get("uri"))
        if output is not None:
            yield _placed(template, output, kind, own=own, records=records)
        elif name:
            yield _expected(template, name, kind)
    for output in known.values():
        kind = Safe("VHD" if output.artifact_uri else "")
        yield _placed(template, output, kind, own=None, records=records)


def _placed(
    template: TemplateDetail,
    output: RunOutput,
    kind: Safe,
    *,
    own: str | None,
    records: RescueRecords,
) -> PlacedOutput:
    address = output.artifact_uri
    status, where = Status.DELIVERED, output.artifact_id or Safe("")
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
    is_building = summary.last_run is not None and summary.last_run.is_running
    status = Status.BUILDING if is_building else Status.NOT_YET
    return PlacedOutput(
        summary.id.child("runOutputs", name), summary.id, kind, status, Safe("")
    )


def at_risk(outputs: Iterable[PlacedOutput]) -> tuple[PlacedOutput, ...]:
    """Those that are lost when their template is deleted."""
    return tuple(output for output in outputs if output.status is Status.AT_RISK)
