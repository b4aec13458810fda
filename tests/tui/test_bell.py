"""A bell for somebody who looks elsewhere while copies go on."""

from dataclasses import dataclass, field

import pytest
from application import opening_of

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
    rung: int = 0

    def say(self, message):
        self.said.append(message)

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


@pytest.mark.parametrize(("wanted", "rung"), [(True, 1), (False, 0)])
async def test_a_window_rings_only_where_its_owner_wants_that(tmp_path, wanted, rung):
    app = BakeferryApp(opening_of((tmp_path,), bell=wanted))
    bells = []
    app.bell = lambda: bells.append("\a")
    app.ring()
    assert len(bells) == rung
