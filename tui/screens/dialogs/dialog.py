"""What all dialogs have in common."""

from textual.screen import ModalScreen, ScreenResultType

from tui.glyphs import Glyphs


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
