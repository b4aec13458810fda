"""`bakeferry delete`: take a template away, and never a VHD by accident."""

from collections.abc import Iterator, Mapping
from typing import Any

import click

from integrity.safe_text import Safe
from transfer.azure.arm import ResourceManager
from transfer.azure.changes import Changes
from transfer.azure.endings import deleted
from transfer.azure.resources import TemplateDetail
from transfer.azure.whereabouts import PlacedOutput, Status, placed_outputs
from tui.cli.exit_codes import ExitCode
from tui.cli.live.acting import action, status_line
from tui.cli.live.asking import confirm, confirm_by_name
from tui.cli.live.items import output_item
from tui.cli.live.options import live_options
from tui.cli.live.output import Single
from tui.cli.live.running import Live, run_live
from tui.cli.live.sentences import describe_output
from tui.cli.live.staged import OlderVhd, staged_vhds
from tui.cli.shown import shown


@click.command(
    epilog="""\b
Examples:
  bakeferry delete win11-avd
  bakeferry delete win11-avd -y
  bakeferry delete win11-avd --accept-loss win11-avd"""
)
@click.argument("name", metavar="TEMPLATE")
@click.option(
    "-y",
    "--yes",
    is_flag=True,
    help="Do not ask; never answers for VHDs that would be lost.",
)
@click.option(
    "--accept-loss", metavar="NAME", help="Lose the VHDs of the template of this name."
)
@click.option("--no-wait", is_flag=True, help="Come back as soon as Azure has begun.")
@live_options
def delete(name: str, **options: Any) -> int:
    """Delete a template, after telling what dies with it.

    The service deletes the staging group too, and every VHD in it. Where one of them has
    no known copy this is refused, exit code 3, until the template's name is typed.
    """
    single = Single("action", options)

    async def job(live: Live) -> int:
        manager, resource = await live.locate(name)
        template = await manager.template(resource)
        dying = await what_dies(live, manager, template)
        tell_loss(template, dying)
        await _agree(template, dying, options)
        begun = await Changes(manager).delete(resource)
        live.going_on = f"{resource.name} is being deleted in Azure"
        outcome = "begun"
        if not options["no_wait"]:
            line = status_line(live)
            await deleted(
                manager, begun, on_status=lambda state: line.show(f"delete  {state}")
            )
            line.clear()
            outcome = "deleted"
        content = action("delete", resource, outcome, lost=dying)
        single.show(content, (f"{resource.name}: {_WORDS[outcome]}",), ExitCode.DONE)
        return ExitCode.DONE

    return run_live(options, job)


_STAGED = (Status.AT_RISK, Status.RESCUED)
_WORDS = {"begun": "being deleted", "deleted": "deleted"}


async def what_dies(
    live: Live, manager: ResourceManager, template: TemplateDetail
) -> list[dict[str, Any]]:
    """The VHDs that are in the staging group, as items: also those of earlier runs.

    Raises:
        AzureError: Nobody can say, so nothing may be deleted.
    """
    outputs = await placed_outputs(manager, template, live.session.records)
    staged = [one for one in outputs if one.status in _STAGED]
    held = await staged_vhds(manager, template, staged, live.note)
    items = [dict(output_item(one, held.sizes.get(one.id))) for one in staged]
    records = live.session.records
    for vhd in held.older:
        copy = records.rescued_to(template.summary.id, vhd.address)
        item = output_item(_as_output(template, vhd, copy), vhd.size)
        items.append({**item, "id": str(template.summary.id)})
    return items


def _as_output(
    template: TemplateDetail, vhd: OlderVhd, copy: Safe | None
) -> PlacedOutput:
    """A VHD of an earlier run, which no run output tells of any more."""
    resource = template.summary.id
    return PlacedOutput(
        resource.child("runOutputs", vhd.name),
        resource,
        Safe("VHD"),
        Status.AT_RISK if copy is None else Status.RESCUED,
        copy or Safe("staging, of an earlier run"),
        address=vhd.address,
    )


def tell_loss(template: TemplateDetail, dying: list[dict[str, Any]]) -> None:
    """Say on standard error what dies with a template."""
    for line in _loss_lines(template, dying):
        click.echo(shown(line), err=True)


def _loss_lines(template: TemplateDetail, dying: list[dict[str, Any]]) -> Iterator[str]:
    group = template.staging_group
    yield f"With {template.summary.name} goes:"
    yield f"  its staging group {group.name if group else '(none known)'}"
    for output in dying:
        for line in describe_output(output):
            yield f"  {line}"


async def _agree(
    template: TemplateDetail,
    dying: list[dict[str, Any]],
    options: Mapping[str, Any],
) -> None:
    """Have somebody agree, in a way that fits what is lost."""
    name = template.summary.id.name
    if any(output["status"] == "atRisk" for output in dying):
        await confirm_by_name(name, accepted=options["accept_loss"])
        return
    agreed = options["yes"] or options["accept_loss"] == name
    await confirm(f"Delete {shown(name)}?", agreed=agreed)
