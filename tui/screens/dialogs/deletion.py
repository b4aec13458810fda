"""Deleting a template: what dies with it, and a name to type where a VHD would be lost."""

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.events import Resize
from textual.widgets import Button, Input

from integrity.quantities import counted, size_in_words
from integrity.safe_text import Safe, safe_text
from tui.glyphs import Glyphs
from tui.places import place_words
from tui.screens.dialogs.answers import answer_button
from tui.screens.dialogs.dialog import Dialog, cells_within
from tui.screens.times import age
from tui.widgets.box import Box
from tui.widgets.line_pane import LinePane
from tui.widgets.lines import EMPTY, Line, Piece, Tone, line
from tui.widgets.wrapping import all_wrapped

if TYPE_CHECKING:
    from tui.live.snapshot import Deletion


class Answer(StrEnum):
    """What is to become of a template."""

    RESCUE = "rescue"
    """Its VHDs are to be rescued before it is deleted."""

    KEEP = "keep"
    DELETE = "delete"


class DeletionDialog(Dialog[Answer]):
    """Where a VHD would be lost, rescuing is at hand and only the typed name deletes."""

    BINDINGS = [
        Binding("escape", "keep", "Keep", show=False),
        Binding("right,down", "app.focus_next", show=False),
        Binding("left,up", "app.focus_previous", show=False),
    ]
    DEFAULT_CSS = """
    DeletionDialog Box { width: 76; max-width: 96%; }
    DeletionDialog Input { dock: bottom; margin: 0 2 2 2; background: $panel; }
    DeletionDialog Horizontal { height: 1; dock: bottom; align: right middle; }
    DeletionDialog Button:disabled { text-opacity: 0.75 !important; }
    DeletionDialog Button:ansi.-style-default:disabled {
        border: none !important; text-style: dim; text-opacity: 1 !important;
    }
    """

    def __init__(self, deletion: "Deletion", glyphs: Glyphs) -> None:
        super().__init__(glyphs)
        self._deletion = deletion

    def compose(self) -> ComposeResult:
        loses = bool(self._deletion.lost)
        with Box(self.glyphs):
            yield LinePane(self.glyphs)
            if loses:
                yield Input(placeholder="its name", compact=True)
            with Horizontal():
                if loses:
                    yield answer_button(
                        Safe("Rescue first, then delete"), Answer.RESCUE
                    )
                yield answer_button(Safe("Keep"), Answer.KEEP)
                if loses:
                    yield answer_button(
                        Safe("Delete anyway"), Answer.DELETE, disabled=True
                    )
                else:
                    yield answer_button(Safe("Delete"), Answer.DELETE)

    def on_mount(self) -> None:
        box = self.query_one(Box)
        box.entitle(line(safe_text(f"Delete template {self._deletion.name}?")))
        box.sign((), line(Safe("esc keeps it")))
        self.query_one(LinePane).can_focus = False
        self.query(Button).first().focus()

    def on_resize(self, event: Resize) -> None:
        cells = cells_within(event.size.width, share=0.96, widest=76)
        lines = all_wrapped(self._lines(), cells)
        height = len(lines) + (5 if self._deletion.lost else 4)
        self.query_one(Box).styles.height = min(height, event.size.height - 2)
        self.query_one(LinePane).show(lines)

    def _lines(self) -> Iterator[Line]:
        deletion = self._deletion
        yield line(Piece(deletion.place, Tone.MUTED))
        yield EMPTY
        yield from lines_of_loss(deletion, self.glyphs)
        for output in deletion.kept:
            yield line(
                Safe("Kept: "), output.name, Safe("  "), place_words(output.place)
            )
        if deletion.lost:
            yield EMPTY
            yield line(Safe("Type the template's name to delete it without a copy:"))

    @on(Input.Changed)
    def weigh(self, event: Input.Changed) -> None:
        """Only the very name lets it be deleted."""
        event.stop()
        self._delete_button.disabled = not self._is_its_name(event.value)

    @on(Input.Submitted)
    def take_name(self, event: Input.Submitted) -> None:
        """Enter does nothing before the name stands there."""
        event.stop()
        if self._is_its_name(event.value):
            self.dismiss(Answer.DELETE)

    @on(Button.Pressed)
    def take_button(self, event: Button.Pressed) -> None:
        """It was decided."""
        event.stop()
        self.dismiss(Answer(event.button.id or Answer.KEEP))

    def _is_its_name(self, text: str) -> bool:
        return text.strip() == self._deletion.name

    @property
    def _delete_button(self) -> Button:
        return self.query_one(f"#{Answer.DELETE}", Button)

    def action_keep(self) -> None:
        """Nothing is deleted."""
        self.dismiss(Answer.KEEP)


def lines_of_loss(deletion: "Deletion", glyphs: Glyphs) -> Iterator[Line]:
    """What dies with a template."""
    if deletion.lost:
        words = f"{counted(len(deletion.lost), 'VHD')} would be lost for good"
        yield line(
            Piece(Safe(f"{glyphs.risk} "), Tone.WARNING),
            Piece(safe_text(words), Tone.BAD),
        )
    for one in deletion.lost:
        made = one.output.made
        told = (
            one.name,
            size_in_words(one.size) if one.size is not None else "",
            f"{age(made, datetime.now(UTC))} old" if made else "",
            "of an earlier run" if one.output.is_older else "",
            "no other copy is known",
        )
        yield line(safe_text("".join(f"   {word}" for word in told if word)))
    group = deletion.staging_group
    also = f", the staging group {group}" if group else ""
    yield line(safe_text(f"Gone with it: the template, its logs{also}."))
