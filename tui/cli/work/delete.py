"""What `bakeferry delete` does."""

from typing import Any

from transfer.azure.changes import Changes
from transfer.azure.dying import what_dies
from transfer.strategies.all_strategies import Tools
from tui.cli.exit_codes import ExitCode
from tui.cli.live.acting import Deed, action
from tui.cli.live.dying import lost_items, tell_loss
from tui.cli.live.output import Single
from tui.cli.live.running import Live
from tui.cli.shown import shown
from tui.cli.transfers import deletion
from tui.cli.transfers.rescuing_first import rescue_first
from tui.cli.transfers.running import run_transfer

_WORDS = {"begun": "being deleted", "deleted": "deleted"}


def delete(name: str, options: dict[str, Any]) -> int:
    """Delete a template, after telling what dies with it."""
    single = Single("action", options)
    deletion.check(options)

    async def job(live: Live, tools: Tools) -> int:
        manager, resource = await live.locate(name)
        template = await manager.template(resource)
        dying = await what_dies(manager, template, live.session.records, live.note)
        tell_loss(template, dying)
        if deletion.is_rescuing_first(live, dying):
            dying = await rescue_first(live, tools, manager, template, dying=dying)
        else:
            await deletion.agree(
                live,
                manager,
                template,
                dying,
                question=f"Delete {shown(resource.name)}?",
                agreed=options["yes"],
            )
        begun = await Changes(manager).delete(resource)
        live.going_on = f"{resource.name} is being deleted in Azure"
        outcome = "begun"
        if not options["no_wait"]:
            await deletion.follow(live, manager, begun)
            outcome = "deleted"
        deed = Deed("delete", lost=lost_items(dying))
        content = action(deed, resource, outcome)
        single.show(content, (f"{resource.name}: {_WORDS[outcome]}",), ExitCode.DONE)
        return ExitCode.DONE

    return run_transfer(options, job)
