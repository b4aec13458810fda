"""What is shown where there is no room for anything else."""

from textual.strip import Strip

from integrity.safe_text import Safe
from tui.widgets.lines import EMPTY, cells_of, cut, line
from tui.widgets.tones import TonedView


class TooSmall(TonedView):
    """Covers the screen while the terminal is too small; goes when it has grown."""

    DEFAULT_CSS = """
    TooSmall {
        display: none; layer: above; width: 100%; height: 100%;
        overflow: hidden hidden; background: $background;
    }
    Screen.-tiny TooSmall, Screen.-flat TooSmall { display: block; }
    """

    def __init__(self, least: tuple[int, int]) -> None:
        super().__init__()
        self._least = least
        """Cells and lines that are needed."""

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        columns, lines = self._least
        text = f"needs {columns} x {lines}, has {width} x {height}"
        shown = EMPTY
        if y == height // 2:
            words = cut(line(Safe(text)), width, "")
            before = (width - cells_of(words)) // 2
            shown = line(Safe(" " * before), *words)
        return self.strip_of(shown, width)
