"""What the six views have in common."""

from typing import TYPE_CHECKING, ClassVar, Self, cast

from textual.containers import Container

from integrity.safe_text import Safe
from tui.actions import Action, Place
from tui.glyphs import Glyphs
from tui.screens.handling import Handlers, Words
from tui.widgets.rows import NO_ROWS
from tui.widgets.selection import Selection
from tui.workspace.snapshot import Snapshot

if TYPE_CHECKING:
    from tui.screens.frame import FrameScreen


class ViewPane(Container):
    """One view: the main screen asks it what it can do and tells it what is new."""

    BLANK = True
    DEFAULT_CSS = "ViewPane { width: 1fr; height: 1fr; }"

    view: Place
    """Which of the six it is."""

    KEPT: ClassVar[tuple[str, ...]] = ("wanted", "selection")
    """What stays when it is made again: how it is arranged, and where the cursor is."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id=self.view.value)
        self.glyphs = glyphs
        self.wanted = ""
        """The text that the rows shown hold; empty shows all."""

        self.selection = Selection()
        """Cursor and marks of its list."""

    def go_on_from(self, before: Self) -> None:
        """Be as the same view was, which is made again for other signs."""
        for name in self.KEPT:
            setattr(self, name, getattr(before, name))
        self.selection.rows = NO_ROWS

    @property
    def frame(self) -> "FrameScreen":
        """The screen that the view is in."""
        return cast("FrameScreen", self.screen)

    @property
    def place(self) -> Place:
        """Where the person is."""
        return self.view

    @property
    def handlers(self) -> Handlers:
        """What can be done here, by the names of actions."""
        return {}

    def why_not(self, action: Action, words: Words) -> Safe | None:
        """Why an action cannot be done now; None when it can."""
        return None

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show what has become of the workspace."""

    def show_again(self) -> None:
        """Show what is known, after something about how it is shown has changed."""
        self.show_snapshot(self.frame.bakeferry.shown_now())

    def ask_filter(self, words: Words) -> None:
        """Filter by what was typed with the command, else ask."""
        if words:
            self.filter_by(" ".join(words))
        else:
            self.frame.ask("filter", Safe("/"), text=self.wanted)

    def filter_by(self, text: str) -> None:
        """Show the rows with this text alone."""
        self.wanted = text
        self.show_again()

    def focus_body(self) -> None:
        """Take the keyboard."""
        self.focus()
