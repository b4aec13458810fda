"""A hand at the keys of a window, and eyes that wait for what comes of it."""

import time
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial

from application import running, screen_of
from still_workspace import StillWorkspace, judged_files, settled, snapshot_of

from tui.opening import AzureWishes
from tui.widgets.line_list import LineList

DEADLINE = 60.0
"""Seconds: only a test that fails waits so long."""


CHANGING = {"Put Template", "Run Template", "Cancel Run", "Delete Template"}


def changes(simulator) -> list[str]:
    """What a simulator was asked to change, in order."""
    return [one.operation for one in simulator.heard if one.operation in CHANGING]


class Window:
    """A window on the demo's files and its subscription, and a hand at its keys."""

    def __init__(self, app, pilot) -> None:
        self.app, self.pilot = app, pilot

    async def sees(self, *texts: str) -> str:
        """Wait until all of this is on the screen."""
        return await self.until(
            lambda: all(text in screen_of(self.app) for text in texts)
        )

    async def until(self, is_so) -> str:
        """Wait for something; the screen as it is then."""
        ends = time.monotonic() + DEADLINE
        while not is_so():
            assert time.monotonic() < ends, f"it did not come:\n{screen_of(self.app)}"
            await self.pilot.pause(0.02)
        return screen_of(self.app)

    async def press(self, *keys: str) -> str:
        await self.pilot.press(*keys)
        await settled(self.app, self.pilot)
        return screen_of(self.app)

    async def asks(self, key: str, dialog) -> str:
        """Press a key, and wait for what is asked."""
        await self.press(key)
        return await self.asked(dialog)

    async def asked(self, dialog) -> str:
        """Wait for what is asked."""
        await self.until(lambda: isinstance(self.app.screen, dialog))
        await settled(self.app, self.pilot)
        return screen_of(self.app)

    async def stands_on(self, name: str) -> None:
        """Move the cursor of the list to a template's file."""
        await self.sees("ubuntu-golden", "Succeeded")
        rows = self.app.screen.query_one(LineList)
        assert rows.move_to(f"templates/{name}.json")
        await settled(self.app, self.pilot)

    async def knows_outputs_of(self, *names: str) -> None:
        """Wait until what came of these templates was read, and stands in the list."""
        for name in names:
            await self.until(partial(self._knows_outputs_of, f"templates/{name}.json"))
        await settled(self.app, self.pilot)

    def _knows_outputs_of(self, key: str) -> bool:
        entry = self.app.frame.entry_of(key)
        return bool(entry and entry.online and entry.online.outputs is not None)

    def row(self, text: str) -> str:
        """The line of the list with this text."""
        lines = screen_of(self.app).splitlines()
        return next((one for one in lines if text in one[:24]), "")

    def row_with(self, text: str) -> str:
        """The line of the screen with this text."""
        lines = screen_of(self.app).splitlines()
        return next((one for one in lines if text in one), "")

    @property
    def focused(self) -> str:
        """The words of the button that is at hand."""
        return str(self.app.focused.label)

    @property
    def said(self) -> list[str]:
        return [str(one) for one in self.app.messages]


@asynccontextmanager
async def window_on(opening, origin, *, size=(120, 36), **preferences):
    """The demo's window, looking at Azure at once."""
    files = judged_files(opening.workspace)
    opening = replace(
        opening,
        azure=AzureWishes(simulator=origin, at_once=True),
        preferences=replace(opening.preferences, **preferences),
    )
    workspace = StillWorkspace(snapshot_of(files), files)
    async with running(opening, workspace=workspace, size=size) as (app, pilot):
        await settled(app, pilot)
        yield Window(app, pilot)
