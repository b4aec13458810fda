"""The run outputs of all templates, or of some, and where each is."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from typing import TypeVar

from integrity.parallel import for_each
from integrity.template.resource_ids import ResourceId
from transfer.azure.arm import ResourceManager
from transfer.azure.resources import TemplateDetail
from transfer.errors import ResourceMissing
from tui.cli.live.running import Live

_AT_ONCE = 8

Found = TypeVar("Found")


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


async def of_each(
    manager: ResourceManager,
    templates: Iterable[ResourceId],
    look: Callable[[TemplateDetail], Awaitable[Iterable[Found]]],
) -> list[Found]:
    """What a look at each template finds, in the order of the templates.

    Raises:
        ResourceMissing: There is no such template, and only that one was wanted.
    """
    found: dict[ResourceId, Iterable[Found]] = {}
    wanted = list(templates)

    async def look_at(resource: ResourceId) -> None:
        try:
            found[resource] = await look(await manager.template(resource))
        except ResourceMissing:  # deleted since it was listed
            if len(wanted) == 1:
                raise

    await for_each(wanted, look_at, at_once=_AT_ONCE)
    return [one for each in wanted for one in found.get(each, ())]
