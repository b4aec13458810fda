"""What `bakeferry submit` does."""

from pathlib import PurePath
from typing import Any

import click

from transfer.azure.arm import ResourceManager
from transfer.azure.changes import Begun, Changes
from transfer.azure.endings import ready
from transfer.azure.resource_ids import ResourceId, template_id
from transfer.azure.resources import TemplateDetail
from transfer.errors import TemplateExists
from tui.cli.exit_codes import ExitCode
from tui.cli.live.acting import Deed, action, status_line
from tui.cli.live.dying import tell_loss, what_dies
from tui.cli.live.one_file import OneTemplate, open_one
from tui.cli.live.output import Single
from tui.cli.live.running import Live, Refused, run_live
from tui.cli.live.submission import Submission, prepare
from tui.cli.shown import shown


def submit(file: str, options: dict[str, Any]) -> int:
    """Judge a template with what Azure knows, verify its artifacts, then submit it."""
    one = open_one(file, options)
    single = Single("action", options)

    async def job(live: Live) -> int:
        manager = live.manager(api_version=one.template.stated_version)
        resource = _resource(live, manager, one, options["name"])
        if not options["what_if"]:
            await _refuse_existing(live, manager, resource)
        prepared = await prepare(live, manager, one)
        if prepared.code is not ExitCode.DONE:
            live.note("nothing was submitted")
            return prepared.code
        if options["what_if"]:
            return _show_request(manager, resource, prepared)
        return await _send(live, single, manager, resource, prepared)

    return run_live(options, job)


def _resource(
    live: Live, manager: ResourceManager, one: OneTemplate, name: str | None
) -> ResourceId:
    if live.group is None:
        raise click.UsageError("which resource group? Name it with -g")
    wanted = name or one.name or PurePath(one.path).stem
    try:
        return template_id(manager.subscription, live.group, wanted)
    except ValueError as error:
        raise click.UsageError(shown(str(error))) from error


def _show_request(
    manager: ResourceManager, resource: ResourceId, prepared: Submission
) -> int:
    from integrity.lint.secrets import without_secrets
    from tui.submitting.encoded_text import file_text

    call = Changes(manager).creation(resource, prepared.body)
    click.echo(f"PUT {call.url}")
    for line in file_text(prepared.body).rstrip("\n").split("\n"):
        click.echo(without_secrets(line))
    return ExitCode.DONE


async def _refuse_existing(
    live: Live, manager: ResourceManager, resource: ResourceId
) -> None:
    """Say what is in the way, and what would be lost by taking it away.

    Raises:
        Refused: There is a template of that name.
    """
    found = await manager.find_template(resource)
    if found is None:
        return
    tell_loss(found, await what_dies(live, manager, found))
    name = shown(resource.name)
    again = f"`bakeferry delete {name} -g {shown(resource.group or '')}`"
    raise Refused(f"{TemplateExists(found.summary.name)}: {again}, then submit again")


async def _send(
    live: Live,
    single: Single,
    manager: ResourceManager,
    resource: ResourceId,
    prepared: Submission,
) -> int:
    begun = await Changes(manager).create(resource, prepared.body)
    if begun.reply_lost:
        live.note("the reply was lost; the template is there, so it had arrived")
    if live.options["no_wait"] and not live.options["run"]:
        content = action(Deed("submit"), resource, "begun")
        single.show(content, (f"{resource.name}: being submitted",), ExitCode.DONE)
        return ExitCode.DONE
    found = await _follow(live, manager, begun)
    if live.options["run"]:
        from tui.cli.work.run import start_build

        return await start_build(live, single, manager, resource, deed=Deed("submit"))
    content = action(Deed("submit"), resource, "ready", template=found)
    lines = (f"{resource.name}: ready; `bakeferry run {resource.name}` builds it",)
    single.show(content, lines, ExitCode.DONE)
    return ExitCode.DONE


async def _follow(live: Live, manager: ResourceManager, begun: Begun) -> TemplateDetail:
    name = shown(begun.template.name)
    live.going_on = (
        f"the submission of {name} goes on in Azure; `bakeferry templates show {name}`"
    )
    line = status_line(live)
    found = await ready(
        manager, begun, on_status=lambda state: line.show(f"submit  {state}")
    )
    line.clear()
    live.going_on = None
    return found
