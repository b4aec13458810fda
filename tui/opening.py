"""What the full-screen application is opened with."""

import os
from dataclasses import field
from pathlib import Path

from integrity.dataclass import dataclass
from tui.actions import Place
from tui.preferences import Memory, Preferences
from tui.session_options import SIMULATOR
from tui.workspace.snapshot import WorkspaceOptions


@dataclass(frozen=True, slots=True)
class Target:
    """Where to begin: a view, or a place in a template."""

    view: Place | None = None
    """None takes the one that was left the last time."""

    template: str | None = None
    """The key or the name of a template to open."""

    line: int | None = None
    """Counted from 1."""

    filter: str = ""

    coach: bool = False
    """Say a line of help over the list, as in the demo."""


@dataclass(frozen=True, slots=True)
class AzureWishes:
    """Where in Azure to look, as far as it was said; quick to load."""

    subscription: str | None = None
    tenant: str | None = None
    group: str | None = None
    cloud: str | None = None
    simulator: str | None = None
    """The address of a simulator on this machine, in place of Azure."""

    allow_private: frozenset[str] = frozenset()
    """Hosts of Azure that may have a private address."""

    ca_file: Path | None = None
    proxy: str | None = field(default=None, repr=False)
    """May hold a password."""

    at_once: bool = False
    """Look as soon as the window is open; else `i` does."""

    ends_with_window: bool = False
    """What is looked at is served by this process: no copy of it can go on after."""

    def environment(self) -> dict[str, str]:
        """Of a process that reaches what this window reaches: a simulator is named there."""
        named = {} if self.simulator is None else {SIMULATOR: self.simulator}
        return {**os.environ, **named}

    def reach(self) -> list[str]:
        """Options by which another process reaches what this window reaches.

        They may hold a password: not for a command line that others can read.
        """
        return [*self.shown_reach(), *(("--proxy", self.proxy) if self.proxy else ())]

    def shown_reach(self) -> list[str]:
        """Those of them that are nobody's secret."""
        ca_file = self.ca_file.absolute() if self.ca_file is not None else None
        said = [
            ("--tenant", None if self.simulator else self.tenant),
            ("--cloud", None if self.simulator else self.cloud),
            *(("--allow-private", host) for host in sorted(self.allow_private)),
            ("--ca-file", ca_file),
        ]
        return [str(word) for pair in said if pair[1] for word in pair]


@dataclass(frozen=True, slots=True)
class Opening:
    """Everything that one window is opened with."""

    workspace: WorkspaceOptions
    preferences: Preferences
    preferences_path: Path
    memory: Memory
    log_directory: Path | None
    """Where the log and the text of a crash go; None: nowhere."""

    target: Target = field(default_factory=Target)
    azure: AzureWishes = field(default_factory=AzureWishes)

    def reading_flags(self) -> list[str]:
        """Options of the commands that read artifacts, by which they read as this does."""
        session = self.workspace.session
        flags: list[str] = []
        for one in session.maps:
            flags += ["--map", f"{one.prefix}={one.directory}"]
        for host in sorted(session.allow_private):
            flags += ["--allow-private", host]
        if session.ca_file is not None:
            flags += ["--ca-file", str(session.ca_file)]
        return flags

    def judging_flags(self) -> list[str]:
        """Options of the commands that judge files, by which they judge as this does."""
        parameters = self.workspace.judging.parameter_files
        return [word for name in parameters for word in ("--params", name)]
