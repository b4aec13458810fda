"""The application as its screens know it; so they need not know the one that is there."""

from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from textual.notifications import SeverityLevel

from integrity.safe_text import Safe
from tui.actions import Place
from tui.glyphs import Glyphs
from tui.jobs.late_jobs import LateJobs
from tui.live.late_live import LateLive
from tui.opening import Opening
from tui.preferences import Preferences
from tui.screens.copy_watch import CopyWatch
from tui.screens.handling import Handlers
from tui.workspace.late_workspace import LateWorkspace
from tui.workspace.snapshot import Snapshot
from tui.workspace.workspace import Workspace


class Holding(Protocol):
    """What is open in a window, and how it looks."""

    opening: Opening
    preferences: Preferences
    shown: LateWorkspace
    azure: LateLive
    jobs: LateJobs
    copies: CopyWatch
    messages: deque[Safe]
    last_command: Safe | None
    last_words: Safe | None

    @property
    def workspace(self) -> Workspace:
        """What is open, to do something with it."""

    @property
    def glyphs(self) -> Glyphs:
        """The signs that this terminal can show."""

    @property
    def handlers(self) -> Handlers:
        """What every screen can do, by the names of actions."""


class Showing(Protocol):
    """What can be said and shown in a window."""

    def say(self, message: Safe, *, severity: SeverityLevel = "information") -> None:
        """Tell something that passes by."""

    def shown_now(self) -> Snapshot:
        """What is open, and what Azure says of it."""

    def look_often(self) -> None:
        """Look more often for a moment."""

    def prefer(self, **changes: Any) -> None:
        """Change how the application looks and behaves."""

    def read_preferences_again(self) -> None:
        """Take what the settings file says now."""


class Going(Protocol):
    """Where one can go in a window."""

    async def go_to(self, view: Place) -> None:
        """Show one of the six views."""

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open other folders and files."""

    def open_demo(self) -> None:
        """Open a copy of the demo workspace."""

    def open_palette(self) -> None:
        """Show every action."""

    def leave(self, code: int = 0) -> None:
        """End in order."""


class Bakeferry(Holding, Showing, Going, Protocol):
    """All of it."""
