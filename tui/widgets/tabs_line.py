"""Tabs in two lines: their names, and below them a rule that shows which is open."""

from collections.abc import Sequence

from textual.events import Click
from textual.message import Message
from textual.strip import Strip

from integrity.dataclass import dataclass
from integrity.safe_text import Safe
from tui.glyphs import Glyphs
from tui.widgets.lines import Line, Piece, Tone, cells_of, cut, padded
from tui.widgets.tones import TonedView

_GAP = 3


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab."""

    key: str
    title: Safe


class TabsLine(TonedView):
    """Shows tabs; each can be clicked."""

    DEFAULT_CSS = "TabsLine { height: 2; overflow: hidden hidden; }"

    @dataclass
    class Chosen(Message):
        """A tab was clicked."""

        key: str

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._tabs: Sequence[Tab] = ()
        self._open = ""
        self._end: Line = ()

    def show(self, tabs: Sequence[Tab], opened: str, end: Line = ()) -> None:
        """Show these tabs, one of them open, and something at the right."""
        if (tabs, opened, end) != (self._tabs, self._open, self._end):
            self._tabs, self._open, self._end = tabs, opened, end
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the names, or the rule."""
        width = self.size.width
        if y == 0:
            names: list[Piece] = [Piece(Safe(" "))]
            for tab in self._tabs:
                tone = Tone.STRONG if tab.key == self._open else Tone.PLAIN
                names += [Piece(tab.title, tone), Piece(Safe(" " * _GAP))]
            end = cut(
                self._end, max(0, width - cells_of(tuple(names))), self._glyphs.ellipsis
            )
            room = width - cells_of(end)
            return self.strip_of((*padded(tuple(names), room), *end), width)
        at, opened = self._place_of_open()
        rule, thick = self._glyphs.rule, self._glyphs.thick_rule
        after = max(0, width - at - opened)
        return self.strip_of(
            (
                Piece(Safe(rule * at), Tone.MUTED),
                Piece(Safe(thick * opened), Tone.ACCENT),
                Piece(Safe(rule * after), Tone.MUTED),
            ),
            width,
        )

    def _place_of_open(self) -> tuple[int, int]:
        """Where the open tab begins, and how wide it is."""
        at = 1
        for tab in self._tabs:
            cells = cells_of((Piece(tab.title),))
            if tab.key == self._open:
                return at, cells
            at += cells + _GAP
        return 0, 0

    def on_click(self, event: Click) -> None:
        at = 1
        for tab in self._tabs:
            cells = cells_of((Piece(tab.title),))
            if at <= event.x < at + cells:
                self.post_message(self.Chosen(tab.key))
            at += cells + _GAP
