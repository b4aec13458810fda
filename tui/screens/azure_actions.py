"""What is done to a template in Azure: asked first, and never by accident."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from integrity.lint.reports.quantities import counted
from integrity.safe_text import Safe, safe_text
from tui.actions import Place
from tui.widgets.lines import EMPTY, Line, Piece, Tone, line
from tui.workspace.snapshot import OnlineState, TemplateEntry

if TYPE_CHECKING:
    from tui.live.live import Live
    from tui.live.snapshot import Deletion
    from tui.screens.frame import FrameScreen


def build(frame: "FrameScreen", keys: Sequence[str]) -> None:
    """Ask, then start a build."""
    found = _found(frame, keys)
    if found is None:
        return
    entry, live = found
    online = entry.online
    assert online is not None  # noqa: S101 -- `_found` gives no other
    if online.state is OnlineState.RUNNING:
        frame.bakeferry.say(safe_text(f"{entry.name}: a build runs already."))
        return
    lines = (
        line(Piece(entry.name, Tone.STRONG)),
        line(Piece(safe_text(f"  {online.place}"), Tone.MUTED)),
        EMPTY,
        line(
            Safe(
                "A build takes from minutes to hours, and costs what its machine costs."
            )
        ),
    )
    frame.remember_command(f"bakeferry run {entry.name}")
    _ask(
        frame,
        Safe("Start a build?"),
        lines,
        Safe("Build"),
        lambda: live.run(online.key),
    )


def cancel(frame: "FrameScreen", keys: Sequence[str]) -> None:
    """Cancel the build under the cursor, else the verification that runs."""
    found = _found(frame, keys) if frame.bakeferry.azure.live is not None else None
    online = found[0].online if found is not None else None
    if found is None or online is None or online.state is not OnlineState.RUNNING:
        frame.cancel_verification()
        return
    entry, live = found
    lines = (line(Piece(entry.name, Tone.STRONG)), line(safe_text(f"  {online.place}")))
    frame.remember_command(f"bakeferry cancel {entry.name}")
    _ask(
        frame,
        Safe("Cancel the build?"),
        lines,
        Safe("Cancel it"),
        lambda: live.cancel(online.key),
    )


def delete(frame: "FrameScreen", keys: Sequence[str]) -> None:
    """Say what would die with a template, and delete it once its name is typed."""
    found = _found(frame, keys)
    if found is None or found[0].online is None:
        return
    entry, live = found
    frame.remember_command(f"bakeferry delete {entry.name}")
    plan = live.plan_deletion(found[0].online.key)
    frame.when_done(plan, lambda deletion: _ask_to_delete(frame, live, deletion))


def _ask_to_delete(frame: "FrameScreen", live: "Live", deletion: "Deletion") -> None:
    from tui.screens.dialogs.deletion import DeletionDialog  # only when it is asked for

    def decide(wanted: bool | None) -> None:
        if wanted:
            live.delete(deletion.key)

    frame.app.push_screen(DeletionDialog(deletion, frame.glyphs), decide)


async def show_log(frame: "FrameScreen", keys: Sequence[str]) -> None:
    """Follow the log of a template's newest run, in its own view."""
    found = _found(frame, keys)
    if found is None or found[0].online is None:
        return
    entry, live = found
    live.follow_log(found[0].online.key)
    frame.remember_command(f"bakeferry logs {entry.name} --follow")
    await frame.bakeferry.go_to(Place.LOGS)


def _found(
    frame: "FrameScreen", keys: Sequence[str]
) -> "tuple[TemplateEntry, Live] | None":
    """The first of the templates that is known in Azure."""
    live = frame.bakeferry.azure.live
    entries = [entry for key in keys if (entry := frame.entry_of(key)) is not None]
    known = [entry for entry in entries if entry.online is not None]
    if live is None or not known:
        return None
    if len(known) > 1:
        many = counted(len(known), "template")
        frame.bakeferry.say(safe_text(f"One at a time: {many} are marked; the first."))
    return known[0], live


def _ask(
    frame: "FrameScreen",
    title: Safe,
    lines: Sequence[Line],
    do: Safe,
    then: Callable[[], object],
) -> None:
    from tui.screens.dialogs.confirm import ConfirmDialog  # only when it is asked for

    def decide(wanted: bool | None) -> None:
        if wanted:
            then()

    frame.app.push_screen(
        ConfirmDialog(title, lines, keep=Safe("Keep"), do=do, glyphs=frame.glyphs),
        decide,
    )
