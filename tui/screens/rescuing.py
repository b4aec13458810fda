"""Rescues of VHDs, asked for in a dialog and done by a process of their own."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from integrity.quantities import counted
from integrity.safe_text import Safe, safe_text
from transfer.azure.whereabouts import PlacedOutput, Status
from tui.jobs.destinations import Way, recent, remember
from tui.preferences import state_directory
from tui.screens.copy_watch import Awaited
from tui.screens.remembering import remember_in_azure

if TYPE_CHECKING:
    from tui.screens.dialogs.rescue_wish import RescueWish
    from tui.screens.frame import FrameScreen


def ask_rescue(
    frame: "FrameScreen",
    outputs: Sequence[PlacedOutput],
    *,
    then: Callable[[], object] | None = None,
    begun: Callable[[], object] = lambda: None,
) -> None:
    """Ask where some VHDs are to go, and begin to copy them there.

    Args:
        begun: Called once it is decided, and they are being copied.
        then: Called once all of them are rescued, if this window is still open.
    """
    from tui.screens.dialogs.rescue import RescueDialog  # only when it is asked for

    at_risk = [one for one in outputs if one.status is Status.AT_RISK]
    live = frame.bakeferry.azure.live
    if not at_risk or live is None:
        frame.bakeferry.say(Safe("Nothing of this is at risk."))
        return
    if frame.bakeferry.preferences.read_only:
        frame.bakeferry.say(Safe("Rescue: read-only mode is on"), severity="warning")
        return
    state = state_directory()
    places = {way: recent(state, way) for way in Way}
    names = [name_of(one) for one in at_risk]
    dialog = RescueDialog(names, places, frame.glyphs)

    def decide(wish: "RescueWish | None") -> None:
        if wish is not None:
            _begin(frame, at_risk, wish, then)
            begun()

    frame.app.push_screen(dialog, decide)
    addresses = [one.address for one in at_risk if one.address is not None]
    frame.when_done(live.measure(addresses), dialog.measured)


def name_of(output: PlacedOutput) -> Safe:
    """What the command line calls a run output."""
    return safe_text(f"{output.template.name}/{output.name}")


def _begin(
    frame: "FrameScreen",
    outputs: Sequence[PlacedOutput],
    wish: "RescueWish",
    then: Callable[[], object] | None,
) -> None:
    window, wishes = frame.bakeferry, frame.bakeferry.opening.azure
    remember(state_directory(), wish.way, wish.to)
    names = [name_of(one) for one in outputs]
    what = names[0] if len(names) == 1 else safe_text(counted(len(names), "VHD"))
    ids = [str(one.id) for one in outputs]
    words = wish.words(ids)
    window.jobs.want().begin(words, what)
    remember_in_azure(frame, wish.command(names), outputs[0].template)
    goes_on = "" if wishes.ends_with_window else "It goes on when you leave; "
    window.say(safe_text(f"Rescuing {what}. {goes_on}3 shows it."))
    if then is not None:
        window.copies.rescues.append(
            Awaited(frozenset(one.casefold() for one in ids), then)
        )
