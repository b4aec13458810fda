"""A question whose safe answer is the one at hand."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.events import Resize
from textual.widgets import Button

from integrity.safe_text import Safe
from tui.glyphs import Glyphs
from tui.screens.dialogs.answers import answer_button
from tui.screens.dialogs.dialog import Dialog, cells_within
from tui.widgets.box import Box
from tui.widgets.line_pane import LinePane
from tui.widgets.lines import Line, line
from tui.widgets.wrapping import all_wrapped


class ConfirmDialog(Dialog[bool]):
    """Returns whether it was wanted; escape and the first button keep everything."""

    BINDINGS = [
        Binding("escape,q", "keep", "Keep", show=False),
        Binding("left,right,h,l", "app.focus_next", show=False),
    ]
    DEFAULT_CSS = """
    ConfirmDialog Box { width: 70; max-width: 95%; }
    ConfirmDialog Horizontal { height: 1; dock: bottom; align: right middle; }
    """

    def __init__(
        self,
        title: Safe,
        lines: Sequence[Line],
        *,
        keep: Safe,
        do: Safe,
        glyphs: Glyphs,
    ) -> None:
        super().__init__(glyphs)
        self._title = title
        self._lines = tuple(lines)
        self._keep, self._do = keep, do

    def compose(self) -> ComposeResult:
        with Box(self.glyphs):
            yield LinePane(self.glyphs)
            with Horizontal():
                yield answer_button(self._keep, "keep")
                yield answer_button(self._do, "do")

    def on_mount(self) -> None:
        box = self.query_one(Box)
        box.entitle(line(self._title))
        box.sign((), line(Safe("esc keeps it")))
        self.query_one("#keep", Button).focus()

    def on_resize(self, event: Resize) -> None:
        cells = cells_within(event.size.width, share=0.95, widest=70)
        lines = all_wrapped(self._lines, cells)
        self.query_one(Box).styles.height = min(len(lines) + 4, event.size.height - 2)
        self.query_one(LinePane).show(lines)

    @on(Button.Pressed)
    def answer(self, event: Button.Pressed) -> None:
        """It was decided."""
        event.stop()
        self.dismiss(event.button.id == "do")

    def action_keep(self) -> None:
        """Nothing is to change."""
        self.dismiss(False)
