"""What a workspace says of itself: immutable values, safe to read from any thread.

The first list is painted with these; what only a judged file has is in `judged`.
"""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from integrity.dataclass import dataclass
from integrity.lint.verdict import Verdict
from integrity.safe_text import NOTHING, Safe
from tui.files.judging import Judging
from tui.session_options import SessionOptions
from tui.workspace.stages import ArtifactStage, EntryState

if TYPE_CHECKING:
    from tui.workspace.judged import ArtifactEntry, TargetEntry, VerifyRun
    from tui.workspace.online import Online

ROWS_FILE = "workspace-1.sqlite"
"""Where the rows of the last session are remembered, in the directory of states."""


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
    kind: Safe = NOTHING
    """What the file is."""

    artifacts: "tuple[ArtifactEntry, ...]" = ()
    targets: "tuple[TargetEntry, ...]" = ()
    judged_at: datetime | None = None
    verified_at: datetime | None = None
    """When the last of its artifacts was read; None while one is not."""

    online: "Online | None" = None
    """What Azure says of the template of this name; None where it was not asked."""

    def now(
        self, artifacts: "tuple[ArtifactEntry, ...]", verified_at: datetime | None
    ) -> "TemplateEntry":
        """The same row later; `replace` takes ten times as long, for each of thousands."""
        return TemplateEntry(
            self.key,
            self.name,
            self.shown_path,
            self.state,
            self.errors,
            self.warnings,
            self.notes,
            self.fixable,
            self.templates,
            self.kind,
            artifacts,
            self.targets,
            self.judged_at,
            verified_at,
            self.online,
        )

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
        return sum(
            1 for one in self.artifacts if one.progress.stage is ArtifactStage.DONE
        )

    @property
    def reading(self) -> bool:
        """Some of its artifacts are being read, or wait for it."""
        busy = (
            ArtifactStage.WAITING,
            ArtifactStage.ASKING,
            ArtifactStage.READING,
            ArtifactStage.RETRYING,
        )
        return any(one.progress.stage in busy for one in self.artifacts)


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
    run: "VerifyRun | None" = None
    runs: "tuple[VerifyRun, ...]" = ()
    """Those of this window that have ended, oldest first."""

    messages: tuple[Safe, ...] = ()
    """What went wrong on the way lately, oldest first."""

    told: int = 0
    """How many there were in all."""

    failure: BaseException | None = None
    """A slip of ours in the engine: the window has to end."""
