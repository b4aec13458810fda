"""Rescuing VHDs: where to, how well to prove it, and the command that does the same."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input

from integrity.quantities import counted, size_in_words
from integrity.safe_text import Safe, safe_text
from tui.glyphs import Glyphs
from tui.jobs.destinations import Way, problem_with
from tui.screens.dialogs.answers import answer_button
from tui.screens.dialogs.dialog import Dialog, cells_within
from tui.screens.dialogs.rescue_wish import CHECKS, RescueWish
from tui.screens.handling import next_of
from tui.widgets.box import Box
from tui.widgets.line_pane import LinePane
from tui.widgets.lines import EMPTY, Line, Piece, Tone, line
from tui.widgets.safe_input import SafeInput
from tui.widgets.wrapping import wrapped

if TYPE_CHECKING:
    from tui.live.sizes import Measure

_CHECKED = {
    "as usual": "files are read back; of blobs each range has a checksum",
    "full": "all of it is read back and compared",
    "ranges": "each range is held against the service's checksum",
}
_WAYS = tuple(Way)
_MOVES = {
    Way.ACCOUNT: "the service copies; nothing passes this machine",
    Way.FOLDER: "only what holds data is downloaded; holes stay holes",
}
_FIXED_LINES = 12
_SAME = Safe("Same as   ")
_MOST_NAMES = 5


class _Field(SafeInput):
    """A place; up brings back those used before."""

    BINDINGS = [
        Binding("up", "recall(1)", show=False),
        Binding("down", "recall(-1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(compact=True, select_on_focus=False)
        self._places: Sequence[str] = ()
        self._at = 0

    def offer(self, places: Sequence[str], default: str) -> None:
        """Take the newest of these places, or the default where there is none."""
        self._places, self._at = places, 0
        self.value = places[0] if places else default
        self.cursor_position = len(self.value)

    def action_recall(self, step: int) -> None:
        """Go to the place before, or to the one after."""
        if self._places:
            self._at = (self._at + step) % len(self._places)
            self.value = self._places[self._at]
            self.cursor_position = len(self.value)


class RescueDialog(Dialog[RescueWish | None]):
    """Returns what is wanted; None when it was left with escape."""

    BINDINGS = [
        Binding("escape", "leave", "Keep", show=False),
    ]
    DEFAULT_CSS = """
    RescueDialog Box { width: 76; max-width: 96%; }
    RescueDialog LinePane { height: auto; }
    RescueDialog Horizontal { height: 1; padding: 0 1; }
    RescueDialog Horizontal LinePane { width: 10; padding: 0; }
    RescueDialog Input { width: 1fr; margin: 0 0 0 1; }
    RescueDialog #ends { dock: bottom; align: right middle; }
    RescueDialog Button { margin: 0 1 0 0; min-width: 0; }
    """

    def __init__(
        self,
        names: Sequence[Safe],
        recent: Mapping[Way, Sequence[str]],
        glyphs: Glyphs,
    ) -> None:
        """Ask.

        Args:
            names: `TEMPLATE/OUTPUT` of each VHD.
            recent: Places used before, the last one first.
        """
        super().__init__(glyphs)
        self._names, self._recent = names, recent
        self._way = Way.ACCOUNT if recent[Way.ACCOUNT] else Way.FOLDER
        self._check, self._overwrite = CHECKS[0], False
        self._measure: Measure | None = None

    def compose(self) -> ComposeResult:
        glyphs = self.glyphs
        with Box(glyphs):
            yield LinePane(glyphs, id="what")
            with Horizontal():
                yield LinePane(glyphs, id="way-label")
                yield Button(Content(""), id="way", compact=True)
            with Horizontal():
                yield LinePane(glyphs, id="to-label")
                yield _Field()
            with Horizontal():
                yield LinePane(glyphs, id="check-label")
                yield Button(Content(""), id="check", compact=True)
            with Horizontal():
                yield LinePane(glyphs, id="there-label")
                yield Button(Content(""), id="there", compact=True)
            yield LinePane(glyphs, id="same")
            with Horizontal(id="ends"):
                yield answer_button(Safe("Keep"), "keep")
                yield answer_button(Safe("Rescue"), "do")

    def on_mount(self) -> None:
        box = self.query_one(Box)
        whom = self._names[0] if len(self._names) == 1 else self._many
        box.entitle(line(safe_text(f"Rescue {whom}?")))
        box.sign(
            line(Safe("tab to the choices, enter rescues, up: places used before")),
            line(Safe("esc keeps it")),
        )
        labels = {"way": "Way", "to": "To", "check": "Check", "there": "If there"}
        for name, label in labels.items():
            pane = self.query_one(f"#{name}-label", LinePane)
            pane.show((line(Piece(Safe(label), Tone.KEY)),))
        for pane in self.query(LinePane):
            pane.can_focus = False
        self._take_way()
        self._show()
        self.query_one(Input).focus()

    def on_resize(self) -> None:
        self._show()

    @property
    def _many(self) -> str:
        return counted(len(self._names), "VHD")

    def measured(self, measure: "Measure") -> None:
        """It is known now how large they are."""
        self._measure = measure
        if self.is_mounted:
            self._show()

    @property
    def wish(self) -> RescueWish:
        """What is chosen now."""
        text = self.query_one(Input).value
        return RescueWish(self._way, text, self._check, self._overwrite)

    def _take_way(self) -> None:
        is_folder = self._way is Way.FOLDER
        place = self.query_one(_Field)
        place.offer(self._recent[self._way], "." if is_folder else "")
        place.placeholder = "a folder" if is_folder else "ACCOUNT/CONTAINER"

    def _show(self) -> None:
        self.query_one("#what", LinePane).show(tuple(self._lines()))
        there = "write over it" if self._overwrite else "leave it, and say so"
        turned = {"way": self._way.value, "check": self._check, "there": there}
        for name, words in turned.items():
            button = self.query_one(f"#{name}", Button)
            button.label = Content(words)
            button.refresh(layout=True)  # else it stays as wide as its words before
        same = self._same_lines()
        shown = min(len(self._names), _MOST_NAMES + 1) + _FIXED_LINES + len(same)
        self.query_one(Box).styles.height = min(shown, self.size.height - 2)
        why = problem_with(self._way, self.wish.to)
        trouble = line(Piece(why or Safe(""), Tone.WARNING))
        checked = line(Piece(Safe(_CHECKED[self._check]), Tone.MUTED))
        moves = line(Piece(Safe(_MOVES[self._way]), Tone.MUTED))
        self.query_one("#same", LinePane).show((moves, checked, trouble, *same))

    def _same_lines(self) -> list[Line]:
        """The command that does the same, whole."""
        cells = cells_within(self.size.width, share=0.96, widest=76)
        room = cells + 1 - len(_SAME)  # it has no scrollbar
        command = wrapped(line(self.wish.command(self._names)), max(1, room))
        labels = chain((_SAME,), repeat(Safe(" " * len(_SAME))))
        return [
            line(Piece(label, Tone.MUTED), *part)
            for label, part in zip(labels, command, strict=False)
        ]

    def _lines(self) -> Iterator[Line]:
        sign = Piece(Safe(f"{self.glyphs.risk} "), Tone.WARNING)
        for name in self._names[:_MOST_NAMES]:
            yield line(sign, name)
        more = len(self._names) - _MOST_NAMES
        if more > 0:
            yield line(Piece(safe_text(f"  and {more} more"), Tone.MUTED))
        yield line(Piece(self._sizes(), Tone.MUTED))
        yield EMPTY

    def _sizes(self) -> Safe:
        known = self._measure
        if known is None:
            return safe_text(
                f"  how large they are is being asked{self.glyphs.ellipsis}"
            )
        words = (
            f"  {size_in_words(known.size)}, {size_in_words(known.data_bytes)} of data"
        )
        if known.unknown:
            unread = counted(known.unknown, "VHD")
            words = f"  {unread} not readable by this sign-in: {known.why}"
        return safe_text(words)

    @on(Input.Changed)
    def show_typed(self, event: Input.Changed) -> None:
        """The command changes with every letter."""
        event.stop()
        self._show()

    @on(Input.Submitted)
    def take_typed(self, event: Input.Submitted) -> None:
        """The place is said, and everything else has a safe value."""
        event.stop()
        self._decide()

    @on(Button.Pressed)
    def turn(self, event: Button.Pressed) -> None:
        """A choice is turned, or it was decided."""
        event.stop()
        match event.button.id:
            case "way":
                self._way = next_of(_WAYS, self._way)
                self._take_way()
            case "check":
                self._check = next_of(CHECKS, self._check)
            case "there":
                self._overwrite = not self._overwrite
            case "keep":
                self.dismiss(None)
            case "do":
                self._decide()
        self._show()

    def _decide(self) -> None:
        why = problem_with(self._way, self.wish.to)
        if why is None:
            self.dismiss(self.wish)
        else:
            self.app.notify(why, markup=False)
            self.query_one(Input).focus()

    def action_leave(self) -> None:
        """Nothing is copied."""
        self.dismiss(None)
