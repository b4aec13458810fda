"""What a screen seldom shows: it is loaded and made once there is something to show."""

from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.screen import Screen

from tui.glyphs import Glyphs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.jobs.entry import JobEntry
    from tui.live.snapshot import LiveAccount
    from tui.screens.prompt_line import PromptLine
    from tui.screens.too_small import TooSmall
    from tui.workspace.judged import VerifyRun

LEAST = (60, 16)
"""Cells and lines that a screen needs."""


def show_dock(
    screen: Screen[None],
    glyphs: Glyphs,
    run: "VerifyRun | None",
    copies: "Sequence[JobEntry]" = (),
) -> None:
    """Show what runs, above the keys."""
    there = screen.query_children("Dock")
    if not (there or run is not None or copies):
        return
    from tui.screens.dock import Dock

    dock = there.first(Dock) if there else Dock(glyphs)
    if not there:
        screen.mount(dock, before="KeyFooter")
    if dock.is_attached:  # a screen that is left takes nothing
        dock.show(run, copies)


def prompt_line_of(screen: Screen[None], glyphs: Glyphs) -> "PromptLine | None":
    """The prompt of a screen, made if it is not there; None on a screen that is left."""
    from tui.screens.prompt_line import PromptLine

    there = screen.query_children("PromptLine")
    if there:
        return there.first(PromptLine)
    if not screen.is_attached:
        return None
    made = PromptLine(glyphs.ellipsis)
    screen.mount(made)
    if not made.is_attached:
        return None
    made.mount(made.label, made.field)  # at once: the next key may be for it
    return made


def show_trouble(
    screen: Screen[None], glyphs: Glyphs, account: "LiveAccount | None"
) -> None:
    """Show what keeps us from Azure, above what runs."""
    there = screen.query_children("TroubleBanner")
    if not (there or (account is not None and account.trouble is not None)):
        return
    from tui.screens.trouble import TroubleBanner

    banner = there.first(TroubleBanner) if there else TroubleBanner(glyphs)
    if not there:
        screen.mount(banner, before=screen.query_children("Dock, KeyFooter").first())
    if banner.is_attached:
        banner.show(account)


def covers(size: Size) -> "list[TooSmall]":
    """What covers a screen of this size: nothing where there is room."""
    if size.width >= LEAST[0] and size.height >= LEAST[1]:
        return []
    from tui.screens.too_small import TooSmall

    return [TooSmall(LEAST)]
