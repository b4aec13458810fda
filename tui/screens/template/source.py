"""The source of a template, with its findings where they are."""

from textual.app import ComposeResult

from integrity.facts import ArtifactFact
from integrity.quantities import size_in_words
from integrity.safe_text import Safe, safe_text
from tui.glyphs import Glyphs
from tui.screens.template.tab import TemplateTab
from tui.widgets.source_view.notes import Checked, checked_artifacts
from tui.widgets.source_view.view import SourceView
from tui.workspace.judged import OpenTemplate


class SourceTab(TemplateTab):
    """Holds the source view, and shows it again when the file or its findings change."""

    def __init__(self, glyphs: Glyphs, *, id: str) -> None:
        super().__init__(glyphs, id=id)
        self._shown: OpenTemplate | None = None

    def compose(self) -> ComposeResult:
        yield SourceView(self.glyphs)

    def show(self, opened: OpenTemplate | None) -> None:
        """Show the file as it is now."""
        if opened is None or opened is self._shown:
            return
        self._shown = opened
        checks: tuple[Checked, ...] = ()
        if opened.loaded is not None:
            checks = checked_artifacts(opened.loaded, opened.facts, _told)
        self.query_one(SourceView).show(
            opened.document, opened.loaded, opened.findings, checks
        )

    def focus_body(self) -> None:
        """Take the keyboard."""
        self.query_one(SourceView).focus()


def _told(fact: ArtifactFact) -> Safe:
    """What is said of an artifact beside its checksum."""
    size = "" if fact.size is None else size_in_words(fact.size)
    return safe_text(f"{size}, remembered" if fact.cached else size)
