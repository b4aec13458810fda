"""What dies with a template: the VHDs of its staging group, also those of earlier runs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import click

from integrity.safe_text import Safe
from transfer.azure.arm import ResourceManager
from transfer.azure.resources import TemplateDetail
from transfer.azure.whereabouts import PlacedOutput, Status, placed_outputs
from tui.cli.live.items import output_item
from tui.cli.live.running import Live
from tui.cli.live.sentences import describe_output
from tui.cli.live.staged import IN_STAGING, OlderVhd, staged_vhds
from tui.cli.shown import shown


@dataclass(frozen=True, slots=True)
class Dying:
    """A VHD that dies with its template."""

    output: PlacedOutput
    """That of an earlier run has a made-up id: no run output tells of it any more."""

    size: int | None
    """Bytes; None where nobody may see them."""

    is_older: bool = False

    @property
    def is_at_risk(self) -> bool:
        """Whether there is no known copy."""
        return self.output.status is Status.AT_RISK

    @property
    def item(self) -> dict[str, Any]:
        """As documents have it."""
        found = dict(output_item(self.output, self.size))
        return {**found, "id": str(self.output.template)} if self.is_older else found


async def what_dies(
    live: Live, manager: ResourceManager, template: TemplateDetail
) -> tuple[Dying, ...]:
    """The VHDs that are in the staging group: also those of earlier runs.

    Raises:
        AzureError: Nobody can say, so nothing may be deleted.
    """
    records = live.session.records
    outputs = await placed_outputs(manager, template, records)
    staged = [one for one in outputs if one.status in IN_STAGING]
    held = await staged_vhds(manager, template, staged, live.note)
    older = (
        _older(template, vhd, records.rescued_to(template.summary.id, vhd.address))
        for vhd in held.older
    )
    there = (one for one in staged if one.id not in held.gone)
    return (*(Dying(one, held.sizes.get(one.id)) for one in there), *older)


def _older(template: TemplateDetail, vhd: OlderVhd, copy: Safe | None) -> Dying:
    resource = template.summary.id
    output = PlacedOutput(
        resource.child("runOutputs", vhd.name),
        resource,
        Safe("VHD"),
        Status.AT_RISK if copy is None else Status.RESCUED,
        copy or Safe("staging, of an earlier run"),
        address=vhd.address,
    )
    return Dying(output, vhd.size, is_older=True)


def tell_loss(template: TemplateDetail, dying: Sequence[Dying]) -> None:
    """Say on standard error what dies with a template."""
    for line in _loss_lines(template, dying):
        click.echo(shown(line), err=True)


def _loss_lines(template: TemplateDetail, dying: Iterable[Dying]) -> Iterator[str]:
    group = template.staging_group
    yield f"With {template.summary.name} goes:"
    yield f"  its staging group {group.name if group else '(none known)'}"
    last = template.summary.last_run
    if last is not None and last.is_running:
        yield f"  its build, which has not ended ({last.run_state})"
    for each in dying:
        for line in describe_output(each.item):
            yield f"  {line}"
