"""One template: its source, artifacts, targets, and other api-versions."""

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import ContentSwitcher

from integrity.quantities import counted
from integrity.safe_text import Safe, safe_text
from tui.actions import Action, Place
from tui.screens.azure_actions import handlers_in_azure
from tui.screens.changes import propose_fixes, propose_rewrite, propose_stamp, undo
from tui.screens.copying import copy_of_artifact, copy_of_template
from tui.screens.editing import edit_file
from tui.screens.explaining import choose_rule, explain
from tui.screens.frame import FrameScreen
from tui.screens.handling import (
    Handlers,
    Words,
    bindings_of,
    named_or_next,
    next_of,
    wordless,
)
from tui.screens.naming import called, files_called, keys_called
from tui.screens.reasons import why_not_here, why_not_these
from tui.screens.template.artifacts import ArtifactsTab
from tui.screens.template.crumbs import Crumbs
from tui.screens.template.distribute import DistributeTab
from tui.screens.template.source import SourceTab
from tui.screens.template.tab import TemplateTab
from tui.screens.template.versions import VersionsTab
from tui.widgets.box import Box
from tui.widgets.lines import Piece, Tone, line
from tui.widgets.source_view.view import SourceView
from tui.widgets.tabs_line import Tab, TabsLine
from tui.workspace.judged import OpenTemplate
from tui.workspace.snapshot import Snapshot, TemplateEntry

TABS = ("source", "artifacts", "distribute", "versions")

_GONE = Safe("its file is gone; esc goes back")


class TemplateScreen(FrameScreen):
    """Opened over the list; `esc` goes back to the same row."""

    BINDINGS = bindings_of(Place.TEMPLATE)

    def __init__(
        self,
        key: str,
        neighbours: Sequence[str],
        *,
        line: int | None = None,
    ) -> None:
        """Open a template.

        Args:
            neighbours: The templates as they were listed, for the next and previous one.
            line: Where to put the cursor in its source, counted from 1.
        """
        super().__init__()
        self._key = key
        self._neighbours = neighbours
        self._line = line
        self._tab = "source"

    def compose_head(self) -> ComposeResult:
        yield Crumbs(self.glyphs)

    def compose_body(self) -> ComposeResult:
        glyphs = self.glyphs
        with Box(glyphs, id="template-box"), Container():
            yield TabsLine(glyphs)
            with ContentSwitcher(initial=self._tab):
                yield SourceTab(glyphs, id="source")
                yield ArtifactsTab(glyphs, id="artifacts")
                yield DistributeTab(glyphs, id="distribute")
                yield VersionsTab(glyphs, self.workspace, id="versions")

    @property
    def place(self) -> Place:
        return Place.TEMPLATE

    @property
    def entry(self) -> TemplateEntry | None:
        """The template as it is now."""
        return self.entry_of(self._key)

    @property
    def opened(self) -> OpenTemplate | None:
        """Its file and findings as they are now."""
        return self.bakeferry.shown.opened(self._key)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        super().show_snapshot(snapshot)
        entry, opened = self.entry, self.opened
        if entry is None:
            if not snapshot.scanning:
                gone = line(Piece(_GONE, Tone.WARNING))
                self.query_one("#template-box", Box).sign(gone)
            return
        self.query_one(Crumbs).show_name(entry.name)
        self._show_tabs(entry)
        match self._tab:
            case "source":
                self.query_one(SourceTab).show(opened)
                self._go_to_line(opened)
            case "artifacts":
                self.query_one(ArtifactsTab).show(entry)
            case "distribute":
                self.query_one(DistributeTab).show(entry)
            case _:
                self.query_one(VersionsTab).show(entry, opened)
        self._show_problems(entry)

    def _show_tabs(self, entry: TemplateEntry) -> None:
        tabs = (
            Tab("source", Safe("Source")),
            Tab("artifacts", safe_text(f"Artifacts {len(entry.artifacts)}")),
            Tab("distribute", safe_text(f"Distribute {len(entry.targets)}")),
            Tab("versions", Safe("Other versions")),
        )
        end = line(Piece(safe_text(f"{entry.shown_path} "), Tone.MUTED))
        self.query_one(TabsLine).show(tabs, self._tab, end)

    def _show_problems(self, entry: TemplateEntry) -> None:
        dot = f" {self.glyphs.bullet} "
        words = dot.join(
            (counted(entry.errors, "error"), counted(entry.warnings, "warning"))
        )
        self.query_one("#template-box", Box).sign(
            line(Piece(safe_text(words), Tone.MUTED)),
            line(Piece(Safe("n"), Tone.KEY), Safe(" next problem")),
        )

    async def draw_anew(self) -> None:
        self._line = self._line or self.query_one(SourceView).cursor_line
        await super().draw_anew()

    def _go_to_line(self, opened: OpenTemplate | None) -> None:
        """Put the cursor where it was asked for, once there is something to show."""
        if self._line is not None and opened is not None:
            self.query_one(SourceView).go_to(self._line, 1)
            self._line = None

    def focus_body(self) -> None:
        self.query_one(f"#{self._tab}", TemplateTab).focus_body()

    def open_tab(self, tab: str) -> None:
        """Show another tab."""
        self._tab = tab
        self.query_one(ContentSwitcher).current = tab
        self.show_snapshot(self.bakeferry.shown_now())
        self.focus_body()

    @on(TabsLine.Chosen)
    def open_clicked(self, event: TabsLine.Chosen) -> None:
        """A tab was clicked."""
        event.stop()
        self.open_tab(event.key)

    @on(SourceView.Explained)
    def explain_finding(self, event: SourceView.Explained) -> None:
        """Enter on a finding."""
        event.stop()
        explain(self, event.finding.rule, finding=event.finding)

    @property
    def handlers(self) -> Handlers:
        source = self.query_one(SourceView)
        return {
            **handlers_in_azure(self, self._meant_anywhere),
            "verify": self._verify,
            "verify_all": wordless(lambda: self.verify(self._neighbours)),
            "stamp": lambda words: propose_stamp(self, self._meant(words)),
            "stamp_all": wordless(lambda: propose_stamp(self, self._neighbours)),
            "fix": lambda words: propose_fixes(self, self._meant(words)),
            "rewrite": wordless(self._rewrite),
            "undo": wordless(lambda: undo(self)),
            "edit": self._edit,
            "explain": self._explain,
            "next_problem": wordless(lambda: self._in_source(source.next_problem)),
            "previous_problem": wordless(
                lambda: self._in_source(source.previous_problem)
            ),
            "next_tab": lambda words: self._step_tab(1, words),
            "previous_tab": lambda words: self._step_tab(-1, words),
            "next_template": wordless(lambda: self._step_template(1)),
            "previous_template": wordless(lambda: self._step_template(-1)),
            "wrap": wordless(lambda: self._in_source(self._wrap)),
            "back": wordless(self._go_back),
            "copy": self._copy,
        }

    def why_not(self, action: Action, words: Words = ()) -> Safe | None:
        entry = self.entry
        why = super().why_not(action)
        if why is not None:
            return why
        if words:
            return why_not_these(action, called(words, self._listed), self.live)
        if entry is None:
            is_about_it = why_not_here(action, None, self.live) is not None
            return _GONE if is_about_it else None
        if action.id == "rewrite" and not self._is_oversized:
            return Safe("no File step here is over the 20 MB guidance")
        return why_not_here(action, entry, self.live)

    def _go_back(self) -> None:
        self.dismiss(None)

    def _meant(self, words: Words) -> list[str]:
        """The templates that words name, else the one that is open."""
        if not words:
            return [self._key]
        return files_called(words, self.snapshot, self.bakeferry.say)

    def _meant_anywhere(self, words: Words) -> list[str]:
        """The same, with those that are in Azure alone."""
        if not words:
            return [self._key]
        return keys_called(words, self._listed, self.bakeferry.say)

    @property
    def _listed(self) -> Sequence[TemplateEntry]:
        return self.snapshot.entries

    def _verify(self, words: Words) -> None:
        self.verify(self._meant(words))
        if self._tab == "source" and not words:
            self.open_tab("artifacts")

    async def _edit(self, words: Words) -> None:
        line = None if words else self.query_one(SourceView).cursor_line
        for key in self._meant(words)[:1]:
            await edit_file(self, key, line=line)

    def _wrap(self) -> None:
        source = self.query_one(SourceView)
        source.toggle_wrap()
        how = "go on below" if source.wraps else "are cut at the edge"
        self.bakeferry.say(safe_text(f"Long lines {how}."))

    def _in_source(self, step: Callable[[], object]) -> None:
        if self._tab != "source":
            self.open_tab("source")
        step()

    def _step_tab(self, step: int, words: Words) -> None:
        self.open_tab(named_or_next(words, TABS, self._tab, step))

    def _step_template(self, step: int) -> None:
        if self._key in self._neighbours:
            self._key = next_of(self._neighbours, self._key, step)
            self.show_snapshot(self.bakeferry.shown_now())

    @property
    def _is_oversized(self) -> bool:
        """A File step is over the guidance, as far as its artifacts are known."""
        findings = self.opened.findings if self.opened is not None else ()
        return any(one.rule == "AIB365" for one in findings)

    def _rewrite(self) -> None:
        propose_rewrite(self, self._key)

    def _explain(self, words: Words) -> None:
        finding = self.query_one(SourceView).cursor_finding
        if words:
            explain(self, words[0])
        elif self._tab == "source" and finding is not None:
            explain(self, finding.rule, finding=finding)
        else:
            choose_rule(self, self.opened.findings if self.opened is not None else ())

    def _copy(self, words: Words) -> None:
        artifact = self.query_one(ArtifactsTab).current
        entry = self.entry
        if self._tab == "artifacts" and artifact is not None:
            copy_of_artifact(self, artifact, words)
        elif entry is not None:
            copy_of_template(self, entry, words)
