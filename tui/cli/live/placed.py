"""The run outputs of all templates, or of some, and where each is."""

from collections.abc import AsyncIterator, Iterable, Sequence

from integrity.parallel import for_each
from transfer.azure.arm import ResourceManager
from transfer.azure.resource_ids import ResourceId
from transfer.azure.whereabouts import PlacedOutput, placed_outputs
from transfer.errors import ResourceMissing
from tui.cli.live.running import Live

AT_ONCE = 8


async def pages(
    live: Live, names: Iterable[str] | None
) -> AsyncIterator[tuple[ResourceManager, Sequence[ResourceId]]]:
    """The templates that are named, or all, page by page."""
    if names is None:
        manager = live.manager()
        async for page in manager.templates(live.group):
            yield manager, [one.id for one in page]
        return
    for name in names:
        manager, resource = await live.locate(name)
        yield manager, [resource]


async def of_templates(
    live: Live, manager: ResourceManager, templates: Iterable[ResourceId]
) -> list[PlacedOutput]:
    """The outputs of some templates, in the order of the templates."""
    found: dict[ResourceId, tuple[PlacedOutput, ...]] = {}
    wanted = list(templates)

    async def look(resource: ResourceId) -> None:
        try:
            template = await manager.template(resource)
            found[resource] = await placed_outputs(
                manager, template, live.session.records
            )
        except ResourceMissing:  # deleted since it was listed
            if len(wanted) == 1:
                raise

    await for_each(wanted, look, at_once=AT_ONCE)
    return [one for each in wanted for one in found.get(each, ())]
