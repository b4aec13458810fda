"""What is said of one artifact, in the list and in the page of its template."""

from typing import TYPE_CHECKING

from integrity.facts import Appearance
from integrity.lint.verdict import Verdict
from integrity.quantities import size_in_words
from integrity.safe_text import Safe, safe_text
from tui.glyphs import Glyphs
from tui.widgets.lines import Line, Piece, Tone, line, signed
from tui.workspace.stages import ArtifactStage

if TYPE_CHECKING:
    from tui.workspace.judged import ArtifactEntry

SHORT_DIGITS = 4
"""Of a digest at each end: enough to tell two apart by eye."""

_NOT_THE_FILE = {
    Appearance.HTML: "a web page, not the file",
    Appearance.LFS_POINTER: "a Git LFS pointer, not the file",
    Appearance.EMPTY: "empty",
}


def artifact_words(artifact: "ArtifactEntry", glyphs: Glyphs) -> tuple[Piece, Piece]:
    """The sign of its state, and the state in words."""
    match artifact.progress.stage:
        case ArtifactStage.WAITING:
            return signed(glyphs.waiting, "waiting", Tone.MUTED)
        case ArtifactStage.CANCELLED:
            return signed(glyphs.paused, "cancelled", Tone.MUTED)
        case ArtifactStage.ASKING | ArtifactStage.READING | ArtifactStage.RETRYING:
            return signed(glyphs.running, artifact.progress.stage.value, Tone.ACCENT)
        case _:
            return _of_fact(artifact, glyphs)


def _of_fact(artifact: "ArtifactEntry", glyphs: Glyphs) -> tuple[Piece, Piece]:
    """What was read, or that nothing was read yet."""
    fact = artifact.fact
    if fact is None:
        return signed(glyphs.unknown, "not verified", Tone.MUTED)
    if fact.problem is not None:
        return signed(glyphs.failed, fact.problem.message, Tone.BAD)
    if fact.appearance in _NOT_THE_FILE:
        return signed(glyphs.failed, _NOT_THE_FILE[fact.appearance], Tone.BAD)
    match artifact.verdict:
        case Verdict.MATCH:
            return signed(glyphs.ok, "matches", Tone.GOOD)
        case Verdict.MISMATCH:
            return signed(glyphs.failed, "differs from the template", Tone.BAD)
        case Verdict.UNDECLARED:
            return signed(glyphs.look, "no sha256Checksum", Tone.WARNING)
        case _:
            return signed(glyphs.failed, "over the File limit, stopped early", Tone.BAD)


def is_as_it_should_be(artifact: "ArtifactEntry") -> bool:
    """It was read, and nothing about it speaks against pinning it."""
    fact = artifact.fact
    return (
        fact is not None
        and fact.problem is None
        and fact.sha256 is not None
        and fact.appearance not in _NOT_THE_FILE
    )


def digest_words(artifact: "ArtifactEntry", glyphs: Glyphs) -> Line:
    """Size and digest, as far as they are known."""
    fact = artifact.fact
    if fact is None:
        return ()
    size = "" if fact.size is None else size_in_words(fact.size)
    digest = "" if fact.sha256 is None else short_digest(fact.sha256, glyphs)
    cached = Piece(Safe(" remembered"), Tone.MUTED)
    return line(safe_text(f"{size:>10}  {digest}"), *((cached,) if fact.cached else ()))


def short_digest(digest: str, glyphs: Glyphs) -> Safe:
    """Both ends of a digest: `a41f…9c02`."""
    first, last = digest[:SHORT_DIGITS], digest[-SHORT_DIGITS:]
    return safe_text(f"{first}{glyphs.ellipsis}{last}")
