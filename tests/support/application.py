"""The full-screen application for tests: opened on a workspace, its screen as text."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from textual.pilot import Pilot

from integrity.lint.selection import Selection
from integrity.template.given import NO_INPUTS
from tui.app import BakeferryApp
from tui.files.demo_workspace import DemoWorkspace
from tui.files.judging import Judging
from tui.jobs.jobs import Jobs
from tui.opening import AzureWishes, Opening, Target
from tui.preferences import Memory, Preferences
from tui.session_options import SessionOptions
from tui.workspace.snapshot import WorkspaceOptions
from tui.workspace.workspace import Workspace


def opening_of(
    paths: tuple[Path, ...],
    *,
    session: SessionOptions | None = None,
    target: Target | None = None,
    state: Path | None = None,
    **preferences,
) -> Opening:
    """How a test opens the application: in mono and ASCII unless it says otherwise."""
    looks = {"theme": "mono", "glyphs": "ascii", **preferences}
    return Opening(
        workspace=WorkspaceOptions(
            paths=paths,
            judging=Judging(Selection(), NO_INPUTS, {}, None, False, False),
            session=session or SessionOptions(),
            state_directory=state,
        ),
        preferences=Preferences(**looks),
        preferences_path=Path("no-settings.toml"),
        memory=Memory(state),
        log_directory=state,
        target=target or Target(),
        azure=AzureWishes(cloud="nowhere"),  # no test signs in by accident
    )


def opening_of_demo(demo: DemoWorkspace, **options) -> Opening:
    """The same for a copy of the demo workspace."""
    opening = opening_of(
        (demo.templates,), session=SessionOptions(maps=demo.maps), **options
    )
    judging = replace(
        opening.workspace.judging,
        inputs=demo.inputs,
        parameter_files=demo.parameter_files,
    )
    return replace(opening, workspace=replace(opening.workspace, judging=judging))


class PatientPilot(Pilot):
    """Waits until no message leads to another one, however busy the machine is."""

    async def press(self, *keys: str) -> None:
        for key in keys:
            await super().press(key)
            await self.pause(0)

    async def pause(self, delay: float | None = None) -> None:
        await super().pause(delay)
        ready = asyncio.get_running_loop()._ready
        while ready:
            await super().pause(0)


@asynccontextmanager
async def running(
    opening: Opening,
    *,
    size: tuple[int, int] = (120, 36),
    workspace: Workspace | None = None,
    jobs: Jobs | None = None,
    notifications: bool = False,
) -> AsyncIterator[tuple[BakeferryApp, Pilot]]:
    """The application with a pilot at its keys; ended and cleaned up afterwards."""
    app = BakeferryApp(opening, workspace, jobs)
    try:
        async with app.run_test(size=size, notifications=notifications):
            yield app, PatientPilot(app)
    finally:
        app.clean_up()


def screen_of(app: BakeferryApp) -> str:
    """What a person sees: one line each, without blanks at the end."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(
        "".join(segment.text for segment in strip).rstrip() for strip in strips
    )
