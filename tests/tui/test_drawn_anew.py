"""Other signs are drawn in place of those before, and nothing else changes."""

from dataclasses import replace

from application import running, screen_of
from hand import opened_at
from still_workspace import half_run, settled

from tui.actions import Place
from tui.widgets.line_list import LineList
from tui.widgets.source_view.view import SourceView


async def other_signs(app, pilot):
    await settled(app, pilot)
    await pilot.press("ctrl+g")
    await settled(app, pilot)
    assert "─ " in screen_of(app)


async def test_a_list_is_arranged_as_it_was_and_a_hidden_one_too(demo_opening):
    opening, workspace = opened_at(Place.TEMPLATES, demo_opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        await settled(app, pilot)
        await pilot.press(*"/e", "enter", "s", "j", "space", "j")
        await settled(app, pilot)
        before = app.screen.view.current.key, app.screen.query_one(LineList).marked
        await pilot.press("5")
        await settled(app, pilot)
        await pilot.press("s", "j")
        digest = app.screen.view.query_one(LineList).cursor_key
        await other_signs(app, pilot)

        assert "─ Digests" in screen_of(app)
        assert "by changed" in screen_of(app)
        assert app.screen.view.query_one(LineList).cursor_key == digest

        await pilot.press("1")
        await settled(app, pilot)
        after = app.screen.view.current.key, app.screen.view.query_one(LineList).marked

        assert after == before
        assert len(after[1]) == 1
        assert "filter: e · " in screen_of(app)
        assert app.screen.view.sort == "state"


async def test_a_view_that_is_made_later_is_as_it_was_too(demo_opening):
    opening, workspace = opened_at(Place.TEMPLATES, demo_opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        await settled(app, pilot)
        await pilot.press("5", "s", "j")
        digest = app.screen.view.query_one(LineList).cursor_key
        await pilot.press("1")
        await other_signs(app, pilot)
        await pilot.press("5")
        await settled(app, pilot)

        assert app.screen.view.query_one(LineList).cursor_key == digest
        assert "by changed" in screen_of(app)


async def test_a_template_stays_open_at_its_line(demo_opening):
    opening, workspace = opened_at(Place.TEMPLATES, demo_opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        await settled(app, pilot)
        await pilot.press("enter")
        await settled(app, pilot)
        await pilot.press("ctrl+d", "j")
        before = app.screen.query_one(SourceView).cursor_line
        await other_signs(app, pilot)

        assert app.screen.query_one(SourceView).cursor_line == before > 1


async def test_what_runs_goes_on_in_other_signs(demo_opening):
    opening, workspace = opened_at(Place.TEMPLATES, demo_opening)
    run = half_run(())
    workspace.become(replace(workspace.snapshot(), run=run))
    async with running(opening, workspace=workspace) as (app, pilot):
        await settled(app, pilot)
        assert "verify 51 of 100" in screen_of(app)
        await other_signs(app, pilot)

        assert "verify 51 of 100" in screen_of(app)
        assert workspace.told == []
