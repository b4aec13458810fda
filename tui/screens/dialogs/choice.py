"""One of several: a theme, what to copy, an api-version."""

from collections.abc import Callable, Mapping

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding

from integrity.safe_text import Safe
from tui.glyphs import Glyphs
from tui.screens.dialogs.dialog import AROUND, Dialog
from tui.widgets.box import Box
from tui.widgets.line_list import LineList
from tui.widgets.lines import Line, cells_of, line
from tui.widgets.rows import Column, Rows


class _Choices(Rows):
    """The choices as rows."""

    def __init__(self, choices: Mapping[str, Line]) -> None:
        self._keys = list(choices)
        self._lines = list(choices.values())

    def __len__(self) -> int:
        return len(self._keys)

    def key(self, index: int) -> str:
        return self._keys[index]

    def cells(self, index: int) -> tuple[Line, ...]:
        return (self._lines[index],)


class ChoiceDialog(Dialog[str | None]):
    """Returns the key of what was chosen; None when it was left with escape."""

    BINDINGS = [Binding("escape,q", "leave", "Close", show=False)]
    DEFAULT_CSS = """
    ChoiceDialog Box { min-width: 60; max-width: 90%; }
    """

    def __init__(
        self,
        title: Safe,
        choices: Mapping[str, Line],
        *,
        glyphs: Glyphs,
        chosen: str | None = None,
        preview: Callable[[str], object] | None = None,
    ) -> None:
        """Offer choices.

        Args:
            choices: What to show for each key.
            chosen: Where the cursor is at first.
            preview: Hears where the cursor is.
        """
        super().__init__(glyphs)
        self._title = title
        self._choices = dict(choices)
        self._chosen = chosen
        self._preview = preview

    def compose(self) -> ComposeResult:
        with Box(self.glyphs):
            yield LineList(self.glyphs)

    def on_mount(self) -> None:
        box = self.query_one(Box)
        box.styles.width = max(map(cells_of, self._choices.values())) + AROUND
        box.styles.height = min(len(self._choices) + 3, self.size.height - 4)
        box.entitle(line(self._title), line(Safe("enter take")))
        box.sign((), line(Safe("esc close")))
        choices = self.query_one(LineList)
        choices.show(_Choices(self._choices), (Column(Safe(""), None),))
        if self._chosen in self._choices:
            choices.move_to(self._chosen)
        choices.focus()

    @on(LineList.Moved)
    def show_preview(self, event: LineList.Moved) -> None:
        """Let whoever asked see what it would be."""
        event.stop()
        if self._preview is not None and event.key is not None:
            self._preview(event.key)

    @on(LineList.Chosen)
    def take(self, event: LineList.Chosen) -> None:
        """This one."""
        event.stop()
        self.dismiss(event.key)

    def action_leave(self) -> None:
        """None of them."""
        self.dismiss(None)
