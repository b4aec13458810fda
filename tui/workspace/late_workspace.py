"""A workspace that can be shown before it is loaded."""

from typing import TYPE_CHECKING

from tui.workspace.courtesy import Courtesy
from tui.workspace.first_look import first_look
from tui.workspace.snapshot import Snapshot, WorkspaceOptions

if TYPE_CHECKING:
    from tui.workspace.judged import OpenTemplate
    from tui.workspace.workspace import Workspace


class LateWorkspace:
    """What a screen shows needs no judge: only what it does loads the workspace."""

    def __init__(
        self,
        options: WorkspaceOptions,
        courtesy: Courtesy,
        workspace: "Workspace | None" = None,
    ) -> None:
        """Look for what can be shown.

        Args:
            workspace: One that is there already.
        """
        self._options = options
        self._courtesy = courtesy
        self._workspace = workspace
        self._first = Snapshot() if workspace else first_look(options)

    @property
    def workspace(self) -> "Workspace":
        """The workspace itself; the first to ask for it loads it."""
        if self._workspace is None:
            from tui.workspace.workspace import Workspace  # the judge and all its rules

            self._workspace = Workspace(self._options, self._courtesy, self._first)
        return self._workspace

    def snapshot(self) -> Snapshot:
        """What is known now."""
        return self._workspace.snapshot() if self._workspace else self._first

    def opened(self, key: str) -> "OpenTemplate | None":
        """A file, its findings and facts; None until they are there."""
        return self._workspace.open(key) if self._workspace else None

    @property
    def can_undo(self) -> bool:
        """Something was changed here and can be taken back."""
        return self._workspace is not None and self._workspace.can_undo

    def close(self, patience: float) -> bool:
        """End everything; says whether it has ended within so many seconds."""
        return self._workspace is None or self._workspace.close(patience)
