"""What is said where there is no template yet: why, and what to do."""

from collections.abc import Sequence
from pathlib import Path

from textual.widget import Widget

from integrity.quantities import counted
from integrity.safe_text import Safe, safe_text
from tui.actions import Place
from tui.glyphs import Glyphs
from tui.screens.context_bar import folder_in_words
from tui.screens.handling import bindings_of
from tui.widgets.box import Box
from tui.widgets.line_pane import LinePane
from tui.widgets.lines import EMPTY, Line, Piece, Tone, line
from tui.workspace.snapshot import Snapshot

_WAYS = (
    ("d", "open the demo workspace (works offline, nothing to sign in to)"),
    ("o", "open another folder"),
    ("n", "write a starter template here"),
    ("u", "look again"),
)


class EmptyPane(LinePane):
    """Has the keys that work only where there is no template."""

    BINDINGS = bindings_of(Place.EMPTY)


class EmptyBox(Box):
    """Stands in the place of the list."""

    def __init__(self, glyphs: Glyphs) -> None:
        self._pane = EmptyPane(glyphs)
        super().__init__(glyphs, id="no-templates")
        self.entitle(line(Safe("Templates")))

    def show(self, snapshot: Snapshot, paths: Sequence[Path]) -> None:
        """Say where was looked."""
        if not self._pane.is_attached:  # at once: the keyboard is for it
            self.mount(self._pane)
        self._pane.show(_lines(snapshot, paths))


def show_empty(
    view: Widget, glyphs: Glyphs, snapshot: Snapshot, paths: Sequence[Path]
) -> None:
    """Show it in the place of the list; it is made when it is shown first."""
    there = view.query_children("#no-templates")
    box = there.first(EmptyBox) if there else EmptyBox(glyphs)
    if not there:
        view.mount(box)
    if box.is_attached:  # a window that is left takes nothing
        box.show(snapshot, paths)


def _lines(snapshot: Snapshot, paths: Sequence[Path]) -> tuple[Line, ...]:
    """The words for a folder without a template."""
    folder = folder_in_words(paths)
    looked = counted(snapshot.looked_in, "file")
    return (
        EMPTY,
        line(Piece(Safe("  No templates here yet."), Tone.STRONG)),
        EMPTY,
        line(safe_text(f"  {folder} holds no image template (looked in {looked}).")),
        EMPTY,
        line(Piece(Safe("  What now"), Tone.TITLE)),
        *(line(Piece(Safe(f"  {key}   "), Tone.KEY), Safe(way)) for key, way in _WAYS),
    )
