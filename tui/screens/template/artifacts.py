"""The artifacts of a template: read live, held against what the template declares."""

from collections.abc import Iterator, Sequence

from textual import on
from textual.app import ComposeResult

from integrity.dataclass import dataclass
from integrity.lint.verdict import Verdict
from integrity.quantities import rate_in_words, size_in_words
from integrity.safe_text import Safe, safe_text
from integrity.template.references import FILE_GUIDANCE, FILE_LIMIT
from tui.glyphs import Glyphs
from tui.screens.artifact_words import (
    artifact_words,
    is_as_it_should_be,
    short_digest,
)
from tui.screens.template.tab import TemplateTab
from tui.screens.times import clock
from tui.widgets.bars import BAR_CELLS, progress_bar
from tui.widgets.box import Box
from tui.widgets.line_list import LineList
from tui.widgets.line_pane import LinePane, WrappedPane
from tui.widgets.lines import Line, Piece, Tone, labelled, line
from tui.widgets.rows import Column, Rows
from tui.workspace.judged import ArtifactEntry, ArtifactProgress
from tui.workspace.snapshot import TemplateEntry
from tui.workspace.stages import ArtifactStage

_GAUGE_CELLS = 30
_LABEL_CELLS = 12
_UNDER_WAY = (ArtifactStage.READING, ArtifactStage.RETRYING)
_AT_REST = (ArtifactStage.UNREAD, ArtifactStage.CANCELLED)

COLUMNS = (
    Column(Safe("Artifact")),
    Column(Safe("Step"), 24, needs=100),
    Column(Safe("Use"), 8, needs=76),
    Column(Safe("Size"), 10, right=True, needs=66),
    Column(Safe("Digest / progress"), 38),
)


@dataclass(frozen=True, slots=True)
class ArtifactRows(Rows):
    """One row for each place that names an artifact."""

    artifacts: Sequence[ArtifactEntry]
    glyphs: Glyphs

    def __len__(self) -> int:
        return len(self.artifacts)

    def key(self, index: int) -> str:
        """What names a row."""
        return self.artifacts[index].id

    def cells(self, index: int) -> tuple[Line, ...]:
        """One row."""
        artifact = self.artifacts[index]
        sign, words = artifact_words(artifact, self.glyphs)
        size = artifact.progress.total if artifact.fact is None else artifact.fact.size
        return (
            line(Piece(self.glyphs.in_column(sign.text), sign.tone), artifact.name),
            line(Piece(artifact.step, Tone.MUTED)),
            line(safe_text(artifact.use.split()[0])),
            line(safe_text(size_in_words(size) if size is not None else "")),
            self._progress(artifact, words),
        )

    def _progress(self, artifact: ArtifactEntry, words: Piece) -> Line:
        if artifact.progress.stage in _UNDER_WAY:
            return self._moving(artifact.progress)
        fact = artifact.fact
        if fact is None or fact.sha256 is None:
            return line(words)
        digest = short_digest(fact.sha256, self.glyphs)
        remembered = " remembered" if fact.cached else ""
        return line(safe_text(f"{digest} "), words, Piece(Safe(remembered), Tone.MUTED))

    def _moving(self, progress: ArtifactProgress) -> Line:
        bar = progress_bar(progress.done, progress.total, BAR_CELLS, self.glyphs)
        rate, left = rate_in_words(progress.rate), clock(progress.seconds_left)
        return line(*bar, safe_text(f" {rate:>11} {left:>6}"))


class ArtifactsTab(TemplateTab):
    """The list, and below it what is known of the artifact under the cursor."""

    DEFAULT_CSS = """
    ArtifactsTab #artifact-detail { height: 9; }
    .-low ArtifactsTab #artifact-detail { height: 7; }
    """

    def __init__(self, glyphs: Glyphs, *, id: str) -> None:
        super().__init__(glyphs, id=id)
        self._artifacts: Sequence[ArtifactEntry] = ()

    def compose(self) -> ComposeResult:
        glyphs = self.glyphs
        yield LineList(glyphs)
        with Box(glyphs, id="artifact-detail"):
            yield WrappedPane(glyphs)

    def show(self, entry: TemplateEntry) -> None:
        """Show the artifacts as they are now."""
        self._artifacts = entry.artifacts
        rows = ArtifactRows(self._artifacts, self.glyphs)
        self.query_one(LineList).show(rows, COLUMNS)
        self._show_detail()

    @property
    def current(self) -> ArtifactEntry | None:
        """The artifact under the cursor."""
        at = self.query_one(LineList).cursor_index
        return None if at is None else self._artifacts[at]

    @on(LineList.Moved)
    def _moved(self, event: LineList.Moved) -> None:
        event.stop()
        self._show_detail()

    def _show_detail(self) -> None:
        artifact = self.current
        box = self.query_one(Box)
        pane = self.query_one(LinePane)
        if artifact is None:
            box.entitle(())
            pane.show((line(Piece(Safe(" No artifacts are named here."), Tone.MUTED)),))
            return
        place = f"{artifact.step}  line {artifact.position.line}"
        box.entitle(line(Piece(artifact.name, Tone.STRONG)), line(safe_text(place)))
        pane.show(
            tuple(detail_lines(artifact, self.glyphs)),
            about=self.query_one(LineList).cursor_key,
        )

    def focus_body(self) -> None:
        """Take the keyboard."""
        self.query_one(LineList).focus()


def detail_lines(artifact: ArtifactEntry, glyphs: Glyphs) -> Iterator[Line]:
    """What is known of one artifact, and what to do about it."""
    _, words = artifact_words(artifact, glyphs)
    yield _entry("address", artifact.address)
    fact = artifact.fact
    if fact is not None and fact.read_from is not None:
        yield _entry("read from", safe_text(fact.read_from))
    yield _entry("state", words)
    yield from _digests(artifact)
    yield from _gauge(artifact, glyphs)
    if fact is not None and fact.etag is not None:
        yield _entry("etag", safe_text(f"{fact.etag}  {fact.content_type or ''}"))
    if fact is not None and fact.redirects:
        yield _entry("led through", safe_text(" ".join(fact.redirects)))
    yield from _advice(artifact)


def _entry(label: str, *value: Safe | Piece) -> Line:
    return labelled(f" {label}", _LABEL_CELLS, *value)


def _digests(artifact: ArtifactEntry) -> Iterator[Line]:
    """The digest; where it differs, both, from the first character that differs marked."""
    got = artifact.fact.sha256 if artifact.fact is not None else None
    if artifact.verdict is Verdict.MISMATCH and got is not None and artifact.expected:
        same = _same_beginning(artifact.expected, got)
        for label, digest, tone in (
            ("expected", artifact.expected, Tone.REMOVED_PART),
            ("got", got, Tone.ADDED_PART),
        ):
            rest = Piece(safe_text(digest[same:]), tone)
            yield _entry(label, safe_text(digest[:same]), rest)
    elif got is not None:
        yield _entry("sha256", safe_text(got))
    elif artifact.expected is not None:
        yield _entry("expected", safe_text(artifact.expected))


def _same_beginning(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _gauge(artifact: ArtifactEntry, glyphs: Glyphs) -> Iterator[Line]:
    """The 20 MB guidance, for File steps alone."""
    size = artifact.fact.size if artifact.fact is not None else artifact.progress.total
    if artifact.use != "file" or size is None:
        return
    bar = progress_bar(min(size, FILE_LIMIT), FILE_LIMIT, _GAUGE_CELLS, glyphs)
    if size >= FILE_LIMIT:
        tone, words = Tone.BAD, "over the File limit of 20 MB"
    elif size >= FILE_GUIDANCE:
        tone = Tone.WARNING
        words = 'between 20 MB and 20 MiB: the manual says "20 MB"'
    else:
        tone, words = Tone.PLAIN, "within the 20 MB of a File step"
    told = Piece(safe_text(f" {size:,} bytes, {words}"), tone)
    yield _entry("20 MB", *bar, told)


def _advice(artifact: ArtifactEntry) -> Iterator[Line]:
    size = artifact.fact.size if artifact.fact is not None else None
    if artifact.use == "file" and size is not None and size >= FILE_GUIDANCE:
        yield line(
            Piece(Safe(" W"), Tone.KEY),
            Safe(" rewrites the step as a download that checks itself"),
        )
    elif artifact.fact is not None and not is_as_it_should_be(artifact):
        return  # no digest of it is written
    elif artifact.verdict in (Verdict.MISMATCH, Verdict.UNDECLARED):
        yield line(
            Piece(Safe(" S"), Tone.KEY),
            Safe(" writes sha256Checksum, nothing else in the file changes"),
        )
    elif artifact.fact is None and artifact.progress.stage in _AT_REST:
        yield line(Piece(Safe(" v"), Tone.KEY), Safe(" verifies it"))
