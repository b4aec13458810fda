"""A bell for somebody who looks elsewhere while copies go on."""

import asyncio
from dataclasses import dataclass, field

import pytest
from application import opening_of, running
from textual._compositor import LayoutUpdate

from integrity.safe_text import Safe
from tui.app import BakeferryApp
from tui.jobs.jobs import JobsSnapshot
from tui.screens.copy_watch import CopyWatch


@dataclass
class Copies:
    known: JobsSnapshot = field(default_factory=JobsSnapshot)

    def snapshot(self):
        return self.known


class Azure:
    live = None


@dataclass
class Window:
    jobs: Copies = field(default_factory=Copies)
    azure: type[Azure] = Azure
    said: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    shows_copies: bool = False
    rung: int = 0

    def say(self, message):
        self.said.append(message)

    def keep(self, message):
        self.kept.append(message)

    def ring(self):
        self.rung += 1


def test_the_end_of_a_copy_is_told_and_rung_once():
    window = Window()
    watch = CopyWatch(window)
    watch.look()
    window.jobs.known = JobsSnapshot(messages=(Safe("disk.vhd: copied."),), told=1)
    watch.look()
    watch.look()
    assert (window.said, window.rung) == (["disk.vhd: copied."], 1)


def test_nothing_is_laid_over_the_list_that_shows_it():
    window = Window(shows_copies=True)
    watch = CopyWatch(window)
    watch.look()
    window.jobs.known = JobsSnapshot(messages=(Safe("disk.vhd: copied."),), told=1)
    watch.look()
    assert (window.said, window.kept, window.rung) == ([], ["disk.vhd: copied."], 1)


@pytest.mark.parametrize(("wanted", "rung"), [(True, 1), (False, 0)])
async def test_a_window_rings_only_where_its_owner_wants_that(tmp_path, wanted, rung):
    app = BakeferryApp(opening_of((tmp_path,), bell=wanted))
    bells = []
    app.bell = lambda: bells.append("\a")
    app.ring()
    assert len(bells) == rung


async def test_three_messages_at_most_lie_over_a_screen(tmp_path):
    async with running(opening_of((tmp_path,)), notifications=True) as (app, pilot):
        for name in ("one", "two", "three", "four"):
            app.say(Safe(name))
        app.say(Safe("broken"), severity="error")
        await pilot.pause()
        app.look()
        await pilot.pause()
        shown = [str(toast.render()) for toast in app.screen.query("Toast")]
        assert shown == ["two", "three", "four", "broken"]


async def test_where_a_message_lay_all_is_painted_anew(tmp_path, monkeypatch):
    painted = []
    monkeypatch.setattr(
        BakeferryApp, "_display", lambda _, __, update: painted.append(type(update))
    )
    async with running(opening_of((tmp_path,)), notifications=True) as (app, pilot):
        app.say(Safe("one"))
        await pilot.pause()
        app.look()
        await pilot.pause()
        painted.clear()
        app.clear_notifications()
        app.look()
        async with asyncio.timeout(60.0):
            while LayoutUpdate not in painted:
                await pilot.pause()
