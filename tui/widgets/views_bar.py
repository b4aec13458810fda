"""The second line: the six views, the one that is open underlined."""

from collections.abc import Mapping

from textual.events import Click
from textual.message import Message
from textual.strip import Strip

from integrity.dataclass import dataclass
from integrity.safe_text import Safe, safe_text
from tui.actions import VIEWS, Place
from tui.widgets.lines import Line, Piece, Tone, cells_of, cut, padded
from tui.widgets.tones import TonedView

_SHORT = {
    Place.TEMPLATES: "Tmpl",
    Place.TRANSFERS: "Xfer",
    Place.ACCOUNT: "Acct",
}
_NARROW = 100
_GAP = Piece(Safe(" "))


class ViewsBar(TonedView):
    """Names the views with their digits and what is up in them; each can be clicked."""

    DEFAULT_CSS = "ViewsBar { height: 1; overflow: hidden hidden; }"

    @dataclass
    class Chosen(Message):
        """A view was clicked."""

        view: Place

    def __init__(self, *, ellipsis: str) -> None:
        super().__init__()
        self._ellipsis = ellipsis
        self._open = Place.TEMPLATES
        self._badges: Mapping[Place, Piece] = {}
        self._end: Line = ()

    def show(self, view: Place, badges: Mapping[Place, Piece], end: Line = ()) -> None:
        """Show which view is open.

        Args:
            badges: What is up in a view: a number, a sign.
            end: What stands at the right.
        """
        if (view, badges, end) != (self._open, self._badges, self._end):
            self._open, self._badges, self._end = view, badges, end
            self.refresh()

    def _parts(self) -> list[tuple[Place, Line]]:
        is_narrow = self.size.width < _NARROW
        parts = []
        for number, view in enumerate(VIEWS, 1):
            name = view.value.title()
            name = _SHORT.get(view, name) if is_narrow else name
            is_open = view is self._open
            shown = [
                Piece(Safe(f"{number} "), Tone.KEY),
                Piece(safe_text(name), Tone.SELECTED if is_open else Tone.PLAIN),
            ]
            if badge := self._badges.get(view):
                shown += [_GAP, badge]
            parts.append((view, tuple(shown)))
        return parts

    def render_line(self, y: int) -> Strip:
        """Draw the names, and what stands at the right where there is room."""
        pieces: list[Piece] = [_GAP]
        gap = Piece(Safe("  " if self.size.width < _NARROW else "   "))
        for _, shown in self._parts():
            pieces += [*shown, gap]
        needed = cells_of(tuple(pieces)) + cells_of(self._end)
        end = self._end if needed <= self.size.width else ()
        room = self.size.width - cells_of(end)
        names = cut(tuple(pieces), room, self._ellipsis)
        return self.strip_of((*padded(names, room), *end), self.size.width)

    def on_click(self, event: Click) -> None:
        at = 1
        gap = 2 if self.size.width < _NARROW else 3
        for view, shown in self._parts():
            if at <= event.x < at + cells_of(shown):
                self.post_message(self.Chosen(view))
            at += cells_of(shown) + gap
