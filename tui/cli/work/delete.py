"""What `bakeferry delete` does."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from transfer.azure.changes import Changes
from transfer.azure.endings import deleted
from transfer.azure.resources import TemplateDetail
from transfer.strategies.all_strategies import Tools
from tui.cli.exit_codes import ExitCode
from tui.cli.live.acting import action, status_line
from tui.cli.live.asking import confirm, confirm_by_name
from tui.cli.live.dying import Dying, tell_loss, what_dies
from tui.cli.live.output import Single
from tui.cli.live.running import Live
from tui.cli.shown import shown
from tui.cli.transfers.rescuing_first import rescue_first
from tui.cli.transfers.running import run_transfer


def delete(name: str, options: dict[str, Any]) -> int:
    """Delete a template, after telling what dies with it."""
    single = Single("action", options)
    _check(options)

    async def job(live: Live, tools: Tools) -> int:
        manager, resource = await live.locate(name)
        template = await manager.template(resource)
        dying = await what_dies(live, manager, template)
        tell_loss(template, dying)
        if options["rescue_first"] and any(one.is_at_risk for one in dying):
            dying = await rescue_first(live, tools, manager, template, dying=dying)
        else:
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
        lost = (one.item for one in dying)
        content = action("delete", resource, outcome, lost=lost)
        single.show(content, (f"{resource.name}: {_WORDS[outcome]}",), ExitCode.DONE)
        return ExitCode.DONE

    return run_transfer(options, job)


_WORDS = {"begun": "being deleted", "deleted": "deleted"}


def _check(options: Mapping[str, Any]) -> None:
    if options["rescue_first"] and options["accept_loss"]:
        raise click.UsageError("--rescue-first loses nothing: leave out --accept-loss")
    if options["to"] is not None and not options["rescue_first"]:
        raise click.UsageError("--to says where --rescue-first copies to")


async def _agree(
    template: TemplateDetail, dying: Sequence[Dying], options: Mapping[str, Any]
) -> None:
    """Have somebody agree, in a way that fits what is lost."""
    name = template.summary.id.name
    if any(one.is_at_risk for one in dying):
        await confirm_by_name(name, accepted=options["accept_loss"])
        return
    agreed = options["yes"] or options["accept_loss"] == name
    await confirm(f"Delete {shown(name)}?", agreed=agreed)
