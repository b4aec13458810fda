"""One line of the frame: something at its beginning and something at its end."""

from textual.strip import Strip

from tui.widgets.lines import Line, cells_of, cut, line, padded
from tui.widgets.tones import TonedView

_GAP = 1
"""Cells between the two."""


class EdgeLine(TonedView):
    """Shows two lines in one; the beginning is cut where both do not fit."""

    DEFAULT_CSS = "EdgeLine { height: 1; width: 1fr; overflow: hidden hidden; }"

    def __init__(self, *, ellipsis: str, id: str | None = None) -> None:
        super().__init__(id=id)
        self._ellipsis = ellipsis
        self._shown: tuple[Line, Line] = ((), ())

    def show(self, beginning: Line, end: Line = ()) -> None:
        """Show these from now on; nothing is painted when they are the same."""
        if (beginning, end) != self._shown:
            self._shown = (beginning, end)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw both, over the whole width."""
        beginning, end = self._shown
        room = max(0, self.size.width - cells_of(end))
        gap = _GAP if end else 0
        shown = cut(beginning, max(0, room - gap), self._ellipsis)
        whole = line(*padded(shown, room), *end)
        return self.strip_of(whole, self.size.width)
