"""A box that is not made before there is something to say in it."""

from textual.containers import Container

from tui.glyphs import Glyphs
from tui.widgets.box import Box
from tui.widgets.line_pane import LinePane


class LateBox(Container):
    """Hidden, and empty: most windows never show it, and none shows it first."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._parts: tuple[Box, LinePane] | None = None

    @property
    def parts(self) -> tuple[Box, LinePane]:
        """The box and the lines in it; the first to ask for them has them made."""
        if self._parts is None:
            box, pane = self._parts = Box(self._glyphs), LinePane(self._glyphs)
            pane.can_focus = False
            self.mount(box)
            box.mount(pane)
        return self._parts
