"""Themes: readable, told apart without red and green, and without colours none."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from application import opening_of, running
from contrast import contrast
from sample_lists import ListApp, NamedRows
from textual.color import Color

from tui.widgets.lines import Tone
from tui.widgets.themes import own_themes, theme_for

SUPPORT = Path(__file__).parents[2] / "support"
PROJECT = Path(__file__).parents[3]
THEMES = [theme.name for theme in own_themes({})]
_COLOUR = re.compile(r"\x1b\[[0-9;]*\b(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]")


@pytest.mark.parametrize(
    ("name", "least"),
    [("bakeferry-dark", 4.5), ("bakeferry-light", 4.5), ("high-contrast", 7)],
)
async def test_every_tone_can_be_read_on_its_background(name, least):
    app = ListApp(NamedRows("apple"))
    async with app.run_test() as pilot:
        app.theme = name
        await pilot.pause()
        for tone in Tone:
            style = app.list.style_of(tone)
            front, back = style.color.triplet, style.bgcolor.triplet
            assert contrast(front, back) >= least, (tone, front, back)


@pytest.mark.parametrize("name", ["bakeferry-dark", "bakeferry-light", "high-contrast"])
def test_good_is_blue_and_bad_is_orange(name):
    (theme,) = (one for one in own_themes({}) if one.name == name)
    good, bad = Color.parse(theme.success), Color.parse(theme.error)
    assert good.b > good.g > good.r
    assert bad.r > bad.g > bad.b


@pytest.mark.parametrize(
    ("colours", "is_dark"),
    [("15;0", True), ("0;15", False), ("0;default;7", False), ("", True)],
)
def test_auto_takes_the_side_that_the_terminal_tells(colours, is_dark):
    auto = own_themes({"COLORFGBG": colours})[0]
    assert (auto.name, auto.dark, auto.ansi) == ("auto", is_dark, True)


def test_no_color_wins_over_any_wish():
    assert theme_for("high-contrast", {"NO_COLOR": "1"}) == "mono"
    assert theme_for("high-contrast", {}) == "high-contrast"


@pytest.mark.parametrize("name", THEMES)
async def test_bad_is_told_from_good_in_every_theme(name):
    app = ListApp(NamedRows("apple"))
    async with app.run_test() as pilot:
        app.theme = name
        await pilot.pause()
        assert app.list.style_of(Tone.BAD) != app.list.style_of(Tone.GOOD)
        assert app.list.style_of(Tone.MUTED) != app.list.style_of(Tone.PLAIN)


async def test_mono_paints_without_a_colour_whatever_was_painted_before():
    app = ListApp(NamedRows("apple", "bad", bad="failed"))
    async with app.run_test() as pilot:
        assert _COLOUR.search(_painted(app))
        app.theme = "mono"
        await pilot.pause()
        painted = _painted(app)
        assert not _COLOUR.search(painted)
        assert "\x1b[1;7" in painted
        app.theme = "bakeferry-dark"
        await pilot.pause()
        assert _COLOUR.search(_painted(app))


@pytest.mark.parametrize("theme", ["auto", "mono"])
async def test_a_window_begins_in_the_terminals_own_colours(theme, tmp_path):
    async with running(opening_of((tmp_path,), theme=theme)) as (app, _):
        strips = app.screen._compositor.render_strips()
        styles = [segment.style for strip in strips for segment in strip]
    colours = [one for style in styles for one in (style.color, style.bgcolor) if one]
    assert not any(one.triplet for one in colours)
    assert all(one.is_default for one in colours) == (theme == "mono")


def test_no_colour_reaches_a_terminal_that_wants_none():
    written = _run_in_terminal({"NO_COLOR": "1"})
    assert "▶first" in written
    assert not _COLOUR.search(written)


def test_colours_reach_a_terminal_that_wants_them():
    assert _COLOUR.search(_run_in_terminal({}))


def _painted(app):
    strips = app.screen._compositor.render_strips()
    return "".join(strip.render(app.console) for strip in strips)


def _run_in_terminal(extra):
    ours, theirs = pty.openpty()
    environ = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    environ |= {
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "COLUMNS": "60",
        "LINES": "10",
        "PYTHONPATH": os.pathsep.join((str(PROJECT), str(SUPPORT))),
        **extra,
    }
    with subprocess.Popen(
        [sys.executable, str(SUPPORT / "sample_lists.py")],
        stdin=theirs, stdout=theirs, stderr=theirs, env=environ, close_fds=True,
    ) as process:  # fmt: skip
        os.close(theirs)
        try:
            written = _read_until(ours, b"failed")
            os.write(ours, b"\x11")
            return written + _read_until(ours, b"\x1b[?1049l")
        finally:
            process.kill()
            os.close(ours)


def _read_until(terminal, word):
    read, deadline = b"", time.monotonic() + 20
    while word not in read and time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.2)[0]:
            read += os.read(terminal, 65536)
    assert word in read, read
    return read.decode()
