"""What views have in common that show a list, and one row of it in detail."""

from textual import on
from textual.app import ComposeResult

from tui.screens.view_pane import ViewPane
from tui.widgets.box import Box
from tui.widgets.line_list import LineList
from tui.widgets.line_pane import WrappedPane


class DetailedPane(ViewPane):
    """A list, and below it all that is known of the row under its cursor."""

    def compose(self) -> ComposeResult:
        with Box(self.glyphs, id="list"):
            yield LineList(self.glyphs, self.selection)
        with Box(self.glyphs, id="detail"):
            yield WrappedPane(self.glyphs)

    @property
    def list_box(self) -> Box:
        """What is around the list."""
        return self.query_one("#list", Box)

    @property
    def detail_box(self) -> Box:
        """What is around the detail."""
        return self.query_one("#detail", Box)

    @property
    def detail(self) -> WrappedPane:
        """Where a row is told in detail."""
        return self.query_one("#detail WrappedPane", WrappedPane)

    def show_detail(self) -> None:
        """Show the row under the cursor."""
        raise NotImplementedError

    @on(LineList.Moved)
    def show_moved(self, event: LineList.Moved) -> None:
        """The cursor is on another row."""
        event.stop()
        self.show_detail()

    @on(LineList.Chosen)
    def read_detail(self, event: LineList.Chosen) -> None:
        """What is known of it may be more than the detail has room for."""
        event.stop()
        self.detail.focus()

    def focus_body(self) -> None:
        self.query_one(LineList).focus()
