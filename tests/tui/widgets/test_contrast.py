"""What is faint, not to be chosen yet, or in a terminal's own colours can be read."""

import pytest
from application import opening_of, running
from contrast import contrast
from still_azure import deletion
from textual.command import CommandList
from textual.widgets import Input

from tui.screens.dialogs.deletion import DeletionDialog
from tui.widgets.themes import own_themes

OURS = pytest.mark.parametrize("theme", ["bakeferry-dark", "bakeferry-light"])
DARK = {
    "Windows": "0c0c0c 13a10e c19c00 3a96dd 3b78ff e74856",
    "Visual Studio Code": "1e1e1e 0dbc79 e5e510 11a8cd 3b8eea f14c4c",
    "xterm": "000000 00cd00 cdcd00 00cdcd 5c5cff ff0000",
}
"""The background, green, yellow, cyan, bright blue and bright red of terminals."""

LIGHT = {
    "Windows": "ffffff 881798 0037da c50f1f",
    "Visual Studio Code": "ffffff bc05bc 0451a5 cd3131",
    "xterm": "ffffff cd00cd 0000ee cd0000",
}
"""The background, magenta, blue and red; the others are next to white in most."""

NAMES = {
    True: "green yellow cyan bright_blue bright_red",
    False: "magenta blue red",
}
INKS = ("success", "error", "warning", "accent", "secondary", "primary")


def parts_of(app, lines=slice(None)):
    strips = app.screen._compositor.render_strips()[lines]
    parts = [part for strip in strips for part in strip]
    return [one for one in parts if any(map(str.isalpha, one.text))]


@OURS
async def test_the_palette_can_be_read_also_where_something_is_chosen(theme, tmp_path):
    async with running(opening_of((tmp_path,), theme=theme)) as (app, pilot):
        await pilot.press("ctrl+p")
        while not app.screen.query_one(CommandList).option_count:
            await pilot.pause()
        await pilot.press("down")
        await pilot.pause()
        styles = {one.style for one in parts_of(app, slice(4, 16))}

    assert len({one.bgcolor for one in styles}) > 1
    for one in styles:
        assert contrast(one.color.triplet, one.bgcolor.triplet) >= 4.5, one


@OURS
async def test_what_deleting_waits_for_can_be_read(theme, tmp_path):
    async with running(opening_of((tmp_path,), theme=theme)) as (app, pilot):
        await app.push_screen(DeletionDialog(deletion(), app.glyphs))
        await pilot.pause()
        parts = parts_of(app)

    for text, least in (("its name", 4.5), ("Delete anyway", 3)):
        (style,) = (one.style for one in parts if text in one.text)
        assert contrast(style.color.triplet, style.bgcolor.triplet) >= least, text


@pytest.mark.parametrize("terminal", DARK)
def test_auto_can_be_read_where_a_terminal_is_dark(terminal):
    assert least_contrast("15;0", DARK[terminal], NAMES[True]) >= 4.3


@pytest.mark.parametrize("terminal", LIGHT)
def test_auto_can_be_read_where_a_terminal_is_light(terminal):
    assert least_contrast("0;15", LIGHT[terminal], NAMES[False]) >= 4.1


def least_contrast(told, colours, names):
    """The least of what `auto` paints with, against the background."""
    auto = own_themes({"COLORFGBG": told})[0]
    back, *fronts = [tuple(bytes.fromhex(one)) for one in colours.split()]
    front_of = {
        f"ansi_{name}": one for name, one in zip(names.split(), fronts, strict=True)
    }
    return min(contrast(front_of[getattr(auto, ink)], back) for ink in INKS)


@OURS
async def test_where_the_name_is_typed_to_delete_is_seen_before_it_is_chosen(
    theme, tmp_path
):
    async with running(opening_of((tmp_path,), theme=theme)) as (app, pilot):
        await app.push_screen(DeletionDialog(deletion(), app.glyphs))
        await pilot.pause()
        field = app.screen.query_one(Input)

        assert not field.has_focus
        assert field.background_colors[0] != field.background_colors[1]
