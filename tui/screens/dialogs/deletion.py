"""Deleting a template: what dies with it, and a name to type where a VHD would be lost."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen
from textual.widgets import Input

from integrity.lint.reports.quantities import counted
from integrity.safe_text import Safe, safe_text
from tui.glyphs import Glyphs
from tui.widgets.box import Box
from tui.widgets.line_pane import LinePane
from tui.widgets.lines import EMPTY, Line, Piece, Tone, line

if TYPE_CHECKING:
    from tui.live.snapshot import Deletion


class DeletionDialog(ModalScreen[bool]):
    """Returns whether to delete; only the typed name says so, escape keeps everything."""

    BINDINGS = [Binding("escape", "keep", "Keep", show=False)]
    DEFAULT_CSS = """
    DeletionDialog { align: center middle; background: $background 0%; }
    DeletionDialog Box { width: 76; max-width: 96%; background: $surface; }
    DeletionDialog Input { dock: bottom; margin: 0 2; }
    """

    def __init__(self, deletion: "Deletion", glyphs: Glyphs) -> None:
        super().__init__()
        self._deletion = deletion
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        with Box(
            rule=self._glyphs.rule,
            ellipsis=self._glyphs.ellipsis,
            classes="-ascii" if self._glyphs.border == "ascii" else None,
        ):
            yield LinePane(self._glyphs)
            yield Input(compact=True)

    def on_mount(self) -> None:
        lines = tuple(self._lines())
        box = self.query_one(Box)
        box.styles.height = min(len(lines) + 4, self.size.height - 2)
        box.entitle(line(safe_text(f"Delete template {self._deletion.name}?")))
        box.sign((), line(Safe("esc keeps it")))
        pane = self.query_one(LinePane)
        pane.can_focus = False
        pane.show(lines)
        self.query_one(Input).focus()

    def _lines(self) -> Iterator[Line]:
        deletion = self._deletion
        if deletion.lost:
            words = f"{counted(len(deletion.lost), 'VHD')} would be lost for good"
            yield line(
                Piece(Safe(f"{self._glyphs.risk} "), Tone.WARNING),
                Piece(safe_text(words), Tone.BAD),
            )
            for output in deletion.lost:
                yield line(Safe("   "), output.name, Safe("   no other copy is known"))
            yield EMPTY
            yield line(
                Piece(Safe("Rescue first:  "), Tone.KEY), Safe("esc, then 2 and R")
            )
            yield EMPTY
        group = deletion.staging_group
        also = f", the staging group {group}" if group else ""
        yield line(safe_text(f"Gone with it: the template{also}, its logs."))
        for output in deletion.kept:
            yield line(Safe("Kept: "), output.name, Safe("  "), output.place)
        yield EMPTY
        without = " without a copy" if deletion.lost else ""
        yield line(safe_text(f"Type the template's name to delete it{without}:"))

    @on(Input.Submitted)
    def decide(self, event: Input.Submitted) -> None:
        """Only the very name deletes."""
        event.stop()
        if event.value.strip() == self._deletion.name:
            self.dismiss(True)
        else:
            self.app.notify("That is not its name; esc keeps it.", markup=False)

    def action_keep(self) -> None:
        """Nothing is deleted."""
        self.dismiss(False)
