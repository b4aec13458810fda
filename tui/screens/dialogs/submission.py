"""Submitting a template: what will be sent, where to, and what is in its way."""

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.events import Resize
from textual.widgets import Button

from integrity.quantities import counted
from integrity.safe_text import Safe, safe_text
from tui.glyphs import Glyphs
from tui.screens.dialogs.answers import answer_button
from tui.screens.dialogs.deletion import lines_of_loss
from tui.screens.dialogs.dialog import Dialog, cells_within
from tui.widgets.box import Box
from tui.widgets.diff_view import DiffView
from tui.widgets.line_pane import LinePane
from tui.widgets.lines import Line, Piece, Tone, labelled, line
from tui.widgets.wrapping import all_wrapped

if TYPE_CHECKING:
    from tui.live.submitting import SubmissionPlan

_LABEL_CELLS = 12


class Answer(StrEnum):
    """What is to become of a file that could be submitted."""

    KEEP = "keep"
    """Nothing is sent."""

    BUILD = "build"
    """What stands in Azure is built as it is."""

    SUBMIT = "submit"
    """The file is submitted, in place of what stands in Azure, and built."""


class SubmissionDialog(Dialog[Answer]):
    """Shows the request, beside what stands in Azure; escape sends nothing."""

    BINDINGS = [
        Binding("escape,q", "keep", "Keep", show=False),
        Binding("right,l", "app.focus_next", show=False),
        Binding("left,h", "app.focus_previous", show=False),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown,ctrl+d", "scroll_page(1)", show=False),
        Binding("pageup,ctrl+u", "scroll_page(-1)", show=False),
    ]
    DEFAULT_CSS = """
    SubmissionDialog Box { width: 96%; height: 92%; }
    SubmissionDialog LinePane { height: auto; }
    SubmissionDialog DiffView { height: 1fr; }
    SubmissionDialog Horizontal { height: 1; dock: bottom; align: right middle; }
    """

    def __init__(self, plan: "SubmissionPlan", glyphs: Glyphs) -> None:
        super().__init__(glyphs)
        self._plan = plan

    def compose(self) -> ComposeResult:
        with Box(self.glyphs):
            yield LinePane(self.glyphs)
            yield DiffView(self.glyphs)
            with Horizontal():
                yield answer_button(Safe("Send nothing"), Answer.KEEP)
                if self._plan.deletion is None:
                    yield answer_button(Safe("Submit and build"), Answer.SUBMIT)
                else:
                    yield answer_button(Safe("Build what stands there"), Answer.BUILD)
                    yield answer_button(Safe("Delete, submit and build"), Answer.SUBMIT)

    def on_mount(self) -> None:
        submission = self._plan.submission
        box = self.query_one(Box)
        box.entitle(line(safe_text(f"Submit {submission.resource.name}?")))
        box.sign((), line(Safe("esc sends nothing")))
        facts, request = self.query_one(LinePane), self.query_one(DiffView)
        facts.can_focus = request.can_focus = False
        request.show_change(*submission.shown())
        self.query(Button).first().focus()

    def on_resize(self, event: Resize) -> None:
        cells = cells_within(event.size.width, share=0.96)
        lines = all_wrapped(self._lines(), cells)
        facts = self.query_one(LinePane)
        facts.styles.height = len(lines)
        facts.show(lines)

    def _lines(self) -> Iterator[Line]:
        submission = self._plan.submission
        where = submission.resource
        yield _entry("Into", where.group or "")
        yield _entry("", f"subscription {where.subscription}")
        count = submission.candidate.artifacts
        verified = f"{counted(count, 'artifact')} just verified; the digests go along"
        yield _entry("Verified", verified if count else "it names no artifacts")
        others = counted(submission.others, "other finding")
        yield _entry("Findings", f"0 errors, {others}")
        for note in submission.notes:
            yield _entry("Not judged", note)
        deletion = self._plan.deletion
        if deletion is None:
            yield _entry("In Azure", "no template of that name; this is all of it:")
            return
        words = Safe("one of that name. To submit, it is deleted first.")
        yield labelled("In Azure", _LABEL_CELLS, Piece(words, Tone.WARNING))
        yield from lines_of_loss(deletion, self.glyphs)
        yield _entry("Request", "- stands in Azure, + would be sent")

    @on(Button.Pressed)
    def take_button(self, event: Button.Pressed) -> None:
        """It was decided."""
        event.stop()
        self.dismiss(Answer(event.button.id or Answer.KEEP))

    def action_scroll(self, lines: int) -> None:
        """Read on in the request."""
        self.query_one(DiffView).action_move(lines)

    def action_scroll_page(self, pages: int) -> None:
        """The same, by pages."""
        self.query_one(DiffView).action_move_pages(pages)

    def action_keep(self) -> None:
        """Nothing is sent."""
        self.dismiss(Answer.KEEP)


def _entry(label: str, words: str) -> Line:
    return labelled(label, _LABEL_CELLS, safe_text(words))
