"""A template that stands where one is to be submitted: shown, agreed to, deleted."""

from collections.abc import Mapping
from typing import Any

import click

from integrity.dataclass import dataclass
from integrity.template.resource_ids import ResourceId
from transfer.azure.arm import ResourceManager
from transfer.azure.bodies import Body
from transfer.azure.changes import Changes
from transfer.azure.dying import Dying, what_dies
from transfer.azure.resources import TemplateDetail
from transfer.errors import AzureError, TemplateExists
from transfer.strategies.all_strategies import Tools
from tui.cli.live.asking import can_ask
from tui.cli.live.differing import lines_between
from tui.cli.live.dying import tell_loss
from tui.cli.live.one_file import OneTemplate
from tui.cli.live.running import Declined, Halfway, Live
from tui.cli.shown import shown
from tui.cli.transfers import deletion
from tui.cli.transfers.rescuing_first import rescue_first
from tui.submitting.halfway import again, how_it_stands


@dataclass(frozen=True, slots=True)
class Standing:
    """A template that stands where one is to be submitted, and what dies with it."""

    template: TemplateDetail
    dying: tuple[Dying, ...]


def check(options: Mapping[str, Any]) -> None:
    """Refuse options that contradict each other.

    Raises:
        click.UsageError: They do.
    """
    for name in ("yes", "rescue_first", "accept_loss", "force"):
        if options[name] and not options["recreate"]:
            option = f"--{name.replace('_', '-')}"
            raise click.UsageError(f"{option} is of --recreate, which is not given")
    deletion.check(options)


async def standing_at(
    live: Live, manager: ResourceManager, resource: ResourceId
) -> Standing | None:
    """The template that stands there; None: there is none.

    Raises:
        AzureError: Nobody can say what would die with it.
    """
    found = await manager.find_template(resource)
    if found is None:
        return None
    dying = await what_dies(manager, found, live.session.records, live.note)
    return Standing(found, dying)


async def check_beforehand(
    live: Live, manager: ResourceManager, resource: ResourceId
) -> None:
    """Where nobody is there to be asked later, refuse before anything is read.

    Raises:
        Declined: A template stands there, and nobody has agreed to lose it.
    """
    if can_ask():
        return
    standing = await standing_at(live, manager, resource)
    if standing is None or deletion.is_rescuing_first(live, standing.dying):
        return
    try:
        await _agree(live, standing)
    except Declined:
        tell_loss(standing.template, standing.dying)
        raise


def tell_replacement(live: Live, standing: Standing, body: Body) -> None:
    """Say on standard error what would change, and what would be lost for it."""
    name = shown(standing.template.summary.name)
    click.echo(f"{name} exists; to be submitted anew, it is deleted first.", err=True)
    for line in lines_between(body, standing.template.body):
        click.echo(shown(line), err=True)
    tell_loss(standing.template, standing.dying)
    if any(one.is_at_risk for one in standing.dying) and not live.options["recreate"]:
        click.echo("`--recreate --rescue-first` copies them before.", err=True)


async def make_room(
    live: Live, tools: Tools, standing: Standing, one: OneTemplate
) -> tuple[Dying, ...]:
    """Have somebody agree, then delete the template that stands there.

    Returns:
        What has died with it.

    Raises:
        Declined: Nobody has agreed, a VHD has no verified copy, or the file has changed.
        Halfway: It could not be deleted.
    """
    manager, template, dying = live.manager(), standing.template, standing.dying
    resource = template.summary.id
    if deletion.is_rescuing_first(live, dying):
        dying = await rescue_first(live, tools, manager, template, dying=dying)
    else:
        await _agree(live, standing)
    if not one.is_as_it_was:
        why = f"{one.path} has changed since it was verified"
        raise Declined(f"{why}; nothing was deleted, nothing was submitted")
    taken_up = again(one.path, resource)
    live.going_on = f"{resource.name} is being deleted in Azure; {taken_up} goes on"
    try:
        begun = await Changes(manager).delete(resource)
        await deletion.follow(live, manager, begun)
    except AzureError as error:
        raise await halfway(manager, one, resource, error) from error
    live.going_on = f"{resource.name} is deleted; {taken_up} submits it"
    live.note(f"{resource.name} is deleted, to be submitted anew")
    return dying


async def halfway(
    manager: ResourceManager, one: OneTemplate, resource: ResourceId, error: AzureError
) -> Halfway:
    """An error between two templates, with what stands in Azure now and what goes on."""
    return Halfway(error, await how_it_stands(manager, resource, one.path))


async def _agree(live: Live, standing: Standing) -> None:
    options, name = live.options, standing.template.summary.name
    if not (options["recreate"] or can_ask()):
        raise Declined(
            f"{TemplateExists(name)}: --recreate deletes it, and submits it anew"
        )
    await deletion.agree(
        live,
        live.manager(),
        standing.template,
        standing.dying,
        question=f"Delete {shown(name)}, and submit it anew?",
        agreed=options["recreate"],
    )
