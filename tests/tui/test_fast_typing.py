"""Keys that are typed faster than the screen acts reach what they are meant for."""

import asyncio

import pytest
from application import opening_of_demo, running, screen_of
from still_workspace import StillWorkspace, judged_files, settled, snapshot_of
from textual.events import Key

from tui.files.demo_workspace import make_workspace


@pytest.fixture
def demo_opening(tmp_path, monkeypatch):
    demo = make_workspace(tmp_path / "demo")
    monkeypatch.chdir(demo.folder)
    return opening_of_demo(demo)


async def test_a_command_in_one_burst_goes_to_the_prompt(demo_opening):
    files = judged_files(demo_opening.workspace)
    workspace = StillWorkspace(snapshot_of(files), files)
    async with running(demo_opening, workspace=workspace) as (app, pilot):
        for key, character in [("colon", ":"), *((one, one) for one in "Sort")]:
            app.post_message(Key(key, character))
        await settled(app, pilot)

        assert ":Sort" in screen_of(app)


async def test_what_follows_a_prompt_in_one_burst_goes_to_what_is_below(demo_opening):
    files = judged_files(demo_opening.workspace)
    workspace = StillWorkspace(snapshot_of(files), files)
    async with running(demo_opening, workspace=workspace) as (app, pilot):
        await settled(app, pilot)
        keys = [("slash", "/"), ("e", "e"), ("d", "d"), ("enter", "\r"), ("space", " ")]
        for key, character in keys:
            app.post_message(Key(key, character))
        async with asyncio.timeout(60.0):
            while "1 marked" not in screen_of(app):
                await pilot.pause()

        assert "filter: ed " in screen_of(app)
