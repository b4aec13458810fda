"""A question whose safe answer is the one at hand."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button

from integrity.safe_text import Safe
from tui.glyphs import Glyphs
from tui.widgets.box import Box
from tui.widgets.line_pane import LinePane
from tui.widgets.lines import Line, line


class ConfirmDialog(ModalScreen[bool]):
    """Returns whether it was wanted; escape and the first button keep everything."""

    BINDINGS = [
        Binding("escape,q", "keep", "Keep", show=False),
        Binding("left,right,h,l", "app.focus_next", show=False),
    ]
    DEFAULT_CSS = """
    ConfirmDialog { align: center middle; background: $background 0%; }
    ConfirmDialog Box { width: 70; max-width: 95%; background: $surface; }
    ConfirmDialog Horizontal { height: 1; dock: bottom; align: right middle; }
    ConfirmDialog Button { min-width: 8; margin: 0 1; }
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
        super().__init__()
        self._title = title
        self._lines = tuple(lines)
        self._keep, self._do = keep, do
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        with Box(self._glyphs):
            yield LinePane(self._glyphs)
            with Horizontal():
                yield Button(Content(self._keep), id="keep", compact=True)
                yield Button(Content(self._do), id="do", compact=True)

    def on_mount(self) -> None:
        box = self.query_one(Box)
        box.styles.height = min(len(self._lines) + 4, self.size.height - 2)
        box.entitle(line(self._title))
        box.sign((), line(Safe("esc keeps it")))
        self.query_one(LinePane).show(self._lines)
        self.query_one("#keep", Button).focus()

    @on(Button.Pressed)
    def answer(self, event: Button.Pressed) -> None:
        """It was decided."""
        event.stop()
        self.dismiss(event.button.id == "do")

    def action_keep(self) -> None:
        """Nothing is to change."""
        self.dismiss(False)
