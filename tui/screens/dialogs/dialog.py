"""What all dialogs have in common."""

from rich.console import RenderableType
from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, ScreenResultType

from tui.glyphs import Glyphs
from tui.widgets.veil import veiled

AROUND = 5
"""Cells of the border, of the blanks within it, and of a scrollbar."""


class Dialog(ModalScreen[ScreenResultType]):
    """Stands in the middle of a screen until somebody has answered."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 40%; }
    Dialog Box { background: $surface; max-height: 100%; }
    Dialog Button { min-width: 8; margin: 0 1; }
    """

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self.glyphs = glyphs

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Answer, once: at a second answer Textual would close what lies below."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    def render(self) -> RenderableType:
        return veiled(self, super().render())


def cells_within(screen_cells: int, *, share: float, widest: int | None = None) -> int:
    """How wide a line may be, so that a dialog cuts nothing.

    Args:
        share: How much of the screen the dialog takes at most; as in its styles.
        widest: Cells that the dialog takes at most; as there, too.
    """
    cells = int(share * screen_cells)
    return max(1, (cells if widest is None else min(cells, widest)) - AROUND)
