"""A window in which disks are rescued, with keys.

The copy is made by a process of its own. The service hangs after a few chunks, until a
test lets it go on.
"""

from contextlib import asynccontextmanager
from dataclasses import replace

from application import running
from azure_window import Window
from still_workspace import StillWorkspace, judged_files, settled, snapshot_of
from textual.widgets import Input

from transfer.simulator.faults import refuse
from tui.opening import AzureWishes
from tui.screens.dialogs.rescue import RescueDialog

BUSY = refuse(503, "ServerBusy")
SOME_CHUNKS = 7


@asynccontextmanager
async def window_on(opening, origin, *, wishes=None, **preferences):
    """The demo's window on its board of outputs."""
    files = judged_files(opening.workspace)
    opening = replace(
        opening,
        azure=AzureWishes(simulator=origin, at_once=True, **(wishes or {})),
        preferences=replace(opening.preferences, **preferences),
    )
    workspace = StillWorkspace(snapshot_of(files), files)
    async with running(opening, workspace=workspace) as (app, pilot):
        await settled(app, pilot)
        window = Window(app, pilot)
        await window.sees("Succeeded")
        await window.press("2")
        await window.sees("7 of 7 templates asked")
        yield window


async def send_to(window, place):
    """Answer where a rescue is to go."""
    await window.until(lambda: isinstance(window.app.screen, RescueDialog))
    window.app.screen.query_one(Input).value = str(place)
    await window.press("enter")


async def begin(window, home):
    """Rescue the first output to a folder, and wait until it hangs in the middle."""
    await window.press("g", "R")
    await send_to(window, home)
    await window.until(lambda: (job := only(window)) and job.done and job.job_id)


def only(window):
    """The only copy that the window knows of; None while there is none."""
    known = window.app.jobs.snapshot()
    return known.entries[0] if known is not None and known.entries else None


async def stands(window, standing):
    await window.until(lambda: only(window).standing is standing)
