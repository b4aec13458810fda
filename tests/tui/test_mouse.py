"""What a mouse alone can do."""

import pytest
from application import running, screen_of
from hand import opened_at
from still_workspace import settled

from tui.actions import Place
from tui.screens.main_screen import MainScreen
from tui.screens.template.crumbs import Crumbs
from tui.screens.templates.view import TemplatesView
from tui.widgets.line_list import LineList

NAMES = ("edge-iot", "infra[prod]", "legacy-2019")


@pytest.mark.parametrize(
    ("x", "opened"),
    [(3, None), (90, None), (102, NAMES[0]), (114, NAMES[2]), (40, NAMES[1])],
    ids=["list", "back", "previous", "next", "between"],
)
async def test_the_ways_from_a_template_can_be_clicked(demo_opening, x, opened):
    opening, workspace = opened_at(Place.TEMPLATE, demo_opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        key = f"templates/{NAMES[1]}.json"
        app.screen.query_one(TemplatesView).open_template(key)
        await settled(app, pilot)
        await pilot.click(Crumbs, offset=(x, 0))
        await settled(app, pilot)

        if opened is None:
            assert isinstance(app.screen, MainScreen)
        else:
            assert app.screen.entry.name == opened


@pytest.mark.parametrize(
    ("place", "x", "sort"),
    [
        (Place.TEMPLATES, 25, "state"),
        (Place.TEMPLATES, 41, "checks"),
        (Place.TEMPLATES, 52, None),
        (Place.DIGESTS, 95, "checked"),
    ],
)
async def test_a_list_is_sorted_by_the_title_that_is_clicked(
    demo_opening, place, x, sort
):
    opening, workspace = opened_at(place, demo_opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        await app.go_to(place)
        await settled(app, pilot)
        rows = app.screen.view.query_one(LineList)
        await pilot.click(rows, offset=(x, 0))
        await settled(app, pilot)
        assert f"by {sort or 'name'} " in screen_of(app)

        await pilot.click(rows, offset=(3, 0))
        await settled(app, pilot)
        assert "by name " in screen_of(app)
