"""Each screen as a person sees it, in plain letters, one file a picture.

`BAKEFERRY_ACCEPT=1` writes the pictures anew; look at each of them then.
"""

import os
from difflib import unified_diff
from pathlib import Path

import pytest
from application import opening_of, running, screen_of
from scenes import judged
from still_workspace import HERE, settled
from walks import NARROW, WALKS, WIDE

from integrity.safe_text import Safe
from tui.jobs.destinations import Way
from tui.live.sizes import Measure
from tui.screens.dialogs.rescue import RescueDialog

GRIDS = Path(__file__).parent / "grids"
ACCEPTS = os.environ.get("BAKEFERRY_ACCEPT") == "1"


def _twelve_minutes(_):
    """What the clock of a build says in pictures."""
    return Safe("12:04")


def _early_afternoon(*_):
    """What the clock on the wall says in pictures."""
    return Safe("14:02:11")


@pytest.mark.parametrize("walk", WALKS.values(), ids=WALKS.keys())
async def test_every_picture_is_as_it_was_looked_at(walk, in_demo, monkeypatch):
    monkeypatch.setattr("tui.app.TICK_SECONDS", 3600.0)  # only `settled` looks
    for shown in ("copy_lines", "transfers.recent"):
        monkeypatch.setattr(f"tui.screens.{shown}.moment_words", _early_afternoon)
    opening = opening_of(HERE, **walk.preferences)
    wrong = []
    parts = {"workspace": walk.of(opening), "jobs": walk.jobs and walk.jobs()}
    async with running(opening, size=walk.size, **parts) as (app, pilot):
        if walk.azure is not None:
            for shown in ("templates.rows", "outputs.rows", "logs.progress"):
                monkeypatch.setattr(f"tui.screens.{shown}.clock", _twelve_minutes)
            app.azure = walk.azure()
            app.look()
        for keys, name in walk.steps:
            await pilot.press(*keys)
            await settled(app, pilot)
            wrong += differences(name, f"{screen_of(app)}\n", walk.size)
            if not name.startswith(("templates-broken", "read-only")):
                app.clear_notifications()

    assert wrong == []


@pytest.mark.parametrize("name", ["message", "message-narrow"])
async def test_a_message_lies_over_the_screen(name, in_demo, monkeypatch):
    monkeypatch.setattr("tui.app.TICK_SECONDS", 3600.0)
    opening = opening_of(HERE)
    size = NARROW if name.endswith("narrow") else WIDE
    async with running(
        opening, size=size, workspace=judged(opening), notifications=True
    ) as (app, pilot):
        await settled(app, pilot)
        app.say(Safe("templates/[draft]/x.json: Permission denied"), severity="error")
        while not app.screen.query("Toast"):
            await pilot.pause()
        await settled(app, pilot)
        wrong = differences(name, f"{screen_of(app)}\n", size)

    assert wrong == []


@pytest.mark.parametrize(
    ("name", "size"), [("rescue", WIDE), ("rescue-narrow", NARROW)]
)
async def test_a_rescue_is_asked_about(name, size, in_demo, monkeypatch):
    monkeypatch.setattr("tui.app.TICK_SECONDS", 3600.0)
    opening = opening_of(HERE)
    names = (Safe("win11-avd/vhd"), Safe("rhel9-base/vhd"))
    recent = {Way.ACCOUNT: ["golden/vhds"], Way.FOLDER: []}
    async with running(opening, size=size, workspace=judged(opening)) as (app, pilot):
        await settled(app, pilot)
        dialog = RescueDialog(names, recent, app.glyphs)
        await app.push_screen(dialog)
        dialog.measured(Measure(62 * 2**30, 23 * 2**30))
        await settled(app, pilot)
        wrong = differences(name, f"{screen_of(app)}\n", size)

    assert wrong == []


def differences(name: str, grid: str, size: tuple[int, int]) -> list[str]:
    """What is other than in the picture of that name; nothing when it is accepted."""
    path = GRIDS / f"{name}.txt"
    if ACCEPTS:
        path.write_text(grid, "utf-8")
    columns, lines = size
    assert len(grid.splitlines()) <= lines
    assert max(map(len, grid.splitlines())) <= columns
    before = path.read_text("utf-8") if path.exists() else ""
    return list(unified_diff(before.splitlines(), grid.splitlines(), name, "now"))


def test_every_picture_is_taken():
    taken = [name for walk in WALKS.values() for _, name in walk.steps]
    taken += ["message", "message-narrow", "rescue", "rescue-narrow"]

    assert sorted(taken) == sorted(path.stem for path in GRIDS.glob("*.txt"))


@pytest.mark.parametrize(
    "path", sorted(GRIDS.glob("*.txt")), ids=lambda path: path.stem
)
def test_no_picture_in_ascii_has_another_letter(path):
    assert path.read_text("utf-8").isascii()
