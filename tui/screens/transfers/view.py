"""The view of transfers: what reads now, and what has been read in this window."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from textual.app import ComposeResult

from integrity.lint.reports.quantities import counted, size_in_words
from integrity.safe_text import Safe, safe_text
from tui.actions import Place
from tui.glyphs import Glyphs
from tui.screens.copying import copy_of_artifact
from tui.screens.dock import run_line
from tui.screens.handling import Handlers, Words, bindings_of
from tui.screens.times import ago, clock
from tui.screens.view_pane import ViewPane
from tui.widgets.bars import progress_bar
from tui.widgets.box import Box
from tui.widgets.line_list import LineList
from tui.widgets.line_pane import LinePane
from tui.widgets.lines import EMPTY, Line, Piece, Tone, line
from tui.widgets.rows import Column
from tui.workspace.snapshot import ArtifactEntry, Snapshot, VerifyRun

COLUMNS = (
    Column(Safe("What")),
    Column(Safe("Progress"), 18, needs=60),
    Column(Safe("Done"), 10, right=True),
    Column(Safe("Rate"), 13, right=True, needs=70),
    Column(Safe("Left"), 10, right=True),
)


@dataclass(frozen=True, slots=True)
class TransferRows:
    """What is read now, one row each, then the runs of this window."""

    under_way: Sequence[ArtifactEntry]
    runs: Sequence[VerifyRun]
    glyphs: Glyphs

    def __len__(self) -> int:
        return len(self.under_way) + len(self.runs)

    def key(self, index: int) -> str:
        """What names a row."""
        if index < len(self.under_way):
            return f"artifact {self.under_way[index].id}"
        return f"run {self.runs[index - len(self.under_way)].number}"

    def index(self, key: str) -> int | None:
        """Where a row is."""
        return next((at for at in range(len(self)) if self.key(at) == key), None)

    def cells(self, index: int) -> tuple[Line, ...]:
        """One row."""
        if index < len(self.under_way):
            return self._of_artifact(self.under_way[index])
        return self._of_run(self.runs[index - len(self.under_way)])

    def _of_artifact(self, artifact: ArtifactEntry) -> tuple[Line, ...]:
        rate = f"{size_in_words(int(artifact.rate))}/s" if artifact.rate else ""
        return (
            line(Piece(Safe(f"{self.glyphs.running} "), Tone.ACCENT), artifact.name),
            progress_bar(artifact.done, artifact.total, 18, self.glyphs),
            line(safe_text(size_in_words(artifact.done))),
            line(safe_text(rate)),
            line(clock(artifact.seconds_left)),
        )

    def _of_run(self, run: VerifyRun) -> tuple[Line, ...]:
        sign, tone = self._sign(run)
        words = f"verify {counted(run.total, 'artifact')}"
        return (
            line(Piece(Safe(f"{sign} "), tone), safe_text(words)),
            progress_bar(run.done, run.total or None, 18, self.glyphs),
            line(safe_text(size_in_words(run.bytes_done))),
            line(safe_text("cancelled" if run.is_cancelled else "done")),
            line(Piece(ago(run.ended_at, datetime.now(UTC)), Tone.MUTED)),
        )

    def _sign(self, run: VerifyRun) -> tuple[Safe, Tone]:
        if run.is_cancelled:
            return self.glyphs.paused, Tone.MUTED
        return self.glyphs.ok, Tone.GOOD


class TransfersView(ViewPane):
    """Every artifact that is being read, and every run before."""

    view = Place.TRANSFERS
    BINDINGS = bindings_of(Place.TRANSFERS)

    def compose(self) -> ComposeResult:
        with self.box(id="transfer-list"):
            yield LineList(self.glyphs)
        with self.box(id="transfer-detail"):
            yield LinePane(self.glyphs)

    def on_mount(self) -> None:
        self._rows: TransferRows | None = None

    def show_snapshot(self, snapshot: Snapshot) -> None:
        text = self.wanted.casefold()
        under_way = snapshot.run.under_way if snapshot.run is not None else ()
        shown = [one for one in under_way if text in one.name.casefold()]
        self._rows = TransferRows(shown, tuple(reversed(snapshot.runs)), self.glyphs)
        self.query_one(LineList).show(self._rows, COLUMNS)
        dot = f" {self.glyphs.bullet} "
        past = counted(len(snapshot.runs), "run")
        titles = [f"{len(under_way)} active", f"{past} before"]
        box = self.query_one("#transfer-list", Box)
        box.entitle(line(safe_text(f"Transfers  {dot.join(titles)}")))
        self._show_detail(snapshot)

    def _show_detail(self, snapshot: Snapshot) -> None:
        pane = self.query_one("#transfer-detail LinePane", LinePane)
        box = self.query_one("#transfer-detail", Box)
        box.entitle(line(Safe("What runs")))
        if snapshot.run is None:
            hint = Safe(" Nothing runs. v on a template verifies its artifacts.")
            pane.show((line(Piece(hint, Tone.MUTED)),))
            return
        total = run_line(snapshot.run, self.glyphs, cells=pane.size.width)
        keys = Safe(" p pauses or goes on, C cancels: what is verified stays.")
        pane.show((total, EMPTY, line(Piece(keys, Tone.MUTED))))

    @property
    def handlers(self) -> Handlers:
        return {"copy": self._copy, "filter": self.ask_filter}

    def _copy(self, words: Words) -> None:
        rows = self._rows
        key = self.query_one(LineList).cursor_key
        index = rows.index(key) if rows is not None and key is not None else None
        if rows is None or index is None or index >= len(rows.under_way):
            self.frame.bakeferry.say(Safe("Nothing under way to copy."))
            return
        copy_of_artifact(self.frame, rows.under_way[index], words)

    def focus_body(self) -> None:
        self.query_one(LineList).focus()
