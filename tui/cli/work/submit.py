"""What `bakeferry submit` does."""

from pathlib import PurePath
from typing import Any

import click

from integrity.dataclass import dataclass
from integrity.template.resource_ids import ResourceId
from transfer.azure.arm import ResourceManager
from transfer.azure.bodies import Body
from transfer.azure.changes import Begun, Changes
from transfer.azure.endings import ready
from transfer.azure.resource_ids import template_id
from transfer.azure.resources import TemplateDetail
from transfer.errors import AzureError
from transfer.strategies.all_strategies import Tools
from tui.cli.exit_codes import ExitCode
from tui.cli.live.acting import Deed, action, status_line
from tui.cli.live.dying import lost_items
from tui.cli.live.one_file import OneTemplate, open_one
from tui.cli.live.output import Single
from tui.cli.live.running import Live
from tui.cli.live.submission import prepare
from tui.cli.shown import shown
from tui.cli.transfers.replacing import (
    check,
    check_beforehand,
    halfway,
    make_room,
    standing_at,
    tell_replacement,
)
from tui.cli.transfers.running import run_transfer


def submit(file: str, options: dict[str, Any]) -> int:
    """Judge a template with what Azure knows, verify its artifacts, then submit it."""
    check(options)
    one = open_one(file, options)
    single = Single("action", options)

    async def job(live: Live, tools: Tools) -> int:
        manager = live.manager(api_version=one.template.stated_version)
        resource = _resource(live, manager, one, options["name"])
        if not options["what_if"]:
            await check_beforehand(live, manager, resource)
        prepared = await prepare(live, manager, one)
        if prepared.code is not ExitCode.DONE:
            live.note("nothing was submitted")
            return prepared.code
        sending = _Sending(live, manager, one, resource, prepared.body)
        if options["what_if"]:
            return await sending.show_requests()
        deed = await sending.make_room(tools)
        try:
            found = await sending.create()
        except AzureError as error:
            if not deed.replaces:
                raise
            raise await halfway(manager, one, resource, error) from error
        return await sending.come_out(single, deed, found)

    return run_transfer(options, job)


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


@dataclass(frozen=True, slots=True)
class _Sending:
    """A template that may be sent, and the place in Azure where it goes."""

    live: Live
    manager: ResourceManager
    """Speaks the api-version of the template."""

    one: OneTemplate
    resource: ResourceId
    body: Body

    async def show_requests(self) -> int:
        """Print what would be sent, and send nothing."""
        from integrity.lint.secrets import without_secrets
        from tui.submitting.encoded_text import file_text

        if self.live.options["recreate"]:
            standing = await standing_at(self.live, self.manager, self.resource)
            if standing is not None:
                tell_replacement(self.live, standing, self.body)
                deletion = Changes(self.live.manager()).deletion(self.resource)
                click.echo(f"DELETE {deletion.url}")
        creation = Changes(self.manager).creation(self.resource, self.body)
        click.echo(f"PUT {creation.url}")
        for line in file_text(self.body).rstrip("\n").split("\n"):
            click.echo(without_secrets(line))
        return ExitCode.DONE

    async def make_room(self, tools: Tools) -> Deed:
        """Delete what stands there, if anything does and somebody agrees."""
        standing = await standing_at(self.live, self.manager, self.resource)
        if standing is None:
            return Deed("submit")
        tell_replacement(self.live, standing, self.body)
        dying = await make_room(self.live, tools, standing, self.one)
        return Deed("submit", lost=lost_items(dying), replaces=True)

    async def create(self) -> TemplateDetail | None:
        """Submit it; None: Azure has begun, and nobody waits for the end."""
        begun = await Changes(self.manager).create(self.resource, self.body)
        if begun.reply_lost:
            self.live.note(
                "the reply was lost; the template is there, so it had arrived"
            )
        if self.live.options["no_wait"] and not self.live.options["run"]:
            return None
        return await _follow(self.live, self.manager, begun)

    async def come_out(
        self, single: Single, deed: Deed, found: TemplateDetail | None
    ) -> int:
        """Build what was submitted, where that is wanted, else tell of it."""
        live, resource = self.live, self.resource
        if live.options["run"]:
            from tui.cli.work.run import start_build

            return await start_build(live, single, self.manager, resource, deed=deed)
        if found is None:
            outcome, words = "begun", "being submitted"
        else:
            outcome, words = (
                "ready",
                f"ready; `bakeferry run {resource.name}` builds it",
            )
        content = action(deed, resource, outcome, template=found)
        single.show(content, (f"{resource.name}: {words}",), ExitCode.DONE)
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
