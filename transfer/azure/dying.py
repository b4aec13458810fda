"""What dies with a template: the VHDs of its staging group, also those of earlier runs."""

from collections.abc import Callable, Iterable, Sequence

from integrity.dataclass import dataclass
from integrity.safe_text import Safe
from transfer.azure.arm import ResourceManager
from transfer.azure.resources import TemplateDetail
from transfer.azure.staging.vhds import IN_STAGING, staged_vhds
from transfer.azure.whereabouts import (
    PlacedOutput,
    RescueRecords,
    Status,
    placed_outputs,
)


@dataclass(frozen=True, slots=True)
class Dying:
    """A VHD that dies with its template."""

    output: PlacedOutput

    size: int | None
    """Bytes; None where nobody may see them."""

    @property
    def name(self) -> Safe:
        """The run output's; of an earlier run, the blob's."""
        return self.output.name

    @property
    def is_at_risk(self) -> bool:
        """Whether there is no known copy."""
        return self.output.status is Status.AT_RISK


async def what_dies(
    manager: ResourceManager,
    template: TemplateDetail,
    records: RescueRecords,
    note: Callable[[str], object],
) -> tuple[Dying, ...]:
    """The VHDs that are in the staging group: also those of earlier runs.

    Args:
        note: Hears why the group may not be looked into.

    Raises:
        AzureError: Nobody can say, so nothing may be deleted.
    """
    outputs = await placed_outputs(manager, template, records)
    return await dying_among(outputs, manager, template, records, note)


async def dying_among(
    outputs: Iterable[PlacedOutput],
    manager: ResourceManager,
    template: TemplateDetail,
    records: RescueRecords,
    note: Callable[[str], object],
) -> tuple[Dying, ...]:
    """The same, where the template's run outputs are known already."""
    staged = [one for one in outputs if one.status in IN_STAGING]
    held = await staged_vhds(manager, template, staged, records, note)
    there = (one for one in staged if one.id not in held.gone)
    return tuple(Dying(one, held.sizes.get(one.id)) for one in (*there, *held.older))


def newly_lost(agreed: Iterable[Dying], now: Iterable[Dying]) -> tuple[Dying, ...]:
    """The VHDs that would be lost, and that whoever agreed was not told of."""
    told = {one.output.address for one in agreed if one.is_at_risk}
    return tuple(
        one for one in now if one.is_at_risk and one.output.address not in told
    )


def more_lost(more: Sequence[Dying]) -> str:
    """That it is more than was told, in words."""
    names = ", ".join(one.name for one in more)
    return f"meanwhile {names} would be lost, too"
