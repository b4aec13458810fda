"""What `bakeferry cancel` does."""

from typing import Any

from transfer.azure.changes import Changes
from transfer.azure.endings import built
from tui.cli.exit_codes import ExitCode
from tui.cli.live.acting import Deed, action, status_line
from tui.cli.live.asking import confirm
from tui.cli.live.following import outcome_of
from tui.cli.live.output import Single
from tui.cli.live.running import Live, NotFound, run_live


def cancel(name: str, options: dict[str, Any]) -> int:
    """Stop the build of a template. What it has done so far is lost."""
    single = Single("action", options)

    async def job(live: Live) -> int:
        manager, resource = await live.locate(name)
        last = (await manager.template(resource)).summary.last_run
        if last is None or not last.is_running:
            raise NotFound(f"{resource.name} is not being built")
        question = f"Cancel the build of {resource.name} ({last.run_state})?"
        await confirm(question, agreed=options["yes"])
        begun = await Changes(manager).cancel(resource)
        if options["no_wait"]:
            content = action(Deed("cancel"), resource, "begun")
            lines = (f"{resource.name}: being cancelled",)
            single.show(content, lines, ExitCode.DONE)
            return ExitCode.DONE
        live.going_on = f"{resource.name} is being cancelled in Azure"
        line = status_line(live)
        found = await built(
            manager, begun, on_status=lambda state: line.show(f"cancel  {state}")
        )
        line.clear()
        outcome, _ = outcome_of(found)
        content = action(Deed("cancel"), resource, outcome, template=found)
        code = ExitCode.DONE if outcome == "canceled" else ExitCode.PARTIAL
        single.show(content, (f"{resource.name}: build {outcome}",), code)
        return code

    return run_live(options, job)
