"""Keys that are typed faster than the screen acts reach what they are meant for."""

import asyncio

import pytest
from application import opening_of_demo, running, screen_of
from still_workspace import StillWorkspace, judged_files, settled, snapshot_of
from textual.command import CommandList
from textual.events import Key

from tui.files.demo_workspace import make_workspace
from tui.screens.prompt_told import PromptChanged


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


async def test_what_comes_before_a_view_in_one_burst_is_for_the_view_left(demo_opening):
    files = judged_files(demo_opening.workspace)
    workspace = StillWorkspace(snapshot_of(files), files)
    async with running(demo_opening, workspace=workspace) as (app, pilot):
        await settled(app, pilot)
        for key in ("a", "3"):
            app.post_message(Key(key, None))
        await settled(app, pilot)
        await pilot.press("1")
        await settled(app, pilot)

        assert "7 marked" in screen_of(app)


async def test_an_answer_in_one_burst_with_another_closes_one_dialog(demo_opening):
    files = judged_files(demo_opening.workspace)
    workspace = StillWorkspace(snapshot_of(files), files)
    async with running(demo_opening, workspace=workspace) as (app, pilot):
        for key in ("enter", "ctrl+t"):
            await settled(app, pilot)
            await pilot.press(key)
        await settled(app, pilot)
        for _ in range(2):
            app.post_message(Key("enter", "\r"))
        await settled(app, pilot)

        assert "Templates > " in screen_of(app)
        assert "enter take" not in screen_of(app)


async def test_what_the_palette_is_asked_for_in_one_burst_twice_is_done_once(
    demo_opening,
):
    files = judged_files(demo_opening.workspace)
    workspace = StillWorkspace(snapshot_of(files), files)
    async with running(demo_opening, workspace=workspace) as (app, pilot):
        await pilot.press("ctrl+p", *"help")
        while not app.screen.query_one(CommandList).option_count:
            await pilot.pause()
        for key in ("down", "enter", "enter", "enter"):
            app.post_message(Key(key, None))
        async with asyncio.timeout(60.0):
            while "Help" not in screen_of(app):
                await pilot.pause()

        assert len(app.screen_stack) == 2


async def test_views_and_filters_are_asked_for_while_other_signs_are_drawn(
    demo_opening,
):
    files = judged_files(demo_opening.workspace)
    workspace = StillWorkspace(snapshot_of(files), files)
    async with running(demo_opening, workspace=workspace) as (app, pilot):
        await pilot.press("3")
        await settled(app, pilot)
        app.post_message(Key("ctrl+g", None))
        while app.frame.is_drawn:  # noqa: ASYNC110 -- nobody tells when
            await asyncio.sleep(0)
        while app.frame.query("#transfers LineList"):  # noqa: ASYNC110 -- as above
            await asyncio.sleep(0)
        app.frame.filter_while_typing(PromptChanged("filter", "disk"))
        app.post_message(Key("2", None))
        await settled(app, pilot)

        assert "─ Outputs" in screen_of(app)


async def test_nothing_more_is_done_once_the_window_is_left(demo_opening):
    files = judged_files(demo_opening.workspace)
    workspace = StillWorkspace(snapshot_of(files), files)
    async with running(demo_opening, workspace=workspace) as (app, pilot):
        await settled(app, pilot)
        app.leave()
        await app.screen.remove()
        await app.action_run("outputs")

    assert app.crash is None
