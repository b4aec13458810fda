"""A template deleted: never a VHD by accident, and seen to be gone."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from transfer.azure.arm import ResourceManager
from transfer.azure.changes import Begun
from transfer.azure.dying import Dying, more_lost, newly_lost, what_dies
from transfer.azure.endings import deleted
from transfer.azure.resources import TemplateDetail
from tui.cli.live.acting import status_line
from tui.cli.live.asking import confirm, confirm_by_name
from tui.cli.live.running import Declined, Live


def check(options: Mapping[str, Any]) -> None:
    """Refuse options that contradict each other.

    Raises:
        click.UsageError: They do.
    """
    for name in ("accept_loss", "force"):
        if options["rescue_first"] and options[name]:
            option = f"--{name.replace('_', '-')}"
            raise click.UsageError(f"--rescue-first loses nothing: leave out {option}")
    if options["to"] is not None and not options["rescue_first"]:
        raise click.UsageError("--to says where --rescue-first copies to")


def is_rescuing_first(live: Live, dying: Sequence[Dying]) -> bool:
    """Whether there are VHDs to be copied before, as was asked for."""
    return live.options["rescue_first"] and any(one.is_at_risk for one in dying)


async def agree(
    live: Live,
    manager: ResourceManager,
    template: TemplateDetail,
    dying: Sequence[Dying],
    *,
    question: str,
    agreed: bool,
) -> None:
    """Have somebody agree, in a way that fits what is lost.

    An answer may take an hour; what would be lost is looked at once more after it.

    Args:
        question: Asked where nothing is at risk.
        agreed: That is answered beforehand.

    Raises:
        NotConfirmed: Nobody has agreed.
        Declined: More would be lost than whoever agreed was told of.
    """
    name = template.summary.id.name
    accepted = name if live.options["force"] else live.options["accept_loss"]
    if any(one.is_at_risk for one in dying):
        agreed = False
        await confirm_by_name(name, accepted=accepted)
    else:
        await confirm(question, agreed=agreed or accepted == name)
    if not agreed and accepted is None:
        again = await manager.template(template.summary.id)
        now = await what_dies(manager, again, live.session.records, live.note)
        if more := newly_lost(dying, now):
            raise Declined(f"{more_lost(more)}; nothing was deleted")


async def follow(live: Live, manager: ResourceManager, begun: Begun) -> None:
    """Wait until a template is gone, and show how it stands meanwhile.

    Raises:
        AzureError: As for `deleted`.
    """
    line = status_line(live)
    await deleted(manager, begun, on_status=lambda state: line.show(f"delete  {state}"))
    line.clear()
