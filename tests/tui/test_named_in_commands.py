"""A command that names templates is about those, whatever the cursor is on."""

from application import running
from azure_window import Window, window_on
from hand import opened_at
from still_workspace import settled
from textual.events import Paste

from tui.actions import Place
from tui.screens.dialogs.rescue import RescueDialog
from tui.screens.templates.view import TemplatesView
from tui.widgets.line_list import LineList

NOTHING = "zzz"
"""What no template has in its name."""


async def typed(window: Window, command: str) -> None:
    await window.press("colon")
    window.app.focused.post_message(Paste(command))
    await window.press("enter")


async def test_what_is_named_is_mended_though_the_cursor_is_on_what_cannot_be(
    demo_opening,
):
    opening, workspace = opened_at(Place.TEMPLATES, demo_opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        window = Window(app, pilot)
        await window.press("g", "F")
        assert "nothing here can be mended" in window.said[-1]

        await typed(window, "fix legacy-2019")
        await window.until(
            lambda: workspace.told and "propose_fixes" in workspace.told[-1]
        )

        assert app.last_command.endswith("legacy-2019.json")


async def test_what_is_marked_is_mended_though_the_cursor_is_on_what_cannot_be(
    demo_opening,
):
    opening, workspace = opened_at(Place.TEMPLATES, demo_opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        window = Window(app, pilot)
        await typed(window, "mark legacy-2019")
        await window.press("g", "F")

        assert app.last_command.endswith("legacy-2019.json")


async def test_on_the_page_of_one_template_another_is_what_it_is_named(demo_opening):
    opening, workspace = opened_at(Place.TEMPLATE, demo_opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        window = Window(app, pilot)
        app.screen.query_one(TemplatesView).open_template("templates/edge-iot.json")
        await settled(app, pilot)
        await typed(window, "verify rhel9-base")
        await typed(window, f"stamp {NOTHING}")

        assert workspace.told == [("verify", ["templates/rhel9-base.json"])]
        assert window.said == [f"No template is called {NOTHING}."]


async def test_among_the_digests_what_is_named_is_verified(demo_opening):
    opening, workspace = opened_at(Place.DIGESTS, demo_opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        window = Window(app, pilot)
        await app.go_to(Place.DIGESTS)
        await typed(window, "verify rhel9-base")

        assert workspace.told[-1] == ("verify", ["templates/rhel9-base.json"])


async def test_a_disk_that_is_named_is_rescued_though_it_is_not_listed(
    demo_opening, azure
):
    async with window_on(demo_opening, azure[1]) as window:
        await window.press("2")
        await window.sees("win11-avd-vhd", "edge-iot-vhd")
        await window.press("slash", *"edge", "enter")
        await typed(window, "rescue win11-avd")
        await window.asked(RescueDialog)
        await window.press("escape")
        await typed(window, f"rescue {NOTHING}")
        await typed(window, "log sles15-sap")
        await window.sees("sles15-sap > ")

        no_such = f"No run output is of a template called {NOTHING}."
        assert window.said == [no_such]


async def test_a_disk_that_is_named_is_rescued_though_the_cursor_is_on_none_at_risk(
    demo_opening, azure
):
    async with window_on(demo_opening, azure[1]) as window:
        await window.stands_on("edge-iot")
        await window.knows_outputs_of("win11-avd")
        await typed(window, "rescue win11-avd")

        await window.asked(RescueDialog)


async def test_where_a_filter_leaves_nothing_every_key_says_so(demo_opening):
    opening, workspace = opened_at(Place.TEMPLATES, demo_opening)
    async with running(opening, workspace=workspace) as (app, pilot):
        window = Window(app, pilot)
        await window.press("slash", *NOTHING, "enter")
        assert app.screen.query_one(LineList).cursor_key is None
        keys = ["v", "S", "F", "B", "R", "D", "t", "e", "space"]
        await window.press(*keys)

        told = [one.endswith(": no template is listed") for one in window.said]
        assert told == [True] * (len(keys) - 1)  # a list takes the blank itself
        assert workspace.told == []
