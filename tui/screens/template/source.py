"""The source of a template, with its findings where they are."""

from textual.app import ComposeResult
from textual.containers import Container

from tui.glyphs import Glyphs
from tui.widgets.source_view import SourceView
from tui.workspace.snapshot import OpenTemplate, TemplateEntry


class SourceTab(Container):
    """Holds the source view, and shows it again when the file or its findings change."""

    DEFAULT_CSS = "SourceTab { height: 1fr; }"

    def __init__(self, glyphs: Glyphs, *, id: str) -> None:  # noqa: A002 -- as Textual has it
        super().__init__(id=id)
        self._glyphs = glyphs
        self._shown: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        yield SourceView(self._glyphs)

    def show(self, entry: TemplateEntry, opened: OpenTemplate | None) -> None:
        """Show the file as it is now."""
        if opened is None:
            return
        verdicts = tuple(
            (one.position, one.verdict) for one in entry.artifacts if one.verdict
        )
        shown = (opened.document, opened.findings, verdicts)
        if shown != self._shown:
            self._shown = shown
            self.query_one(SourceView).show(
                opened.document, opened.loaded, opened.findings, entry.artifacts
            )

    def take_focus(self) -> None:
        """Take the keyboard."""
        self.query_one(SourceView).focus()
