"""What the view of transfers lists: copies, artifacts that are read, runs before."""

from collections.abc import Sequence
from datetime import UTC, datetime

from integrity.dataclass import dataclass
from integrity.quantities import counted, rate_in_words, size_in_words
from integrity.safe_text import Safe, safe_text
from tui.glyphs import Glyphs
from tui.jobs.entry import JobEntry, Standing
from tui.places import place_words
from tui.screens.copy_lines import rate_words, sign_of
from tui.screens.times import ago, clock
from tui.widgets.bars import progress_bar
from tui.widgets.lines import EMPTY, Line, Piece, Tone, line
from tui.widgets.rows import Column, Rows
from tui.workspace.judged import ArtifactEntry, VerifyRun

COLUMNS = (
    Column(Safe("What")),
    Column(Safe("To"), needs=100),
    Column(Safe("Progress"), 18, needs=60),
    Column(Safe("Done"), 10, right=True),
    Column(Safe("Rate"), 13, right=True, needs=70),
    Column(Safe("Left"), 10, right=True),
)

Row = JobEntry | ArtifactEntry | VerifyRun


@dataclass(frozen=True, slots=True)
class TransferRows(Rows):
    """What goes on now comes first."""

    rows: Sequence[Row]
    glyphs: Glyphs

    def __len__(self) -> int:
        return len(self.rows)

    def key(self, index: int) -> str:
        """What names a row."""
        row = self.rows[index]
        if isinstance(row, JobEntry):
            return f"job {row.key}"
        if isinstance(row, ArtifactEntry):
            return f"artifact {row.id}"
        return f"run {row.number}"

    def cells(self, index: int) -> tuple[Line, ...]:
        """One row."""
        row = self.rows[index]
        if isinstance(row, JobEntry):
            return self._of_job(row)
        if isinstance(row, ArtifactEntry):
            return self._of_artifact(row)
        return self._of_run(row)

    def _of_job(self, job: JobEntry) -> tuple[Line, ...]:
        left = line(clock(job.seconds_left))
        if not job.is_under_way:
            moved = datetime.fromtimestamp(job.moved, UTC) if job.moved else None
            left = line(Piece(ago(moved, datetime.now(UTC)), Tone.MUTED))
        how_far = progress_bar(job.done, job.total, 18, self.glyphs)
        if job.standing is Standing.WAITING:
            how_far = line(Piece(Safe("waits for its turn"), Tone.MUTED))
        return (
            line(sign_of(job, self.glyphs), job.name),
            line(Piece(place_words(job.destination), Tone.MUTED)),
            how_far,
            line(safe_text(size_in_words(job.done))),
            line(rate_words(job)),
            left,
        )

    def _of_artifact(self, artifact: ArtifactEntry) -> tuple[Line, ...]:
        progress = artifact.progress
        return (
            line(self._sign(self.glyphs.running, Tone.ACCENT), artifact.name),
            EMPTY,
            progress_bar(progress.done, progress.total, 18, self.glyphs),
            line(safe_text(size_in_words(progress.done))),
            line(safe_text(rate_in_words(progress.rate))),
            line(clock(progress.seconds_left)),
        )

    def _of_run(self, run: VerifyRun) -> tuple[Line, ...]:
        sign, tone, became = self.glyphs.ok, Tone.GOOD, "done"
        if run.is_cancelled:
            sign, tone, became = self.glyphs.paused, Tone.MUTED, "cancelled"
        elif run.problems:
            sign, tone = self.glyphs.look, Tone.WARNING
            became = f"{run.problems:,} not read"
        words = f"verify {counted(run.total, 'artifact')}"
        return (
            line(self._sign(sign, tone), safe_text(words)),
            EMPTY,
            progress_bar(run.done, run.total or None, 18, self.glyphs),
            line(safe_text(size_in_words(run.bytes_done))),
            line(safe_text(became)),
            line(Piece(ago(run.ended_at, datetime.now(UTC)), Tone.MUTED)),
        )

    def _sign(self, sign: Safe, tone: Tone) -> Piece:
        return Piece(self.glyphs.in_column(sign), tone)
