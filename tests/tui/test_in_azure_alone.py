"""Templates that no file here is of: looked at, and never taken for a file."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from application import opening_of, running
from azure_window import Window
from pretended_azure import pretended
from still_workspace import settled

from tui.opening import AzureWishes
from tui.screens.main_screen import MainScreen
from tui.screens.templates.view import TemplatesView
from tui.widgets.line_list import LineList


@pytest.fixture
def origin():
    """Where the demo's subscription is served."""
    with pretended() as (_, origin):
        yield origin


@pytest.fixture
def one_file(tmp_path, in_demo):
    """A folder with one template that is in Azure too."""
    folder = Path("one")
    folder.mkdir()
    shutil.copy("templates/edge-iot.json", folder)
    return folder


async def both_listed(window):
    """Wait until the file has been found, and Azure has told what stands there."""
    await window.until(lambda: window.app.frame.entry_of("one/edge-iot.json"))
    await window.sees("edge-iot", "win11-avd")


async def test_what_is_in_azure_alone_has_no_file_to_open_or_change(
    one_file, origin, monkeypatch
):
    monkeypatch.setenv("EDITOR", "true")
    opening = replace(
        opening_of((one_file,)), azure=AzureWishes(simulator=origin, at_once=True)
    )
    async with running(opening) as (app, pilot):
        window = Window(app, pilot)
        await both_listed(window)
        rows = app.screen.query_one(LineList)
        entries = app.shown_now().entries
        rows.move_to(next(one.key for one in entries if one.name == "win11-avd"))
        await settled(app, pilot)
        for key in ("enter", "e", "v", "S", "F"):
            said = len(window.said)
            await window.press(key)

            assert isinstance(app.screen, MainScreen)
            assert "it is in Azure alone" in window.said[said]
        assert app.screen.query_one(TemplatesView).neighbours() == ["one/edge-iot.json"]


async def test_what_is_copied_of_it_names_what_stands_in_azure(one_file, origin):
    opening = replace(
        opening_of((one_file,)), azure=AzureWishes(simulator=origin, at_once=True)
    )
    async with running(opening) as (app, pilot):
        window = Window(app, pilot)
        await both_listed(window)
        entries = app.shown_now().entries
        alone = next(one for one in entries if one.name == "win11-avd")
        app.screen.query_one(LineList).move_to(alone.key)
        await settled(app, pilot)
        shown = await window.press("y")
        assert "bakeferry templates show /subscriptions/" in shown
        assert "bakeferry verify" not in shown
        assert "az image builder show --ids" in shown
        await window.press("j", "enter")

        assert app.clipboard.endswith("/imageTemplates/win11-avd")


async def test_all_of_a_list_are_marked_and_only_the_files_are_verified(
    one_file, origin
):
    opening = replace(
        opening_of((one_file,)), azure=AzureWishes(simulator=origin, at_once=True)
    )
    async with running(opening) as (app, pilot):
        window = Window(app, pilot)
        await both_listed(window)
        asked = []
        app.workspace.verify = lambda keys, **_: asked.append(list(keys))
        await window.press("a", "v", "f5")

    assert asked == [["one/edge-iot.json"]] * 2
