"""Every VHD of a template copied and verified, before the template is deleted."""

from collections.abc import Sequence

from integrity.quantities import counted, size_in_words
from integrity.secret_url import redacted
from transfer.azure.arm import ResourceManager
from transfer.azure.dying import Dying, more_lost, newly_lost, what_dies
from transfer.azure.resources import TemplateDetail
from transfer.copy_options import CopyOptions
from transfer.journal.store import Journal
from transfer.receipt import Level
from transfer.rescue import RescueOptions
from transfer.strategies.all_strategies import Tools
from tui.cli.exit_codes import ExitCode, worst
from tui.cli.live.asking import confirm
from tui.cli.live.running import Declined, Live
from tui.cli.progress_line import ProgressLine
from tui.cli.shown import shown
from tui.cli.transfers.carrying import Carrier
from tui.cli.transfers.homes import home_of
from tui.cli.transfers.journal import ends_before, journal_to_copy
from tui.cli.transfers.looking import looked
from tui.cli.transfers.options import WHY
from tui.cli.transfers.orders import Order, identity_of, orders_for
from tui.cli.transfers.outcome import Outcome, reach_of, resume_command
from tui.cli.transfers.outputs import staged_vhd
from tui.cli.transfers.room import check_room_for
from tui.cli.transfers.telling import tell_error
from tui.cli.transfers.words import one_given

_VERIFIED = RescueOptions(copying=CopyOptions(level=Level.FULL))


class NotRescued(Declined):
    """A VHD has no verified copy, so its template was left alone."""

    def __init__(self, why: str, code: ExitCode = ExitCode.REFUSED) -> None:
        super().__init__(f"{why}; nothing was deleted")
        self.code = code


async def rescue_first(
    live: Live,
    tools: Tools,
    manager: ResourceManager,
    template: TemplateDetail,
    *,
    dying: Sequence[Dying],
) -> tuple[Dying, ...]:
    """Have somebody agree, copy every VHD at risk, read it back, and look once more.

    Returns:
        What dies with the template now: nothing of it is at risk.

    Raises:
        NotRescued: One of them has no verified copy.
        NotConfirmed: Nobody has agreed.
        CopyError: They cannot all go where they should.
    """
    endangered = [one for one in dying if one.is_at_risk]
    home = home_of(
        one_given(live.options["to"] or ".", live.note), live.session.place.cloud
    )
    found = [await staged_vhd(manager, tools, one.output, live) for one in endangered]
    orders = orders_for(found, home, tools, _VERIFIED, before=ends_before())
    await _agree(live, template, endangered, orders)
    with journal_to_copy() as journal:
        check_room_for(await looked(orders, tools, journal, _VERIFIED))
        outcomes = await _carried(live, tools, journal, orders)
        is_remembered = journal.survives
    _check(outcomes, reach_of(live.options))
    again = await manager.template(template.summary.id)
    now = await what_dies(manager, again, live.session.records, live.note)
    if more := newly_lost(() if is_remembered else endangered, now):
        raise NotRescued(more_lost(more))
    return now


async def _agree(
    live: Live,
    template: TemplateDetail,
    endangered: Sequence[Dying],
    orders: Sequence[Order],
) -> None:
    sizes = size_in_words(sum(one.size or 0 for one in endangered))
    for order in orders:
        live.note(f"{order.name} goes to {identity_of(order.destination)}")
    vhds = counted(len(orders), "VHD")
    name = shown(template.summary.name)
    to = shown(redacted(live.options["to"])) if live.options["to"] else "this folder"
    question = f"Rescue {vhds} ({sizes}) to {to}, then delete {name}?"
    await confirm(question, agreed=live.options["yes"])


async def _carried(
    live: Live, tools: Tools, journal: Journal, orders: Sequence[Order]
) -> list[Outcome]:
    """Copy them; what is told goes to standard error, for the result comes later."""
    with ProgressLine("rescue", quiet=live.options["quiet"]) as line:

        def begun(order: Order) -> None:
            line.clear()
            live.note(f"{order.name}: {order.strategy}, {WHY[order.strategy]}")

        def ended(outcome: Outcome) -> None:
            line.drop(outcome.order.name)
            line.clear()
            if outcome.error is not None:
                tell_error(outcome.error)
            if outcome.receipt is not None:
                words = outcome.receipt.level.words
                live.note(f"{outcome.order.name}: rescued, {words}")

        carrier = Carrier(tools, journal, _VERIFIED, begun, ended, line)
        return await carrier.carry(orders, at_once=None, live=live)


def _check(outcomes: Sequence[Outcome], reach: Sequence[str]) -> None:
    """Refuse to go on where a copy is not verified.

    Raises:
        NotRescued: One is not.
    """
    failed = [one for one in outcomes if not _is_verified(one)]
    if not failed:
        return
    jobs = [one.job for one in failed if one.job is not None]
    how = resume_command(*jobs, reach=reach)
    resume = f"; `{how}` goes on with it" if jobs else ""
    vhds = counted(len(failed), "VHD")
    codes = [one.code for one in failed if one.code is not ExitCode.DONE]
    code = worst(codes) if codes else ExitCode.INTEGRITY
    raise NotRescued(f"{vhds} could not be verified{resume}", code)


def _is_verified(outcome: Outcome) -> bool:
    return outcome.receipt is not None and outcome.receipt.level is Level.FULL
