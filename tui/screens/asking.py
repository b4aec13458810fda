"""Questions before something is done to a template in Azure."""

import shlex
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from integrity.safe_text import Safe, safe_text
from tui.screens.remembering import remember_in_azure
from tui.widgets.lines import EMPTY, Line, Piece, Tone, line

if TYPE_CHECKING:
    from tui.live.live import Live
    from tui.live.snapshot import Deletion, LiveTemplate
    from tui.screens.frame import FrameScreen

_KEEP = Safe("Keep")


def ask_to_build(
    frame: "FrameScreen", live: "Live", key: str, *, why: Safe | None = None
) -> None:
    """Ask, then start a build of what stands in Azure.

    Args:
        why: Why just that is built, and no file is submitted.
    """
    found = named(live, key)
    if found is None:
        return
    reason = (line(why), EMPTY) if why is not None else ()
    lines = (
        *lines_of(found),
        EMPTY,
        *reason,
        line(Safe("A build takes from minutes to hours,")),
        line(Safe("and costs what its machine costs.")),
    )
    summary = found.summary
    remember_in_azure(frame, f"bakeferry run {shlex.quote(summary.name)}", summary.id)
    ask(frame, Safe("Start a build?"), lines, Safe("Build"), lambda: live.run(key))


def ask_to_delete(
    frame: "FrameScreen", deletion: "Deletion", then: Callable[["Deletion"], object]
) -> None:
    """Say what would be lost, and go on once that is wanted.

    Args:
        then: Called with what was agreed to.
    """
    from tui.screens.dialogs.deletion import Answer, DeletionDialog  # when asked for

    def ask_again() -> None:
        live = frame.bakeferry.azure.live
        if live is not None:
            plan = live.plan_deletion(deletion.key)
            frame.when_done(plan, lambda anew: ask_to_delete(frame, anew, then))

    def decide(answer: Answer | None) -> None:
        if answer is Answer.DELETE:
            then(deletion)
        elif answer is Answer.RESCUE:
            from tui.screens.rescuing import ask_rescue  # a client of Azure

            ask_rescue(frame, [one.output for one in deletion.lost], then=ask_again)

    frame.app.push_screen(DeletionDialog(deletion, frame.glyphs), decide)


def ask(
    frame: "FrameScreen",
    title: Safe,
    lines: Sequence[Line],
    do: Safe,
    then: Callable[[], object],
    *,
    keep: Safe = _KEEP,
) -> None:
    """Ask whether to do something; the safe answer is at hand.

    Args:
        keep: The safe answer.
    """
    from tui.screens.dialogs.confirm import ConfirmDialog  # only when it is asked for

    def decide(wanted: bool | None) -> None:
        if wanted:
            then()

    frame.app.push_screen(
        ConfirmDialog(title, lines, keep=keep, do=do, glyphs=frame.glyphs),
        decide,
    )


def named(live: "Live", key: str) -> "LiveTemplate | None":
    """A template as it was last listed."""
    return next((one for one in live.snapshot().templates if one.key == key), None)


def lines_of(template: "LiveTemplate") -> tuple[Line, ...]:
    """Which template is meant: its name, group and subscription in full."""
    summary = template.summary
    return (
        line(Piece(summary.name, Tone.STRONG)),
        line(Piece(safe_text(f"{summary.group}, {summary.location}"), Tone.MUTED)),
        line(Piece(safe_text(f"subscription {summary.id.subscription}"), Tone.MUTED)),
    )
