"""In the smallest window each list still says what it is about."""

from application import running, screen_of
from azure_window import window_on
from hand import opened_at
from still_workspace import settled

from tui.actions import Place
from tui.screens.templates.view import TemplatesView

SMALLEST = (60, 16)


async def test_outputs_say_whether_they_are_at_risk(demo_opening, azure):
    async with window_on(demo_opening, azure[1], size=SMALLEST) as window:
        await window.press("2")
        await window.sees("rhel9-base-vhd")

        assert window.row_with("rhel9-base-vhd ").rstrip(" |").endswith("At risk")


async def test_the_first_line_says_where_one_is_and_what_is_at_risk(
    demo_opening, azure
):
    async with window_on(demo_opening, azure[1], size=SMALLEST) as window:
        await window.sees("at risk")

        first = window.row_with("templates (7) ")
        assert "at risk" in first


async def test_artifacts_say_their_names(demo_opening):
    opening, workspace = opened_at(Place.TEMPLATE, demo_opening)
    async with running(opening, workspace=workspace, size=SMALLEST) as (app, pilot):
        app.screen.query_one(TemplatesView).open_template("templates/win11-avd.json")
        await settled(app, pilot)
        await pilot.press("tab")
        await settled(app, pilot)

        rows = [one for one in screen_of(app).splitlines() if one.startswith("|>")]
        assert "fonts.zip" in rows[0]


async def test_a_list_is_wider_in_a_wide_window(demo_opening):
    opening, workspace = opened_at(Place.TEMPLATES, demo_opening)
    async with running(opening, workspace=workspace, size=(200, 40)) as (app, _):
        assert app.screen.query_one("#template-list").outer_size.width == 80
