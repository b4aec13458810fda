"""What `bakeferry triggers` does."""

from collections.abc import Callable, Iterable
from typing import Any

import click

from integrity.quantities import counted
from integrity.template.resource_ids import ResourceId
from transfer.azure.arm import ResourceManager
from transfer.azure.resource_ids import parse_id
from transfer.azure.resources import Trigger
from transfer.azure.triggers import create_trigger, delete_trigger
from tui.cli.exit_codes import ExitCode
from tui.cli.live.acting import Deed, action
from tui.cli.live.asking import confirm
from tui.cli.live.cells import Column, Row
from tui.cli.live.items import trigger_item
from tui.cli.live.output import Single
from tui.cli.live.placed import pages
from tui.cli.live.running import Live, NotFound, run_live
from tui.cli.live.watching import Told, list_job
from tui.cli.shown import shown

COLUMNS = (
    Column("TEMPLATE", lambda row: row["template"], at_least=16, shrinks=True),
    Column("TRIGGER", lambda row: row["name"], at_least=16, shrinks=True),
    Column("KIND", lambda row: row["kind"], at_least=11),
    Column("STATUS", lambda row: row["status"], at_least=9),
    Column("MESSAGE", lambda row: row["message"], shrinks=True, leaves=1),
)


def list_triggers(names: tuple[str, ...], options: dict[str, Any]) -> int:
    """List the triggers of all templates, or of those named."""

    async def fill(live: Live, add: Callable[[Iterable[Row]], object]) -> Told:
        count = 0
        async for manager, page in pages(live, names or None):
            for template in page:
                found = await _of(manager, template)
                count += len(found)
                add(trigger_item(template, one) for one in found)
        return {"triggers": count}, counted(count, "trigger")

    return run_live(options, list_job("triggers", COLUMNS, options, fill))


def create(template: str, name: str, options: dict[str, Any]) -> int:
    """Start a build of a template whenever its base image has a new version."""
    single = Single("action", options)

    async def job(live: Live) -> int:
        manager, resource = await live.locate(template)
        trigger = _trigger_id(resource, name)
        await create_trigger(manager, trigger)
        words = f"{resource.name}: a new base image starts a build ({trigger.name})"
        content = action(Deed("create-trigger"), trigger, "created")
        single.show(content, (shown(words),), ExitCode.DONE)
        return ExitCode.DONE

    return run_live(options, job)


def delete(template: str, name: str, options: dict[str, Any]) -> int:
    """Take a trigger away; the template and its outputs stay."""
    single = Single("action", options)

    async def job(live: Live) -> int:
        manager, resource = await live.locate(template)
        trigger = _trigger_id(resource, name)
        if trigger not in [one.id for one in await _of(manager, resource)]:
            raise NotFound(
                f"{resource.name} has no trigger {name}; "
                f"`bakeferry triggers list {resource.name}` shows them"
            )
        question = f"Delete the trigger {shown(name)} of {shown(resource.name)}?"
        await confirm(question, agreed=options["yes"])
        await delete_trigger(manager, trigger)
        content = action(Deed("delete-trigger"), trigger, "deleted")
        lines = (shown(f"{resource.name}: trigger {name} deleted"),)
        single.show(content, lines, ExitCode.DONE)
        return ExitCode.DONE

    return run_live(options, job)


async def _of(manager: ResourceManager, template: ResourceId) -> list[Trigger]:
    return [one async for page in manager.triggers(template) for one in page]


def _trigger_id(template: ResourceId, name: str) -> ResourceId:
    """The id of a trigger.

    Raises:
        click.UsageError: Nothing can be called so.
    """
    trigger = template.child("triggers", name)
    if parse_id(str(trigger)) != trigger:
        raise click.UsageError(f"{shown(name)} cannot be the name of a trigger")
    return trigger
