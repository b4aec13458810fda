"""What the palette finds, and does when it is chosen there."""

from dataclasses import replace

from application import running
from hand import opened_at
from textual.command import CommandList, CommandPalette

from tui.actions import ACTIONS, Place
from tui.screens.command_palette import ActionProvider


async def test_the_palette_finds_every_action_by_its_title_and_its_command(
    demo_opening,
):
    opening, workspace = opened_at(Place.TEMPLATES, demo_opening)
    async with running(opening, workspace=workspace) as (app, _):
        provider = ActionProvider(app.screen)
        for action in ACTIONS:
            for query in (action.title, action.word):
                hits = {str(hit.text) async for hit in provider.search(query)}

                assert action.title in hits, query


async def test_what_cannot_be_done_here_says_where_it_is_done(demo_opening):
    opening, workspace = opened_at(Place.TEMPLATES, demo_opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        provider = ActionProvider(app.screen)
        told = {one.text: one.help async for one in provider.discover()}
        await pilot.press(*":export", "enter")

        assert told["Show the log of its last build"].startswith("not now: ")
        assert told["Next problem"] == "not here; 4 goes there"
        assert told["Next tab"] == "not here; enter opens a template"
        assert app.messages[-1] == (
            "Export digests as a sha256sum file: not here; 5 goes there."
        )


async def test_a_key_of_ones_own_is_told_and_works_in_place_of_ours(demo_opening):
    opening, workspace = opened_at(Place.TEMPLATES, demo_opening)
    mine = replace(opening.preferences, keys={"verify_all": ("X", "f9")})
    opening = replace(opening, preferences=mine)
    async with running(opening, workspace=workspace) as (app, pilot):
        provider = ActionProvider(app.screen)
        told = {one.text: one.help async for one in provider.discover()}
        await pilot.press("f5")
        assert workspace.told == []
        await pilot.press("f9")

    assert told["Verify all templates"] == "X   :verify-all"
    assert workspace.told[0][0] == "verify"


async def test_what_enter_would_choose_stands_out_without_any_colour(demo_opening):
    opening, workspace = opened_at(Place.TEMPLATES, demo_opening)
    opening = replace(opening, preferences=replace(opening.preferences, theme="mono"))
    async with running(opening, workspace=workspace) as (app, pilot):
        await pilot.press("ctrl+p")
        while not app.screen.query_one(CommandList).option_count:
            await pilot.pause()
        await pilot.press("down")
        await pilot.pause()
        found = app.screen.query_one(CommandList)
        styles = [list(found.render_line(2 * at))[1].style for at in range(3)]

    assert [style.underline for style in styles] == [None, True, None]


async def test_what_is_chosen_in_the_palette_is_done(demo_opening):
    opening, workspace = opened_at(Place.TEMPLATES, demo_opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        await pilot.press("ctrl+p", *"verify-all")
        assert isinstance(app.screen, CommandPalette)
        while not app.screen.query_one(CommandList).option_count:
            await pilot.pause()
        await pilot.press("enter")
        while not workspace.told:
            await pilot.pause()

    assert workspace.told[0][0] == "verify"
