"""What a copy would meet: looked at before, without moving anything."""

from collections.abc import Sequence
from dataclasses import replace

from integrity.dataclass import dataclass
from integrity.parallel import for_each
from transfer.copy_errors import AccessDenied, CopyError
from transfer.journal.store import Journal
from transfer.ranges import total
from transfer.rescue import RescueOptions, examine, not_a_vhd
from transfer.settling import settled
from transfer.strategies.all_strategies import Place, Tools, find_way, reading_end
from tui.cli.transfers.orders import Order

_AT_ONCE = 8

_PATIENCE = 30.0
"""Seconds: somebody waits for a look, while a copy may wait for its network."""


def impatient(tools: Tools) -> Tools:
    """The same, for those who only look."""
    return replace(tools, policy=replace(tools.policy, patience=_PATIENCE))


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of one order."""

    order: Order

    size: int | None = None
    """Bytes, holes included; None when it could not be read."""

    data_bytes: int | None = None

    begun: str | None = None
    """The job that would be taken up."""

    error: CopyError | None = None
    """What the copy would end in."""


async def looked(
    orders: Sequence[Order], tools: Tools, journal: Journal, options: RescueOptions
) -> list[Look]:
    """Look at both ends of every order."""
    found: dict[int, Look] = {}

    async def look(index: int) -> None:
        order = orders[index]
        found[index] = await _look(order, impatient(tools), journal, options)

    await for_each(range(len(orders)), look, at_once=_AT_ONCE)
    return [found[index] for index in range(len(orders))]


async def _look(
    order: Order, tools: Tools, journal: Journal, options: RescueOptions
) -> Look:
    if order.trouble is not None:
        return Look(order, error=order.trouble)
    begun = await settled(None, journal.find, *order.ends)
    done = await settled(None, journal.finished, *order.ends)
    job = begun.short if begun else None
    way = find_way(
        order.artifact,
        order.destination,
        tools,
        overwrite=options.overwrite,
        only=options.only,
    )
    found = Look(order, begun=job)
    try:
        survey = await way.artifact.survey()
        found = replace(found, size=survey.size, data_bytes=total(survey.data))
        if not options.any_file:
            await _check_sound(order, tools)
        if not (begun or done):
            await way.fitting(survey).destination.vacant(survey)
    except CopyError as error:
        return replace(found, error=error)
    else:
        return found
    finally:
        await way.artifact.close()
        await way.destination.close()


async def _check_sound(order: Order, tools: Tools) -> None:
    inspection = await examine(order.artifact, tools)
    if not inspection.is_sound:
        raise not_a_vhd(order.artifact, inspection)


async def is_denied(artifact: Place, tools: Tools) -> bool:
    """Whether something may not be read by whoever we are."""
    end = reading_end(artifact, impatient(tools))
    try:
        await end.survey()
    except CopyError as error:  # all others are told when it is copied
        return isinstance(error, AccessDenied)
    finally:
        await end.close()
    return False
