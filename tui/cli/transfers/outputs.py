"""Run outputs that are to be rescued: found by name or by id, or all that are at risk."""

from collections.abc import Awaitable, Callable, Iterable
from functools import cache, partial

from integrity.safe_text import safe_text
from integrity.template.resource_ids import ResourceId
from transfer.azure.arm import ResourceManager
from transfer.azure.blobs.address import BlobAddress
from transfer.azure.dying import dying_among, what_dies
from transfer.azure.resource_ids import output_id
from transfer.azure.staging.access import Opened, open_files, open_signed
from transfer.azure.staging.area import VHDS, find_staging
from transfer.azure.staging.vhds import IN_STAGING
from transfer.azure.whereabouts import PlacedOutput, Status, placed_outputs
from transfer.errors import AzureError
from transfer.strategies.all_strategies import Tools
from tui.cli.live.placed import of_each, pages
from tui.cli.live.running import Live, NotFound
from tui.cli.shown import shown
from tui.cli.transfers.looking import is_denied
from tui.cli.transfers.orders import Found


async def named_outputs(live: Live, tools: Tools, word: str) -> list[Found]:
    """The VHDs of a template, or one of them: a name, `TEMPLATE/OUTPUT`, or an id.

    A VHD of an earlier run, which no run output tells of, is meant by its blob's name.

    Raises:
        NotFound: There is no such template, or none of its outputs is a VHD in staging.
    """
    template, output = _parted(word)
    manager, resource = await live.locate(template)
    detail = await manager.template(resource)
    placed = await placed_outputs(manager, detail, live.session.records)
    wanted = [one for one in placed if _is_meant(one, output)]
    if not wanted and output is not None:
        dying = await dying_among(
            placed, manager, detail, live.session.records, live.note
        )
        older = (one.output for one in dying if one.output.is_older)
        wanted = [one for one in older if output in (one.name, one.id.name)]
    if not wanted:
        raise NotFound(f"{shown(word)}: {_why_none(placed, output)}")
    return [await staged_vhd(manager, tools, one, live) for one in wanted]


async def outputs_at_risk(live: Live, tools: Tools) -> list[Found]:
    """Every VHD in the subscription, or the group, whose only copy is in staging.

    Also those of earlier runs, of which no run output tells any more.
    """
    found: list[Found] = []
    records, note = live.session.records, cache(live.note)  # nothing is said twice
    async for manager, page in pages(live, None):
        dying = await of_each(
            manager, page, partial(what_dies, manager, records=records, note=note)
        )
        lost = [one.output for one in dying if one.is_at_risk]
        found += [await staged_vhd(manager, tools, one, live) for one in lost]
    return found


def _parted(word: str) -> tuple[str, str | None]:
    if word.startswith("/"):
        resource = output_id(word)
        return (str(resource.parent), resource.name) if resource else (word, None)
    template, slash, output = word.partition("/")
    return template, output if slash else None


def _is_meant(one: PlacedOutput, output: str | None) -> bool:
    is_vhd = one.address is not None and one.status in IN_STAGING
    return is_vhd and output in (None, one.id.name)


def _why_none(placed: Iterable[PlacedOutput], output: str | None) -> str:
    states = {
        one.id.name: one.status for one in placed if output in (None, one.id.name)
    }
    if not states:
        return "there is no such run output; `bakeferry outputs list` shows them"
    if Status.BUILDING in states.values():
        return "it is being built; `bakeferry watch` follows it"
    if Status.LOST in states.values():
        return "it is gone from staging: only a new build makes it"
    if Status.DELIVERED in states.values():
        return "nothing of it is in staging, so nothing dies with the template"
    return "no build has brought it forth yet"


async def staged_vhd(
    manager: ResourceManager, tools: Tools, output: PlacedOutput, live: Live
) -> Found:
    """A VHD by an address that we may read."""
    assert output.address is not None  # noqa: S101 -- only those are asked for
    address = BlobAddress.parse(output.address.reveal())
    name = safe_text(shown(f"{output.template.name}/{output.id.name}"))
    if not address.is_signed:
        if live.options.get("only") == "service":  # its own copy takes no tokens
            await _sign(manager, tools, output.template, open_signed, live.note)
        elif await is_denied(address, tools):
            await _sign(manager, tools, output.template, open_files, live.note)
    return Found(name, address, dies_with_account=True, origin=str(output.id))


async def sign_again(
    live: Live, tools: Tools, origin: str, note: Callable[[str], object]
) -> bool:
    """Have the addresses around a run output signed once more.

    Args:
        origin: The run output's id; what is no such id lets nobody in.
        note: Hears by which right, or why not.

    Returns:
        Whether they are.
    """
    template, output = _parted(origin)
    if output is None or not template.startswith("/"):
        return False
    manager, resource = await live.locate(template)
    return await _sign(manager, tools, resource, open_files, note)


async def _sign(
    manager: ResourceManager,
    tools: Tools,
    template: ResourceId,
    open_by: Callable[..., Awaitable[Opened]],
    note: Callable[[str], object],
) -> bool:
    """Have addresses in the staging account signed, as long as this run lasts."""
    try:
        area = await find_staging(manager, await manager.template(template))
        opened = await open_by(manager, area, container=VHDS)
    except AzureError as error:
        note(str(error))
        return False
    note(opened.words)
    if tools.signing is not None:
        tools.signing.sign(area.container(VHDS), partial(opened.files.sas, VHDS))
    return tools.signing is not None
