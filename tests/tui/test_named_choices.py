"""A command that names a choice takes it, or says which there are."""

import pytest
from application import running, screen_of
from hand import opened_at
from still_workspace import settled

from tui.actions import Place


@pytest.mark.parametrize("word", ["sort", "theme", "glyphs", "tab"])
async def test_a_choice_that_is_not_there_is_said_and_nothing_is_chosen(
    word, demo_opening
):
    opening, workspace = opened_at(Place.TEMPLATE, demo_opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        await settled(app, pilot)
        await pilot.press(*(["enter"] if word == "tab" else []))
        await settled(app, pilot)
        before = screen_of(app)

        await pilot.press("colon", *word, "space", *"nonsense", "enter")
        await settled(app, pilot)

        (said,) = map(str, app.messages)
        assert said.startswith("None is called nonsense; there are ")
        assert screen_of(app) == before


async def test_a_choice_that_is_there_is_taken(demo_opening):
    opening, workspace = opened_at(Place.TEMPLATES, demo_opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        await settled(app, pilot)
        await pilot.press("colon", *"sort state", "enter")
        await settled(app, pilot)

        assert "by state" in screen_of(app)
        assert not app.messages
