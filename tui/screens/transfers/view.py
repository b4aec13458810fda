"""The view of transfers: copies of this machine, and what has been read in this window."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from textual.app import ComposeResult

from integrity.quantities import counted
from integrity.safe_text import Safe, safe_text
from tui.actions import Action, Place
from tui.jobs.entry import ENDED, UNDER_WAY, JobEntry, Standing
from tui.jobs.slots import within
from tui.screens.copy_lines import begun_line, detail_lines
from tui.screens.copying import copy_of_artifact, offer
from tui.screens.detailed_pane import DetailedPane
from tui.screens.dock import run_line
from tui.screens.handling import Handlers, Words, bindings_of, wordless
from tui.screens.remembering import remember
from tui.screens.stopping import ask_cancel, pause_or_resume, retry
from tui.screens.transfers.recent import recent_lines
from tui.screens.transfers.rows import COLUMNS, Row, TransferRows
from tui.widgets.box import Box
from tui.widgets.line_list import LineList
from tui.widgets.line_pane import LinePane, WrappedPane
from tui.widgets.lines import EMPTY, Line, Piece, Tone, line
from tui.workspace.judged import ArtifactEntry
from tui.workspace.snapshot import Snapshot

_NONE_FOUND = (
    line(Piece(Safe(" Nothing here has this text in its name."), Tone.MUTED)),
)
_PAUSE = line(Piece(Safe("p pause or resume  C cancel"), Tone.MUTED))


class TransfersView(DetailedPane):
    """Every copy that this machine knows of, and every artifact that is read."""

    view = Place.TRANSFERS
    BINDINGS = bindings_of(Place.TRANSFERS)
    SCOPED_CSS = False  # the size of the screen decides, too
    DEFAULT_CSS = """
    TransfersView #detail { height: 9; }
    TransfersView #recent { height: 6; display: none; }
    TransfersView.-copies #recent { display: block; }
    .-low TransfersView #detail { height: 8; }
    .-low TransfersView #recent { display: none; }
    """

    def compose(self) -> ComposeResult:
        yield from super().compose()
        with Box(self.glyphs, id="recent") as box:
            box.entitle(line(Safe("Recent")))
            yield WrappedPane(self.glyphs)

    def on_mount(self) -> None:
        self._rows = TransferRows((), self.glyphs)
        self._snapshot = Snapshot()
        self.frame.bakeferry.jobs.want()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        text = self.wanted.casefold()
        self._snapshot = snapshot
        known = self.frame.bakeferry.jobs.snapshot()
        jobs = known.entries if known is not None else ()
        under_way = snapshot.run.under_way if snapshot.run is not None else ()
        now = [one for one in jobs if one.is_under_way]
        before = [one for one in jobs if not one.is_under_way]
        listed: tuple[JobEntry | ArtifactEntry, ...] = (*now, *under_way, *before)
        rows: list[Row] = [one for one in listed if text in one.name.casefold()]
        runs = tuple(reversed(snapshot.runs))
        self._rows = TransferRows((*rows, *runs), self.glyphs)
        self.query_one(LineList).show(self._rows, COLUMNS)
        self._show_titles(jobs, len(under_way), len(runs))
        self.show_detail()
        self.set_class(bool(jobs), "-copies")
        recent = self.query_one("#recent LinePane", LinePane)
        recent.show(tuple(recent_lines(jobs, datetime.now(UTC))))

    def _show_titles(self, jobs: Sequence[JobEntry], under_way: int, runs: int) -> None:
        standings = Counter(one.standing for one in jobs)
        waiting = standings[Standing.WAITING]
        active = sum(standings[one] for one in UNDER_WAY) - waiting + under_way
        titles = [f"{active} active"]
        if waiting:
            titles.append(f"{waiting} queued")
        titles += [f"{standings[one]} {one}" for one in ENDED if standings[one]]
        if runs:
            titles.append(f"{counted(runs, 'run')} before")
        dot = f" {self.glyphs.bullet} "
        box = self.list_box
        box.entitle(line(safe_text(f"Transfers  {dot.join(titles)}")))
        known = self.frame.bakeferry.jobs.snapshot()
        slots = f"{known.slots} at once in the background" if known and jobs else ""
        wanted = f"filter: {self.wanted}" if self.wanted else ""
        box.sign(
            *(
                line(Piece(safe_text(one), Tone.MUTED)) if one else ()
                for one in (wanted, slots)
            )
        )

    def show_detail(self) -> None:
        pane = self.detail
        box = self.detail_box
        row = self._current
        if isinstance(row, JobEntry):
            title = safe_text(f"Job {row.short}" if row.job_id else "Copy")
            box.entitle(line(title), begun_line(row, self.glyphs))
            cells = pane.size.width
            pane.show(tuple(detail_lines(row, self.glyphs, cells=cells)), about=row.key)
            box.sign((), _PAUSE if row.is_under_way or row.can_resume else ())
            return
        box.sign(())
        if self.wanted and not len(self._rows):
            box.entitle(())
            pane.show(_NONE_FOUND)
            return
        box.entitle(line(Safe("What runs")))
        pane.show(self._of_verification(pane.size.width))

    def _of_verification(self, cells: int) -> tuple[Line, ...]:
        run = self._snapshot.run
        if run is None:
            hint = Safe(" Nothing runs. v on a template verifies its artifacts,")
            more = Safe(" R on a run output rescues its VHD.")
            return tuple(line(Piece(one, Tone.MUTED)) for one in (hint, more))
        total = run_line(run, self.glyphs, cells=cells)
        keys = Safe(" p pauses or goes on, C cancels: what is verified stays.")
        return (total, EMPTY, line(Piece(keys, Tone.MUTED)))

    @property
    def _current(self) -> Row | None:
        """The row under the cursor."""
        at = self.query_one(LineList).cursor_index
        return None if at is None else self._rows.rows[at]

    @property
    def _job(self) -> JobEntry | None:
        """The copy under the cursor as it stands now, not as it was shown."""
        row = self._current
        known = self.frame.bakeferry.jobs.snapshot()
        if known is None or not isinstance(row, JobEntry):
            return None
        return next((one for one in known.entries if one.key == row.key), row)

    @property
    def handlers(self) -> Handlers:
        common: Handlers = {
            "copy": self._copy,
            "filter": self.ask_filter,
            "retry": wordless(self._retry),
            "more_at_once": wordless(lambda: self._change_slots(1)),
            "fewer_at_once": wordless(lambda: self._change_slots(-1)),
        }
        job = self._job
        if job is None:
            return common
        return {
            **common,
            "pause": wordless(lambda: pause_or_resume(self.frame, job)),
            "cancel": wordless(lambda: ask_cancel(self.frame, job)),
        }

    def why_not(self, action: Action, words: Words) -> Safe | None:
        if action.id == "retry":
            job = self._job
            can = job is not None and job.can_resume
            return None if can else Safe("no copy here that could be tried again")
        return None

    def _retry(self) -> None:
        job = self._job
        if job is not None:
            retry(self.frame, job)

    def _change_slots(self, step: int) -> None:
        jobs = self.frame.bakeferry.jobs.want()
        before = jobs.snapshot().slots
        number = within(before + step)
        if number == before:
            self.frame.bakeferry.say(safe_text(f"{before} at once it stays."))
            return
        jobs.change_slots(number)
        window = self.frame.bakeferry
        remember(self.frame, f"bakeferry jobs at-once {number}")
        copies = counted(number, "copy", "copies")
        ends = "; what runs already ends first" if step < 0 else ""
        window.say(safe_text(f"{copies} at once{ends}."))

    def _copy(self, words: Words) -> None:
        row = self._current
        if isinstance(row, ArtifactEntry):
            copy_of_artifact(self.frame, row, words)
        elif isinstance(row, JobEntry):
            offer(self.frame, _offers(row), words)
        else:
            self.frame.bakeferry.say(Safe("Nothing under way to copy."))


def _offers(job: JobEntry) -> dict[str, str]:
    """What may be copied of a copy."""
    offers = {
        "job": job.job_id,
        "name": job.name,
        "destination": job.destination,
        "command": f"bakeferry jobs show {job.short}" if job.job_id else "",
    }
    if job.receipt is not None and job.receipt.sha256:
        offers["sha256"] = job.receipt.sha256
    return {name: text for name, text in offers.items() if text}
