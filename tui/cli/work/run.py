"""What `bakeferry run` does."""

from typing import Any

from integrity.template.resource_ids import ResourceId
from transfer.azure.arm import ResourceManager
from transfer.azure.changes import Changes
from tui.cli.exit_codes import ExitCode
from tui.cli.live.acting import Deed, action, follow_build, log_teller, status_line
from tui.cli.live.following import Following
from tui.cli.live.output import Single
from tui.cli.live.running import Live, run_live


def run(name: str, options: dict[str, Any]) -> int:
    """Start a build and follow it to its end; exits 8 when it fails."""
    single = Single("action", options)

    async def job(live: Live) -> int:
        manager, resource = await live.locate(name)
        return await start_build(live, single, manager, resource, deed=Deed("run"))

    return run_live(options, job)


async def start_build(
    live: Live,
    single: Single,
    manager: ResourceManager,
    resource: ResourceId,
    *,
    deed: Deed,
) -> int:
    """Start a build of a template that is there, and follow it unless told not to."""
    before = (await manager.template(resource)).summary.last_run
    begun = await Changes(manager).run(resource)
    if begun.reply_lost:
        live.note("the reply was lost; the template shows that the build has begun")
    if live.options["no_wait"]:
        content = action(deed, resource, "begun")
        lines = (f"{resource.name}: build begun; `bakeferry watch {resource.name}`",)
        single.show(content, lines, ExitCode.DONE)
        return ExitCode.DONE
    following = Following(
        live,
        manager,
        resource,
        status_line(live),
        before=before.started if before else None,
        teller=log_teller(live),
    )
    return await follow_build(live, single, following, deed=deed, begun_by_us=True)
