"""The line that is typed into: it opens and closes without anything else being painted."""

import subprocess
import sys
from collections import Counter
from contextlib import contextmanager

import pytest
from application import opening_of_demo, running, screen_of
from still_workspace import StillWorkspace, judged_files, settled, snapshot_of
from textual.css.stylesheet import Stylesheet
from textual.events import Key
from textual.geometry import Region
from textual.widgets import Input

from tui.files.demo_workspace import make_workspace
from tui.screens.main_screen import MainScreen
from tui.screens.prompt_line import PromptLine
from tui.widgets.box import Box
from tui.widgets.line_list import LineList

KEYS = pytest.mark.parametrize("key", ["slash", "colon"])


@pytest.fixture
async def opened(tmp_path, monkeypatch):
    demo = make_workspace(tmp_path / "demo")
    monkeypatch.chdir(demo.folder)
    opening = opening_of_demo(demo)
    files = judged_files(opening.workspace)
    workspace = StillWorkspace(snapshot_of(files), files)
    async with running(opening, workspace=workspace) as (app, pilot):
        await settled(app, pilot)
        yield app, pilot


@contextmanager
def counted(monkeypatch):
    """How many lines are drawn meanwhile, and how often whole screens are painted."""
    counts = Counter()
    draw, paint = LineList._draw, MainScreen._set_dirty

    def drawn(self, look, width):
        counts["lines" if look.over is None else "the cursor"] += 1
        return draw(self, look, width)

    def painted(self, *regions: Region):
        counts["screens"] += not regions
        return paint(self, *regions)

    with monkeypatch.context() as patched:
        patched.setattr(LineList, "_draw", drawn)
        patched.setattr(MainScreen, "_set_dirty", painted)
        yield counts


@KEYS
async def test_opening_it_mounts_nothing_and_moves_nothing(opened, key):
    app, pilot = opened
    widgets = set(app.screen.walk_children())
    boxes = {box: box.region for box in app.screen.query(Box)}

    await pilot.press(key)
    await settled(app, pilot)

    assert set(app.screen.walk_children()) == widgets
    assert {box: box.region for box in app.screen.query(Box)} == boxes


@KEYS
async def test_opening_and_leaving_it_draws_no_line_but_the_cursors(
    opened, key, monkeypatch
):
    app, pilot = opened
    with counted(monkeypatch) as counts:
        await pilot.press(key)
        await settled(app, pilot)
        await pilot.press("escape")
        await settled(app, pilot)

    assert counts["lines"] == counts["screens"] == 0
    assert counts["the cursor"] <= 1


@KEYS
async def test_opening_and_leaving_it_looks_no_styles_up_but_those_of_the_list(
    opened, key, monkeypatch
):
    app, pilot = opened
    await pilot.press(key, "escape")
    await settled(app, pilot)
    looked_up = []
    apply = Stylesheet.apply

    def counting(self, node, **named):
        looked_up.append(node)
        apply(self, node, **named)

    monkeypatch.setattr(Stylesheet, "apply", counting)
    await pilot.press(key, "x", "escape")
    await settled(app, pilot)

    assert {type(node) for node in looked_up} == {Box, LineList}
    assert len(looked_up) <= 4


@KEYS
async def test_the_keys_come_back_when_it_is_left(opened, key):
    app, pilot = opened
    before = screen_of(app)

    await pilot.press(key)
    await settled(app, pilot)
    assert "q quit" not in screen_of(app)

    await pilot.press("escape")
    await settled(app, pilot)
    assert screen_of(app) == before


@KEYS
@pytest.mark.parametrize("where", ["#context", "ViewsBar", LineList])
async def test_a_click_elsewhere_closes_it(opened, key, where):
    app, pilot = opened

    await pilot.press(key, "w")
    await pilot.click(where)
    await settled(app, pilot)

    assert not app.screen.query_one(PromptLine).is_asking
    assert isinstance(app.focused, LineList)
    assert "q quit" in screen_of(app)


async def test_a_click_elsewhere_keeps_what_a_filter_has_found(opened):
    app, pilot = opened

    await pilot.press("slash", *"win")
    await pilot.click(LineList)
    await settled(app, pilot)

    assert "filter: win" in screen_of(app)


async def test_a_click_into_it_leaves_it_open(opened):
    app, pilot = opened

    await pilot.press("colon", *"ver")
    await pilot.click(Input)
    await settled(app, pilot)

    assert app.screen.query_one(PromptLine).is_asking
    assert isinstance(app.focused, Input)


async def test_tab_takes_the_command_that_is_suggested(opened):
    app, pilot = opened

    await pilot.press("colon", *"ver")
    await settled(app, pilot)
    await pilot.press("tab")

    assert app.focused.value == "verify"


@KEYS
async def test_tab_leads_nowhere_while_it_is_open(opened, key):
    app, pilot = opened
    await pilot.press(key, "z")
    field = app.focused

    await pilot.press("tab", "shift+tab", "z")

    assert app.focused is field
    assert field.value == "zz"


async def test_no_key_leads_to_it_while_it_is_closed(opened):
    app, pilot = opened
    field = app.screen.query_one(Input)

    assert field not in app.screen.focus_chain
    await pilot.press("colon")
    assert app.screen.focused is field
    await pilot.press("escape")
    await settled(app, pilot)
    assert field not in app.screen.focus_chain
    assert isinstance(app.screen.focused, LineList)


def test_what_a_view_can_do_is_known_without_loading_what_does_it():
    script = """
import sys
import tui.screens.main_screen
before = set(sys.modules)
import tui.screens.azure_actions, tui.screens.changes, tui.screens.everywhere
print(*sorted(set(sys.modules) - before))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    loaded = {name for name in done.stdout.split() if name.startswith("tui.")}
    assert loaded == {
        f"tui.screens.{name}"
        for name in ("asking", "azure_actions", "changes", "everywhere")
    }
    assert "transfer" not in done.stdout
    assert "httpx" not in done.stdout


@pytest.fixture
def laid_out(monkeypatch):
    """A line for each time that the screen was laid out anew."""
    times = []
    lay_out = MainScreen._refresh_layout

    def counting(self, *arguments, **named):
        times.append(named)
        lay_out(self, *arguments, **named)

    monkeypatch.setattr(MainScreen, "_refresh_layout", counting)
    return times


async def test_a_letter_more_lays_nothing_out_anew(opened, laid_out):
    app, pilot = opened
    await pilot.press("colon")
    await settled(app, pilot)
    laid_out.clear()

    await pilot.press("v", "e", "r")
    await settled(app, pilot)

    assert app.screen.query_one(Input).value == "ver"
    assert not laid_out


async def test_rows_that_are_passed_lay_nothing_out_anew(opened, laid_out):
    app, pilot = opened
    rows = app.screen.query_one(LineList)
    before = rows.cursor_key
    laid_out.clear()

    await pilot.press("j", "j", "j", "k")
    await settled(app, pilot)

    assert rows.cursor_key != before
    assert not laid_out


async def test_a_folder_that_nobody_names_leaves_the_list_and_its_keys(opened):
    app, pilot = opened
    await pilot.press("o", "enter")
    await settled(app, pilot)

    assert not app.screen.query_one(PromptLine).is_asking
    assert isinstance(app.focused, LineList)


@KEYS
async def test_who_types_before_the_first_painting_is_heard(tmp_path, monkeypatch, key):
    demo = make_workspace(tmp_path / "demo")
    monkeypatch.chdir(demo.folder)
    opening = opening_of_demo(demo)
    files = judged_files(opening.workspace)
    workspace = StillWorkspace(snapshot_of(files), files)
    typed = []

    class Hasty(MainScreen):
        def on_mount(self):
            typed.append(bool(self.query(Input)))
            for one in (key, "v", "e", "r"):
                self.app.post_message(Key(one, one if len(one) == 1 else None))

    monkeypatch.setattr("tui.app.MainScreen", Hasty)
    async with running(opening, workspace=workspace) as (app, pilot):
        await settled(app, pilot)
        assert app.screen.query_one(Input).value == "ver"
        assert typed == [False]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("delte", "No command is called delte; did you mean delete?"),
        ("qqqq", "No command is called qqqq; ? lists them."),
    ],
)
async def test_a_misspelt_command_is_asked_about(opened, word, said):
    app, pilot = opened

    await pilot.press("colon", *word, "enter")
    await settled(app, pilot)

    assert [str(one) for one in app.messages] == [said]
