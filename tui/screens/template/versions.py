"""A template under another api-version: what would break, and what is new."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult

from integrity.lint.finding import Finding
from integrity.quantities import counted
from integrity.safe_text import Safe, safe_text
from integrity.template.versions import VERSIONS
from tui.glyphs import Glyphs
from tui.screens.finding_line import finding_line
from tui.screens.template.tab import TemplateTab
from tui.widgets.line_list import LineList
from tui.widgets.line_pane import LinePane
from tui.widgets.lines import EMPTY, Line, Piece, Tone, line
from tui.widgets.rows import Column, Rows
from tui.workspace.judged import OpenTemplate
from tui.workspace.snapshot import TemplateEntry
from tui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from concurrent.futures import Future


class _Versions(Rows):
    """The api-versions, newest first."""

    def __init__(self, own: frozenset[str]) -> None:
        self._versions: Sequence[str] = tuple(reversed(VERSIONS))
        self._own = own

    def __len__(self) -> int:
        return len(self._versions)

    def key(self, index: int) -> str:
        return self._versions[index]

    def cells(self, index: int) -> tuple[Line, ...]:
        version = self._versions[index]
        own = Piece(Safe(" now" if version in self._own else ""), Tone.MUTED)
        return (line(safe_text(version), own),)


class VersionsTab(TemplateTab):
    """The versions at the left; at the right what a move to one of them brings."""

    DEFAULT_CSS = """
    VersionsTab { layout: horizontal; }
    VersionsTab LineList { width: 28; }
    VersionsTab LinePane { width: 1fr; }
    """

    def __init__(self, glyphs: Glyphs, workspace: Workspace, *, id: str) -> None:
        super().__init__(glyphs, id=id)
        self._workspace = workspace
        self._entry: TemplateEntry | None = None
        self._opened: OpenTemplate | None = None

    def compose(self) -> ComposeResult:
        yield LineList(self.glyphs)
        yield LinePane(self.glyphs)

    def show(self, entry: TemplateEntry, opened: OpenTemplate | None) -> None:
        """Show the versions; nothing is judged again while the file is the same."""
        if opened is self._opened and self._entry is not None:
            return
        self._entry, self._opened = entry, opened
        self.query_one(LineList).show(_Versions(self._own), (Column(Safe("Version")),))
        self._show_findings()

    @property
    def _own(self) -> frozenset[str]:
        loaded = self._opened.loaded if self._opened is not None else None
        return (
            frozenset(one.version for one in loaded.templates)
            if loaded
            else frozenset()
        )

    @property
    def version(self) -> str | None:
        """The version under the cursor."""
        return self.query_one(LineList).cursor_key

    @on(LineList.Moved)
    def _moved(self, event: LineList.Moved) -> None:
        event.stop()
        self._show_findings()

    def _show_findings(self) -> None:
        version = self.version
        if self._entry is None or version is None:
            return
        future = self._workspace.judged_under(self._entry.key, version)
        self.run_worker(self._show_when_judged(future, version), exclusive=True)

    async def _show_when_judged(
        self, future: "Future[tuple[Finding, ...]]", version: str
    ) -> None:
        findings = await asyncio.wrap_future(future)
        lines = _migration_lines(version, findings, self._own)
        self.query_one(LinePane).show(lines, about=version)

    def focus_body(self) -> None:
        """Take the keyboard."""
        self.query_one(LineList).focus()


def _migration_lines(
    version: str, findings: Sequence[Finding], own: frozenset[str]
) -> tuple[Line, ...]:
    """What a move to a version brings, or that it brings nothing."""
    if version in own:
        title = f"{version} is what it is judged by now"
    else:
        title = f"Moving to {version} brings {counted(len(findings), 'finding')}"
    head = (line(Piece(safe_text(title), Tone.TITLE)), EMPTY)
    if not findings:
        nothing = "nothing new" if version not in own else "see Source for its findings"
        return (*head, line(Piece(Safe(f" {nothing}"), Tone.MUTED)))
    lines: list[Line] = []
    for finding in findings:
        lines.append(finding_line(finding))
        if finding.help is not None:
            lines.append(line(Piece(safe_text(f"         {finding.help}"), Tone.MUTED)))
    return (*head, *lines)
