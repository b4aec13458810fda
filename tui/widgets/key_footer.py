"""The last line: the keys that work here, each of which can be clicked."""

from collections.abc import Iterator, Mapping

from textual.events import Click, Resize
from textual.message import Message
from textual.strip import Strip

from integrity.dataclass import dataclass
from integrity.safe_text import Safe
from tui.actions import BY_ID, Action, Place, actions_at, shown_key
from tui.widgets.lines import Line, Piece, Tone, cells_of, line, padded
from tui.widgets.tones import TonedView

_ALWAYS = ("palette", "help")
"""At the right end, whatever else there is room for."""

_GAP = 2
"""Cells between two keys."""


@dataclass(frozen=True, slots=True)
class _Button:
    """One key and its cells."""

    action: str
    start: int
    end: int


class KeyFooter(TonedView):
    """Shows the foremost actions of a place; what cannot be done now is muted."""

    DEFAULT_CSS = "KeyFooter { height: 1; overflow: hidden hidden; }"

    @dataclass
    class Pressed(Message):
        """A key was clicked."""

        action: str

    def __init__(self, *, ellipsis: str) -> None:
        super().__init__()
        self._ellipsis = ellipsis
        self._place = Place.TEMPLATES
        self._usable: Mapping[str, bool] = {}
        self._keys: Mapping[str, tuple[str, ...]] = {}
        self._buttons: tuple[_Button, ...] = ()
        self._line: Line = ()

    def show(
        self,
        place: Place,
        usable: Mapping[str, bool],
        keys: Mapping[str, tuple[str, ...]],
    ) -> None:
        """Show the keys of a place.

        Args:
            usable: By the names of actions: whether they can be done now.
            keys: The keys that a person has given to actions in place of ours.
        """
        if (place, usable, keys) != (self._place, self._usable, self._keys):
            self._place, self._usable, self._keys = place, usable, keys
            self._arrange()

    def _arrange(self) -> None:
        """Find out what fits; the end of the line is kept for help."""
        end = [self._shown(BY_ID[name]) for name in _ALWAYS]
        end_cells = sum(cells_of(one) + _GAP for one in end)
        parts: list[Line] = []
        buttons: list[_Button] = []
        at = 1
        for action in self._fitting(self.size.width - end_cells - at):
            shown = self._shown(action)
            width = cells_of(shown)
            parts.append(padded(shown, width + _GAP))
            buttons.append(_Button(action.id, at, at + width))
            at += width + _GAP
        left = line(Piece(Safe(" ")), *(piece for part in parts for piece in part))
        at = max(at, self.size.width - end_cells)
        pieces = list(padded(left, at))
        for name, shown in zip(_ALWAYS, end, strict=True):
            buttons.append(_Button(name, at, at + cells_of(shown)))
            at += cells_of(shown) + _GAP
            pieces += padded(shown, cells_of(shown) + _GAP)
        self._line, self._buttons = tuple(pieces), tuple(buttons)
        self.refresh()

    def _fitting(self, room: int) -> Iterator[Action]:
        """The foremost actions for which there is room."""
        foremost = [one for one in actions_at(self._place) if one.is_foremost]
        fitting: set[str] = set()
        for action in sorted(foremost, key=self._rank):
            width = cells_of(self._shown(action)) + _GAP
            if width <= room:
                fitting.add(action.id)
                room -= width
        return (one for one in foremost if one.id in fitting)

    def _rank(self, action: Action) -> tuple[bool, bool]:
        """A way out comes first, then what can be done."""
        return (action.id != "quit", not self._is_usable(action))

    def _is_usable(self, action: Action) -> bool:
        return self._usable.get(action.id, True)

    def _shown(self, action: Action) -> Line:
        given = self._keys.get(action.id, action.keys)
        is_usable = self._is_usable(action)
        return line(
            Piece(shown_key(given[0]), Tone.KEY if is_usable else Tone.MUTED),
            Piece(Safe(f" {action.short}"), Tone.PLAIN if is_usable else Tone.MUTED),
        )

    def on_resize(self, event: Resize) -> None:
        self._arrange()

    def on_click(self, event: Click) -> None:
        for button in self._buttons:
            if button.start <= event.x < button.end:
                self.post_message(self.Pressed(button.action))

    def render_line(self, y: int) -> Strip:
        return self.strip_of(self._line, self.size.width)
