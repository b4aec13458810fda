"""Changes of files: shown as a diff first, written when they are wanted, and undone."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from integrity.quantities import counted
from integrity.safe_text import Safe, safe_text
from tui.screens.remembering import (
    names_of,
    remember,
    remember_judging,
    remember_reading,
)
from tui.widgets.lines import Line, Piece, Tone, line

if TYPE_CHECKING:
    from concurrent.futures import Future

    from tui.screens.frame import FrameScreen
    from tui.workspace.proposal import Proposal, Written


def propose_stamp(frame: "FrameScreen", keys: Sequence[str]) -> None:
    """Verify what is not verified yet, then show which checksums would be written."""
    if not keys:
        return
    remember_reading(frame, f"bakeferry stamp {names_of(frame, keys)}")
    entry = frame.entry_of(keys[0]) if len(keys) == 1 else None
    whose = entry.name if entry is not None else counted(len(keys), "template")
    frame.bakeferry.say(
        safe_text(f"Reading the artifacts of {whose}{frame.glyphs.ellipsis}")
    )
    _show_when_ready(frame, frame.workspace.propose_stamp(keys), Safe("Stamp"))


def propose_fixes(frame: "FrameScreen", keys: Sequence[str]) -> None:
    """Show what can be mended mechanically."""
    if not keys:
        return
    remember_judging(frame, f"bakeferry lint --fix {names_of(frame, keys)}")
    _show_when_ready(frame, frame.workspace.propose_fixes(keys), Safe("Mend"))


def propose_rewrite(frame: "FrameScreen", key: str) -> None:
    """Show File steps over the limit as steps that download and check by themselves."""
    remember(frame, f"bakeferry explain AIB365 {names_of(frame, [key])}")
    future = frame.workspace.propose_rewrite(key)
    _show_when_ready(frame, future, Safe("Rewrite"))


def undo(frame: "FrameScreen") -> None:
    """Take the last change back, unless the file has changed since."""

    def tell(written: "Written | None") -> None:
        if written is None:
            frame.bakeferry.say(Safe("Nothing to undo: the file has changed since."))
        else:
            frame.bakeferry.say(safe_text(f"Undone: {written.what}"))

    frame.when_done(frame.workspace.undo(), tell)


def _show_when_ready(
    frame: "FrameScreen", future: "Future[Proposal]", title: Safe
) -> None:
    frame.when_done(future, lambda proposal: _show(frame, proposal, title))


def _show(frame: "FrameScreen", proposal: "Proposal", title: Safe) -> None:
    if not proposal.changes:
        _tell_nothing(frame, proposal, title)
        return
    from tui.screens.dialogs.diff import DiffDialog  # when there is something to show

    def tell(written: "Written") -> None:
        frame.bakeferry.say(safe_text(f"{written.what}  ^z takes it back."))

    def decide(wanted: bool | None) -> None:
        if wanted:
            frame.when_done(frame.workspace.write(proposal), tell)

    frame.app.push_screen(DiffDialog(title, proposal, frame.glyphs), decide)


def _tell_nothing(frame: "FrameScreen", proposal: "Proposal", title: Safe) -> None:
    """Say why nothing would change: it is right already, or it cannot be done."""
    if not proposal.left:
        frame.bakeferry.say(safe_text(f"{title}: nothing to change."))
        return
    from tui.screens.dialogs.lines import LinesDialog

    lines: list[Line] = [
        line(Safe(f"{counted(len(proposal.left), 'checksum')} cannot be written:")),
        (),
    ]
    for left in proposal.left:
        lines.append(line(Piece(left.what, Tone.STRONG)))
        lines.append(line(Safe("  "), left.why))
    frame.app.push_screen(LinesDialog(title, lines, frame.glyphs))
