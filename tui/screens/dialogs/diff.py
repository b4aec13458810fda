"""A change before it is made: what goes, what comes, and two keys."""

from textual.app import ComposeResult
from textual.binding import Binding

from integrity.quantities import counted
from integrity.safe_text import Safe, safe_text
from tui.glyphs import Glyphs
from tui.screens.dialogs.dialog import Dialog
from tui.widgets.box import Box
from tui.widgets.diff_view import DiffView
from tui.widgets.line_pane import LinePane
from tui.widgets.lines import Piece, Tone, line
from tui.workspace.proposal import Proposal

_MOST_LEFT = 6
"""Lines for what cannot be written; the others are scrolled to."""


class DiffDialog(Dialog[bool]):
    """Returns whether the change is wanted; escape keeps everything as it is."""

    BINDINGS = [
        Binding("enter", "write", "Write", show=False, priority=True),
        Binding("escape,q", "keep", "Keep", show=False),
        Binding("n", "next_change", "Next change", show=False),
        Binding("N", "previous_change", "Previous change", show=False),
    ]
    DEFAULT_CSS = """
    DiffDialog Box { width: 96%; height: 90%; }
    """

    def __init__(self, title: Safe, proposal: Proposal, glyphs: Glyphs) -> None:
        super().__init__(glyphs)
        self._title = title
        self._proposal = proposal

    def compose(self) -> ComposeResult:
        with Box(self.glyphs):
            yield DiffView(self.glyphs)
            yield LinePane(self.glyphs, id="left")

    def on_mount(self) -> None:
        proposal = self._proposal
        box = self.query_one(Box)
        files = counted(len(proposal.changes), "file")
        box.entitle(
            line(
                Piece(self._title, Tone.STRONG),
                safe_text(f": {proposal.what}, {files}"),
            ),
            line(Safe("enter write")),
        )
        left = counted(len(proposal.left), "checksum") if proposal.left else ""
        said = safe_text(f"{left} cannot be written") if left else Safe("")
        box.sign(line(said) if said else (), line(Safe("esc keeps it")))
        self._show_left()
        view = self.query_one(DiffView)
        view.show_changes(
            (one.shown_path, one.old, one.new) for one in proposal.changes
        )
        view.focus()

    def _show_left(self) -> None:
        """Name what cannot be written, and say why."""
        left = self._proposal.left
        pane = self.query_one("#left", LinePane)
        pane.display = bool(left)
        pane.styles.height = min(len(left), _MOST_LEFT)
        pane.show(
            [line(Piece(one.what, Tone.WARNING), Safe("  "), one.why) for one in left]
        )

    def action_next_change(self) -> None:
        """Go to the next change."""
        self.query_one(DiffView).next_change()

    def action_previous_change(self) -> None:
        """Go to the change before."""
        self.query_one(DiffView).previous_change()

    def action_write(self) -> None:
        """It is wanted."""
        self.dismiss(True)

    def action_keep(self) -> None:
        """It is not."""
        self.dismiss(False)
