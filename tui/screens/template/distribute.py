"""Where a template's images go, and what becomes of each."""

from collections.abc import Iterator

from textual.app import ComposeResult

from integrity.safe_text import Safe
from tui.glyphs import Glyphs
from tui.screens.template.tab import TemplateTab
from tui.widgets.line_pane import LinePane, WrappedPane
from tui.widgets.lines import EMPTY, Line, Piece, Tone, labelled, line
from tui.workspace.judged import TargetEntry
from tui.workspace.snapshot import TemplateEntry

_LABEL_CELLS = 16


class DistributeTab(TemplateTab):
    """One paragraph for each target."""

    DEFAULT_CSS = "DistributeTab > LinePane { padding: 0 1; }"

    def compose(self) -> ComposeResult:
        yield WrappedPane(self.glyphs)

    def show(self, entry: TemplateEntry) -> None:
        """Show the targets."""
        self.query_one(LinePane).show(tuple(_target_lines(entry, self.glyphs)))

    def focus_body(self) -> None:
        """Take the keyboard."""
        self.query_one(LinePane).focus()


def _target_lines(entry: TemplateEntry, glyphs: Glyphs) -> Iterator[Line]:
    """The targets in words."""
    if not entry.targets:
        yield line(Piece(Safe("Nothing is distributed."), Tone.MUTED))
    for target in entry.targets:
        yield line(Piece(target.kind, Tone.STRONG))
        yield _entry("run output", target.run_output)
        yield _entry("goes to", target.where or glyphs.dash)
        yield from _fate(target, glyphs)
        yield EMPTY


def _entry(label: str, value: Safe) -> Line:
    return labelled(f"  {label}", _LABEL_CELLS, value)


def _fate(target: TargetEntry, glyphs: Glyphs) -> Iterator[Line]:
    if target.kind.casefold() == "vhd" and not target.where:
        yield line(
            Piece(Safe(f"  {glyphs.risk} "), Tone.WARNING),
            Safe("lives in the staging group alone and dies with the template;"),
        )
        yield line(
            Safe("    give it a uri, or rescue it before the template is deleted")
        )
