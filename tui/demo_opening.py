"""The demo, opened out of a window that shows something else."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tui.files.demo_workspace import DemoWorkspace, make_workspace
from tui.preferences import demo_state_directory
from tui.workspace.snapshot import WorkspaceOptions


class DemoOpening:
    """A copy of the demo workspace that goes when the window does."""

    def __init__(self) -> None:
        """Make the copy.

        Raises:
            OSError: There is no room for it.
        """
        self._folder = TemporaryDirectory(prefix="bakeferry-demo-")
        self._demo: DemoWorkspace = make_workspace(Path(self._folder.name) / "demo")

    def in_place_of(self, options: WorkspaceOptions) -> WorkspaceOptions:
        """How to open the demo where something else was open so."""
        demo = self._demo
        return replace(
            options,
            state_directory=None,
            paths=(demo.templates,),
            judging=replace(
                options.judging,
                inputs=demo.inputs,
                parameter_files=demo.parameter_files,
            ),
            session=replace(
                options.session, maps=demo.maps, state_directory=demo_state_directory()
            ),
        )

    def clean_up(self) -> None:
        """Remove the copy."""
        self._folder.cleanup()
