"""What the tabs of an opened template have in common."""

from textual.containers import Container

from tui.glyphs import Glyphs


class TemplateTab(Container):
    """One tab: the screen tells it what to show, and when it has the keyboard."""

    DEFAULT_CSS = "TemplateTab { height: 1fr; }"

    def __init__(self, glyphs: Glyphs, *, id: str) -> None:
        super().__init__(id=id)
        self.glyphs = glyphs

    def focus_body(self) -> None:
        """Take the keyboard."""
        raise NotImplementedError
