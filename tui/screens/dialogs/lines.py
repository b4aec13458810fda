"""Lines to read: the help, a rule's manual page, messages."""

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Resize

from integrity.safe_text import Safe
from tui.glyphs import Glyphs
from tui.screens.dialogs.dialog import Dialog, cells_within
from tui.widgets.box import Box
from tui.widgets.line_pane import LinePane
from tui.widgets.lines import Line, line, text_of
from tui.widgets.wrapping import all_wrapped

_SHARE = 0.9
"""Of the screen's width and height; the width as below in the styles."""

_ABOVE_AND_BELOW = 2
"""Lines of the border."""


Fitted = Callable[[int], Sequence[Line]]
"""Makes lines of so many cells at most."""


class LinesDialog(Dialog[None]):
    """Shows lines until it is closed; `y` copies them."""

    BINDINGS = [
        Binding("escape,q,enter,question_mark,f1", "dismiss", "Close", show=False),
        Binding("y", "copy", "Copy", show=False),
    ]
    DEFAULT_CSS = """
    LinesDialog Box { width: 90%; max-width: 100; }
    """

    def __init__(self, title: Safe, lines: Sequence[Line], glyphs: Glyphs) -> None:
        super().__init__(glyphs)
        self._title = title
        self._lines = tuple(lines)

    def compose(self) -> ComposeResult:
        with Box(self.glyphs):
            yield LinePane(self.glyphs)

    def on_mount(self) -> None:
        box = self.query_one(Box)
        box.entitle(line(self._title), line(Safe("esc close")))
        self.query_one(LinePane).focus()

    def on_resize(self, event: Resize) -> None:
        shown = self._fit(cells_within(event.size.width, share=_SHARE, widest=100))
        highest = int(_SHARE * event.size.height)
        self.query_one(Box).styles.height = min(len(shown) + _ABOVE_AND_BELOW, highest)
        self.query_one(LinePane).show(shown)

    def _fit(self, cells: int) -> Sequence[Line]:
        """The lines, of so many cells at most."""
        return all_wrapped(self._lines, cells)

    def action_copy(self) -> None:
        """Put the text on the clipboard."""
        self.app.copy_to_clipboard("\n".join(text_of(one) for one in self._lines))
        self.app.notify("Copied.", markup=False)


class FittedDialog(LinesDialog):
    """Shows lines that are made anew for each width of the window."""

    def __init__(self, title: Safe, fitted: Fitted, glyphs: Glyphs) -> None:
        super().__init__(title, (), glyphs)
        self._fitted = fitted

    def _fit(self, cells: int) -> Sequence[Line]:
        self._lines = tuple(self._fitted(cells))
        return super()._fit(cells)
