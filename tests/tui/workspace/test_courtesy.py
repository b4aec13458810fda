"""What is done behind the screen waits while the screen works."""

import asyncio
import itertools
import threading

from many_templates import many_templates
from open_workspace import all_judged, nothing_runs, options

from tui.session import SessionOptions
from tui.workspace.courtesy import Courtesy
from tui.workspace.workspace import Workspace

FILES, EACH = 12, 2


class Counting(Courtesy):
    """Counts who asks, by the names of their threads."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def give_way(self):
        self.asked.append(threading.current_thread().name)
        super().give_way()


def beside(courtesy, done):
    """A thread that does a step of its work after it has given way."""
    began = threading.Event()

    def work():
        began.set()
        courtesy.give_way()
        done.append("behind")

    thread = threading.Thread(target=work)
    thread.start()
    assert began.wait(10)
    return thread


def test_a_thread_waits_until_the_screen_rests():
    courtesy, done = Courtesy(at_most=10), []

    async def press_a_key():
        await asyncio.sleep(0.001)  # the screen waits for a key
        thread = beside(courtesy, done)
        thread.join(0.02)
        done.append("screen")
        await asyncio.to_thread(thread.join, 10)

    with courtesy.screen_loop() as loop:
        loop.run_until_complete(press_a_key())

    assert done == ["screen", "behind"]


def test_a_screen_that_never_rests_holds_nobody_up_for_long():
    courtesy, done = Courtesy(at_most=0.001), []

    async def never_rest():
        beside(courtesy, done).join(10)
        done.append("screen")

    with courtesy.screen_loop() as loop:
        loop.run_until_complete(never_rest())

    assert done == ["behind", "screen"]


def test_of_many_things_in_a_row_each_slice_gives_way_once(monkeypatch):
    clock = itertools.count(step=0.0009)
    monkeypatch.setattr("tui.workspace.courtesy.monotonic", lambda: next(clock))
    courtesy = Counting()

    assert list(courtesy.in_slices(range(9))) == list(range(9))
    assert len(courtesy.asked) == 3


def test_nobody_waits_before_and_after_the_screen():
    courtesy, done = Courtesy(at_most=100), []
    beside(courtesy, done).join(10)
    with courtesy.screen_loop():
        pass
    beside(courtesy, done).join(10)

    assert done == ["behind"] * 2


def test_way_is_given_before_files_are_looked_for_judged_and_read(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("tui.workspace.courtesy._SLICE_SECONDS", 0.0)
    mapped = many_templates(tmp_path, FILES, each=EACH)
    courtesy = Counting()
    opening = options(tmp_path / "templates", session=SessionOptions(maps=(mapped,)))
    workspace = Workspace(opening, courtesy)
    workspace.start()
    try:
        judged = workspace.wait(all_judged)
        workspace.verify([one.key for one in judged.entries])
        workspace.wait(nothing_runs)
    finally:
        assert workspace.close(10.0)

    assert "looking" in courtesy.asked
    assert courtesy.asked.count("judging") >= FILES
    of_each_file = EACH + len(["put in the queue", "its row"])
    assert courtesy.asked.count("engine") >= FILES * of_each_file
