"""What is said about places of a file: findings, values of expressions, verdicts."""

from collections.abc import Callable, Iterator, Sequence

from integrity.dataclass import dataclass
from integrity.facts import ArtifactFact, Facts
from integrity.lint.finding import Finding
from integrity.lint.severity import Severity
from integrity.lint.verdict import Verdict
from integrity.safe_text import Safe, safe_text
from integrity.template.loader import LoadedFile
from integrity.template.position import Document, Span
from integrity.template.references import ArtifactReference, declared_artifacts
from integrity.verify import verdict_of
from tui.glyphs import Glyphs, State
from tui.widgets.lines import Line, Piece, Tone, line
from tui.widgets.source_view.hints import Hint, hints_of

SEVERITY_TONES = {
    Severity.ERROR: Tone.BAD,
    Severity.WARNING: Tone.WARNING,
    Severity.NOTE: Tone.ACCENT,
}
_VERDICTS = {
    Verdict.MATCH: (State.OK, Tone.GOOD, "matches"),
    Verdict.MISMATCH: (State.FAILED, Tone.BAD, "differs"),
    Verdict.UNDECLARED: (State.LOOK, Tone.WARNING, "not in the template"),
    Verdict.PROBLEM: (State.FAILED, Tone.BAD, "not read"),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What reading an artifact told of the checksum that the template has for it."""

    span: Span
    """The checksum; where there is none, the artifact's address."""

    verdict: Verdict

    told: Safe
    """What stands in brackets: `2 min ago, 12 KiB`. May be empty."""

    sha256: str | None = None
    """What the artifact's bytes give; None when they were not read."""


def checked_artifacts(
    loaded: LoadedFile, facts: Facts, told: Callable[[ArtifactFact], Safe]
) -> tuple[Checked, ...]:
    """The verdict on every declared artifact that something is known of.

    Args:
        told: What to say in brackets of an artifact: its size, when it was read.
    """
    return tuple(
        Checked(_place(one), verdict_of(one.expected, fact), told(fact), fact.sha256)
        for template in loaded.templates
        for one in declared_artifacts(template)
        if (fact := facts.artifact(one.url)) is not None
    )


def _place(reference: ArtifactReference) -> Span:
    node = reference.checksum
    return reference.span if node is None else node.span


@dataclass(frozen=True, slots=True)
class Note:
    """Something to say about one place on one line."""

    line: int
    """Counted from 1."""

    column: int
    end: int
    """Columns counted from 1, `end` exclusive; it may be past the line's end."""

    said: Line
    """In full, to be wrapped where it is shown."""

    more: tuple[Line, ...] = ()
    """Ways out; each begins on a line of its own."""

    finding: int | None = None
    """Which of the findings it is; its place is underlined."""

    tone: Tone = Tone.PLAIN
    """Of the underline."""

    behind: bool = False
    """Belongs behind the line's text, if there is room."""


def notes_of(
    document: Document,
    loaded: LoadedFile | None,
    findings: Sequence[Finding],
    checks: Sequence[Checked],
    *,
    glyphs: Glyphs,
) -> list[Note]:
    """All there is to say, in the order of the lines."""
    lines = document.line_count
    notes = [
        _of_finding(index, finding, document.name, lines)
        for index, finding in enumerate(findings)
    ]
    hints = hints_of(loaded) if loaded is not None else ()
    notes += [_of_hint(hint, glyphs) for hint in hints]
    notes += _of_checks(checks, document, glyphs)
    return sorted(notes, key=_order)


def _order(note: Note) -> tuple[int, bool, bool]:
    """What stands behind a line comes first, then values, then what is wrong."""
    return note.line, not note.behind, note.finding is not None


def _of_finding(index: int, finding: Finding, shown: str, lines: int) -> Note:
    tone = SEVERITY_TONES[finding.severity]
    head = Piece(Safe(f"{finding.rule} {finding.severity}:"), tone)
    is_elsewhere = finding.path != shown
    where = f" {safe_text(finding.place)}:" if is_elsewhere else ""
    start, end = finding.start, finding.end
    return Note(
        line=lines if is_elsewhere else min(start.line, lines),
        column=1 if is_elsewhere else start.column,
        end=end.column if end.line == start.line else 2**31,
        said=line(head, Safe(f"{where} {finding.message}")),
        more=tuple(_ways_out(finding)),
        finding=index,
        tone=tone,
    )


def _ways_out(finding: Finding) -> Iterator[Line]:
    if finding.help is not None:
        yield line(Piece(Safe("help: "), Tone.MUTED), finding.help)
    if finding.fix is not None:
        yield line(Piece(Safe("fix: "), Tone.GOOD), safe_text(finding.fix.title))


def _of_hint(hint: Hint, glyphs: Glyphs) -> Note:
    start = hint.span.document.position(hint.span.start)
    value = None if hint.shown is None else Safe(f" = {hint.shown}")
    text = Safe(f"{glyphs.hint}{value or ' not known offline'}")
    return Note(
        line=start.line,
        column=start.column,
        end=start.column,
        said=line(Piece(text, Tone.COMMENT)),
        behind=value is None,
    )


def _of_checks(
    checks: Sequence[Checked], document: Document, glyphs: Glyphs
) -> Iterator[Note]:
    for check in checks:
        if check.span.document is document:
            start = document.position(check.span.start)
            said = line(*_verdict(check, glyphs))
            yield Note(start.line, start.column, start.column, said, behind=True)


def _verdict(check: Checked, glyphs: Glyphs) -> Iterator[Piece]:
    state, tone, words = _VERDICTS[check.verdict]
    digest = ""
    if check.sha256 is not None and check.verdict is not Verdict.MATCH:
        digest = f": {check.sha256[:4]}{glyphs.ellipsis}{check.sha256[-4:]}"
    yield Piece(Safe(f"{glyphs.of(state)} {words}{digest}"), tone)
    if check.told:
        yield Piece(Safe(f" ({check.told})"), Tone.MUTED)
