"""Every action can be done by its key, its command and the palette, and it shows."""

import asyncio
import re
from dataclasses import replace
from pathlib import Path

import pytest
from application import opening_of, running, screen_of
from hand import Hand, opened_at
from still_workspace import StillWorkspace, judged_files, settled, snapshot_of

from tui.actions import ACTIONS, Action, Place, actions_at
from tui.screens.command_palette import ActionProvider
from tui.screens.dialogs.lines import LinesDialog
from tui.screens.frame import FrameScreen
from tui.screens.prompt_told import PromptGiven
from tui.screens.template.screen import TemplateScreen
from tui.screens.templates.view import TemplatesView
from tui.workspace.snapshot import Snapshot

OF_A_LIST = ("enter", "space")
"""Keys that a list takes itself; they are pressed where something has to be seen."""

every_place = pytest.mark.parametrize("place", Place)

every_place_of_its_own = pytest.mark.parametrize(
    "place", sorted({place for action in ACTIONS for place in action.places})
)
"""Where something can be done that cannot be done everywhere."""


@every_place
async def test_what_is_claimed_at_a_place_can_be_done_there(place, demo_opening):
    opening, workspace = opened_at(place, demo_opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        await Hand(app, pilot, place).return_to_place()
        handlers = {*app.frame.handlers, *app.handlers}

    assert {one.id for one in actions_at(place)} <= handlers
    assert handlers <= {one.id for one in ACTIONS}


@every_place_of_its_own
async def test_every_action_shows_something_when_its_key_is_pressed(
    place, demo_opening
):
    opening, workspace = opened_at(place, demo_opening)
    silent = []
    async with running(opening, workspace=workspace) as (app, pilot):
        hand = Hand(app, pilot, place)
        for action in hand.actions():
            await hand.return_to_place()
            if place is Place.TEMPLATE and action.id.endswith("_problem"):
                app.screen.open_tab("artifacts")
            before = hand.sees()
            await pilot.press(action.keys[0])
            await settled(app, pilot)
            if hand.sees() == before:
                silent.append(action.id)

    assert silent == []


@every_place_of_its_own
async def test_every_key_command_and_entry_does_its_action(
    place, demo_opening, monkeypatch
):
    done = []
    monkeypatch.setattr(FrameScreen, "perform", _writing_down(done))
    opening, workspace = opened_at(place, demo_opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        hand = Hand(app, pilot, place)
        await hand.return_to_place()
        entries = [hit async for hit in ActionProvider(app.screen).discover()]
        chosen = {hit.text: hit.command for hit in entries}
        for action in hand.actions():
            done.clear()
            keys = [one for one in action.keys if one not in OF_A_LIST]
            for key in keys:
                await pilot.press(key)
            command = re.sub(r" [\[A-Z].*", "", action.command)
            await app.frame.take_answer(PromptGiven("command", command))
            await chosen[action.title]()

            assert done == [action.id] * (len(keys) + 2)

    assert list(chosen) == [one.title for one in ACTIONS]


def _writing_down(done: list[str]):
    async def perform(self, action: Action, words=()) -> None:
        done.append(action.id)

    return perform


async def test_a_command_is_typed_with_its_words(demo_opening):
    opening, workspace = opened_at(Place.TEMPLATES, demo_opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        await pilot.press("colon", *"verify", "space", *"rhel9-base", "enter")
        await settled(app, pilot)

    assert workspace.told == [("verify", ["templates/rhel9-base.json"])]


@pytest.mark.parametrize(
    "place", sorted({place for one in ACTIONS if one.changes for place in one.places})
)
async def test_read_only_mode_changes_no_file(place, demo_opening):
    opening, workspace = opened_at(place, demo_opening)
    opening = replace(opening, preferences=replace(opening.preferences, read_only=True))
    changing = [one for one in actions_at(place) if one.changes]
    before = contents()
    async with running(opening, workspace=workspace) as (app, pilot):
        hand = Hand(app, pilot, place)
        for action in changing:
            await hand.return_to_place()
            said = len(app.messages)
            await pilot.press(action.keys[0])
            await settled(app, pilot)

            assert [str(one) for one in list(app.messages)[said:]] == [
                f"{action.title.rstrip('…')}: read-only mode is on"
            ]
            assert len(app.screen_stack) == 1 + (place is Place.TEMPLATE)

    assert workspace.told == []
    assert contents() == before


def contents() -> dict[Path, bytes]:
    """Every file that could have been changed."""
    return {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}


async def test_back_leads_to_the_list_that_was_left(demo_opening):
    opening, workspace = opened_at(Place.TEMPLATE, demo_opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        await settled(app, pilot)
        await pilot.press("enter")
        await settled(app, pilot)
        assert isinstance(app.screen, TemplateScreen)
        await pilot.press("escape")
        await settled(app, pilot)

        assert app.frame.place is Place.TEMPLATES


async def test_a_look_at_a_screen_that_is_not_there_yet_does_no_harm(demo_opening):
    opening, workspace = opened_at(Place.TEMPLATE, demo_opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        await settled(app, pilot)
        app.frame.query_one(TemplatesView).open_template(
            workspace.snapshot().entries[0].key
        )
        app.look()
        await settled(app, pilot)
        app.prefer(glyphs="unicode")
        await asyncio.sleep(0)
        app.look()
        await settled(app, pilot)

        assert app.frame.place is Place.TEMPLATE


async def test_the_keyboard_stays_at_work_when_a_folder_turns_out_empty(in_demo):
    workspace = StillWorkspace(Snapshot(scanning=True))
    async with running(opening_of((in_demo,)), workspace=workspace) as (app, pilot):
        hand = Hand(app, pilot, Place.EMPTY)
        await settled(app, pilot)
        workspace.become(Snapshot())
        await settled(app, pilot)
        before = hand.sees()
        await pilot.press("d")
        await settled(app, pilot)

        assert hand.sees() != before
    assert workspace.told == [("opened",)]


@pytest.mark.parametrize("key", ["escape", "q", "enter", "question_mark"])
async def test_what_is_only_read_is_closed_by_every_key_that_says_so(demo_opening, key):
    files = judged_files(demo_opening.workspace)
    workspace = StillWorkspace(snapshot_of(files), files)
    async with running(demo_opening, workspace=workspace) as (app, pilot):
        await settled(app, pilot)
        await pilot.press("question_mark")
        await settled(app, pilot)
        assert isinstance(app.screen, LinesDialog)
        await pilot.press(key)
        await settled(app, pilot)

        assert isinstance(app.screen, FrameScreen)


async def test_a_window_that_gets_narrower_lays_its_help_out_anew(demo_opening):
    files = judged_files(demo_opening.workspace)
    workspace = StillWorkspace(snapshot_of(files), files)
    async with running(demo_opening, workspace=workspace) as (app, pilot):
        await settled(app, pilot)
        await pilot.press("question_mark")
        await settled(app, pilot)
        first = screen_of(app)
        await pilot.resize_terminal(60, 20)
        await settled(app, pilot)
        narrow = screen_of(app)
        await pilot.resize_terminal(120, 36)
        await settled(app, pilot)

        assert "g G           first, last" in narrow
        assert "Verify this template" not in narrow
        assert screen_of(app) == first


@pytest.mark.parametrize("keys", [(":", *"theme", "space", *"auto"), ("ctrl+t", "up")])
async def test_a_theme_that_no_color_forbids_is_told_so(
    demo_opening, monkeypatch, keys
):
    monkeypatch.setenv("NO_COLOR", "1")
    files = judged_files(demo_opening.workspace)
    workspace = StillWorkspace(snapshot_of(files), files)
    async with running(demo_opening, workspace=workspace) as (app, pilot):
        await settled(app, pilot)
        for key in (*keys, "enter"):
            await pilot.press(key)
            await settled(app, pilot)

        assert app.theme == "mono"
        assert ["NO_COLOR is set" in one for one in app.messages] == [True]
        await app.go_to(Place.ACCOUNT)
        await settled(app, pilot)
        assert "theme mono, for NO_COLOR is set" in screen_of(app)
