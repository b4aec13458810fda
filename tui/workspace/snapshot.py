"""What a workspace says of itself: immutable values, safe to read from any thread."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from integrity.lint.verdict import Verdict
from integrity.safe_text import Safe
from tui.files.judging import Judging
from tui.session_options import SessionOptions

if TYPE_CHECKING:
    # Quick to load: the first list is painted before anything is judged.
    from integrity.facts import ArtifactFact, Facts
    from integrity.lint.finding import Finding
    from integrity.template.loader import LoadedFile
    from integrity.template.position import Document, Position
    from tui.workspace.online import Online

ROWS_FILE = "workspace-1.sqlite"
"""Where the rows of the last session are remembered, in the directory of states."""

_NOTHING = Safe("")


@dataclass(frozen=True, slots=True)
class WorkspaceOptions:
    """What a workspace is opened with."""

    paths: tuple[Path, ...]
    """Folders and files; folders are searched and watched."""

    judging: Judging
    session: SessionOptions
    state_directory: Path | None
    """Where the rows of the last session are remembered; None: nowhere.

    Where the history of digests is kept is the session's to say.
    """

    at_once: int = 8
    """Artifacts that are read side by side."""


class EntryState(StrEnum):
    """What is known of a file."""

    WAITING = "waiting"
    STALE = "stale"
    """As it was the last time; it is judged again soon."""

    JUDGED = "judged"
    UNREADABLE = "unreadable"
    """Not JSON, or not to be read: its one finding says why."""

    OTHER = "other"
    """JSON without an image template."""

    GONE = "gone"
    ONLINE = "online"
    """In Azure alone: there is no file of it here."""


class ArtifactStage(StrEnum):
    """How far reading one artifact is."""

    UNREAD = "unread"
    WAITING = "waiting"
    ASKING = "asking"
    READING = "reading"
    RETRYING = "retrying"
    DONE = "done"
    CANCELLED = "cancelled"


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

    stage: ArtifactStage = ArtifactStage.UNREAD
    done: int = 0
    """Bytes read so far."""

    total: int | None = None
    rate: float | None = None
    """Bytes a second."""

    seconds_left: float | None = None
    fact: "ArtifactFact | None" = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class TargetEntry:
    """One distributor."""

    kind: Safe
    run_output: Safe
    where: Safe


@dataclass(frozen=True, slots=True)
class TemplateEntry:
    """One file with image templates; the row of the list."""

    key: str
    """The path as it was named or found: unique, and the same from one time to the next."""

    name: Safe
    """The template's own name where it has one, else the file's."""

    shown_path: Safe
    state: EntryState
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    fixable: int = 0
    """Findings that can be mended mechanically."""

    templates: int = 0
    kind: Safe = _NOTHING
    """What the file is."""

    artifacts: tuple[ArtifactEntry, ...] = ()
    targets: tuple[TargetEntry, ...] = ()
    judged_at: datetime | None = None
    verified_at: datetime | None = None
    """When the last of its artifacts was read; None while one is not."""

    online: "Online | None" = None
    """What Azure says of the template of this name; None where it was not asked."""

    @property
    def path(self) -> Path:
        """The file; made when it is asked for, as there are thousands of rows."""
        return Path(self.key)

    @property
    def declared(self) -> int:
        """Artifacts that a checksum could pin."""
        return sum(1 for one in self.artifacts if one.use != "inline download")

    @property
    def pinned(self) -> int:
        """Artifacts that have a checksum."""
        return sum(1 for one in self.artifacts if one.expected is not None)

    @property
    def matching(self) -> int:
        """Artifacts that are as their checksum says."""
        return sum(1 for one in self.artifacts if one.verdict is Verdict.MATCH)

    @property
    def differing(self) -> int:
        """Artifacts that are not as their checksum says."""
        return sum(1 for one in self.artifacts if one.verdict is Verdict.MISMATCH)

    @property
    def read(self) -> int:
        """Artifacts that are read."""
        return sum(1 for one in self.artifacts if one.stage is ArtifactStage.DONE)

    @property
    def reading(self) -> bool:
        """Some of its artifacts are being read, or wait for it."""
        busy = (
            ArtifactStage.WAITING,
            ArtifactStage.ASKING,
            ArtifactStage.READING,
            ArtifactStage.RETRYING,
        )
        return any(one.stage in busy for one in self.artifacts)


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
class Snapshot:
    """Everything that is known now."""

    number: int = 0
    """Grows with every change."""

    entries: tuple[TemplateEntry, ...] = ()
    others: tuple[TemplateEntry, ...] = ()
    looked_in: int = 0
    """JSON files that were looked at."""

    scanning: bool = False
    run: VerifyRun | None = None
    runs: tuple[VerifyRun, ...] = ()
    """Those of this window that have ended, oldest first."""

    messages: tuple[Safe, ...] = ()
    """What went wrong on the way lately, oldest first."""

    told: int = 0
    """How many there were in all."""

    failure: BaseException | None = None
    """A slip of ours in the engine: the window has to end."""


@dataclass(frozen=True, slots=True)
class OpenTemplate:
    """What is needed to show the source of one file."""

    document: "Document"
    loaded: "LoadedFile | None"
    """None for a file that is not JSON."""

    findings: "tuple[Finding, ...]"
    facts: "Facts"


@dataclass(frozen=True, slots=True)
class Change:
    """A file before and after."""

    path: Path
    shown_path: Safe
    old: bytes
    new: bytes


@dataclass(frozen=True, slots=True)
class Left:
    """Something that was wanted and cannot be done."""

    what: Safe
    why: Safe


@dataclass(frozen=True, slots=True)
class Proposal:
    """Changes to be shown before they are made."""

    what: Safe
    """What they do: `2 checksums`."""

    changes: tuple[Change, ...]
    left: Sequence[Left] = field(default=())


@dataclass(frozen=True, slots=True)
class Written:
    """Changes that were made."""

    what: Safe
    paths: tuple[Path, ...]
