"""What is known of a file once it is judged, and of its artifacts once they are read."""

from datetime import datetime
from typing import TYPE_CHECKING

from integrity.dataclass import dataclass
from integrity.lint.verdict import Verdict
from integrity.safe_text import Safe
from tui.workspace.stages import ArtifactStage

if TYPE_CHECKING:
    from integrity.facts import ArtifactFact, Facts
    from integrity.lint.finding import Finding
    from integrity.template.loader import LoadedFile
    from integrity.template.position import Document, Position


@dataclass(frozen=True, slots=True)
class ArtifactProgress:
    """How far reading one artifact is."""

    stage: ArtifactStage
    done: int = 0
    """Bytes read so far."""

    total: int | None = None
    rate: float | None = None
    """Bytes a second."""

    seconds_left: float | None = None


_UNREAD = ArtifactProgress(ArtifactStage.UNREAD)


@dataclass(frozen=True, slots=True)
class ArtifactEntry:
    """One artifact, at one place that names it."""

    id: str
    """Unique among a template's artifacts; holds no secret."""

    name: Safe
    """The last part of its address."""

    address: Safe
    """As it may be shown."""

    step: Safe
    use: str
    position: "Position"
    expected: str | None = None
    """The checksum declared."""

    progress: ArtifactProgress = _UNREAD
    fact: "ArtifactFact | None" = None
    verdict: Verdict | None = None

    def now(
        self,
        progress: ArtifactProgress,
        fact: "ArtifactFact | None",
        verdict: Verdict | None,
    ) -> "ArtifactEntry":
        """The same place later; `replace` takes six times as long, for each of thousands."""
        return ArtifactEntry(
            self.id,
            self.name,
            self.address,
            self.step,
            self.use,
            self.position,
            self.expected,
            progress,
            fact,
            verdict,
        )


@dataclass(frozen=True, slots=True)
class TargetEntry:
    """One distributor."""

    kind: Safe
    run_output: Safe
    where: Safe


@dataclass(frozen=True, slots=True)
class VerifyRun:
    """One run over the artifacts of some templates."""

    number: int
    total: int
    """Distinct artifacts."""

    done: int = 0
    problems: int = 0
    """Those of `done` that could not be read."""

    cached: int = 0
    """Those of `done` whose digest was remembered."""

    bytes_done: int = 0
    rate: float | None = None
    seconds_left: float | None = None
    is_paused: bool = False
    is_cancelled: bool = False
    ended_at: datetime | None = None
    under_way: tuple[ArtifactEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenTemplate:
    """What is needed to show the source of one file."""

    document: "Document"
    loaded: "LoadedFile | None"
    """None for a file that is not JSON."""

    findings: "tuple[Finding, ...]"
    facts: "Facts"
