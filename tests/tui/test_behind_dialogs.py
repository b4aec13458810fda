"""What is seen around a dialog goes on, and is told from it."""

import pytest
from application import opening_of, running, screen_of
from hand import opened_at
from scenes import half, judged
from still_workspace import HERE, settled

from tui.actions import Place


async def test_what_runs_goes_on_around_a_dialog(demo_opening):
    workspace = half(demo_opening)
    async with running(demo_opening, workspace=workspace) as (app, pilot):
        await settled(app, pilot)
        await pilot.press("ctrl+t")
        await settled(app, pilot)
        assert "verify 51 of 100" in screen_of(app)

        workspace.become(judged(demo_opening).snapshot())
        await settled(app, pilot)

        shown = screen_of(app)
        assert "bakeferry-light" in shown
        assert "verify 51 of 100" not in shown
        assert "Verifying" not in shown


async def test_a_screen_that_becomes_wide_behind_a_dialog_has_the_titles_of_a_wide_one(
    demo_opening,
):
    opening, workspace = opened_at(Place.TEMPLATES, demo_opening)
    async with running(opening, workspace=workspace, size=(80, 24)) as (app, pilot):
        await settled(app, pilot)
        await pilot.press("ctrl+t")
        await settled(app, pilot)
        assert "- Templates 7 -" in screen_of(app)

        await pilot.resize_terminal(120, 36)
        await settled(app, pilot)

        assert "- Templates -" in screen_of(app)


@pytest.mark.parametrize("key", ["ctrl+t", "ctrl+p"])
@pytest.mark.parametrize("theme", ["auto", "mono"])
async def test_what_is_around_a_dialog_is_dim_in_the_terminals_own_colours(
    theme, key, in_demo
):
    opening = opening_of(HERE, theme=theme)
    async with running(opening, workspace=judged(opening)) as (app, pilot):
        await settled(app, pilot)
        await pilot.press(key)
        await settled(app, pilot)
        first, *lines = app.screen._compositor.render_strips()
        (errors,) = (one for one in first if "with errors" in one.text)
        shown = [one for line in lines for one in line if "edge-iot" in one.text]

    assert errors.style.dim
    assert not any(one.style.reverse or one.style.bold for one in (errors, *shown))
