"""A window left while it copies: what goes on, what waits, what the next one shows."""

import os
import signal

from rescuing_window import begin, only, stands, window_on

from tui.jobs.entry import Standing
from tui.jobs.runs import read_runs
from tui.screens.dialogs.choice import ChoiceDialog


async def test_a_window_that_was_left_leaves_the_copy_and_the_next_one_shows_it(
    demo_opening, azure, state, home
):
    simulator, origin = azure
    async with window_on(demo_opening, origin) as window:
        await begin(window, home)
        assert "Quit? 1 copy runs" in await window.asks("q", ChoiceDialog)
        await window.press("enter")  # go on in the background
    assert window.app.last_words == "1 copy in the background: bakeferry jobs watch"
    (run,) = read_runs(state)
    assert run.is_alive

    async with window_on(demo_opening, origin) as window:
        await window.until(lambda: only(window))
        await window.press("3")
        await window.sees("1 active", "rhel9-base/rhel9-base-vhd")
        assert only(window).standing is Standing.RUNNING
        simulator.faults.clear()
        await stands(window, Standing.DONE)


async def test_quitting_may_leave_the_copy_resumable(demo_opening, azure, state, home):
    _, origin = azure
    async with window_on(demo_opening, origin) as window:
        await begin(window, home)
        await window.press("q", "j", "j", "enter")
        await window.until(lambda: not window.app.is_running)

    (run,) = read_runs(state)
    assert not run.is_alive
    assert only(window).standing is Standing.PAUSED
    assert f"bakeferry jobs resume {only(window).short}" in window.app.last_words


async def test_a_window_that_waits_for_its_copies_stays_once_that_is_wanted(
    demo_opening, azure, state, home
):
    _, origin = azure
    async with window_on(demo_opening, origin) as window:
        await begin(window, home)
        await window.press("q", "j", "enter")
        await window.until(lambda: window.app.copies.leaves_when_still)
        await window.press("q", "j", "j", "j", "enter")  # stay
        await window.until(lambda: not window.app.copies.leaves_when_still)


async def test_a_copy_from_what_ends_with_the_window_cannot_go_on_in_the_background(
    demo_opening, azure, state, home
):
    _, origin = azure
    wishes = {"ends_with_window": True}
    async with window_on(demo_opening, origin, wishes=wishes) as window:
        await begin(window, home)
        shown = await window.asks("q", ChoiceDialog)
        assert "in the background" not in shown
        await window.press("j", "enter")  # give it up
        await window.until(lambda: not window.app.is_running)

    assert not list(home.iterdir())


async def test_quitting_may_wait_for_the_copy(demo_opening, azure, state, home):
    simulator, origin = azure
    async with window_on(demo_opening, origin) as window:
        await begin(window, home)
        await window.press("q", "j", "enter")
        await window.until(lambda: window.app.copies.leaves_when_still)
        assert not isinstance(window.app.screen, ChoiceDialog)
        assert window.app.is_running
        simulator.faults.clear()
        await window.until(lambda: not window.app.is_running)

    assert list(home.glob("*.vhd"))


async def test_a_process_that_was_killed_is_told_and_can_be_resumed(
    demo_opening, azure, state, home
):
    simulator, origin = azure
    async with window_on(demo_opening, origin) as window:
        await begin(window, home)
        (run,) = read_runs(state)
        os.kill(run.holder.pid, signal.SIGKILL)
        await stands(window, Standing.STOPPED)
        await window.press("3", "g")
        await window.sees("stopped", "bakeferry jobs resume")
        await window.until(lambda: "It can be resumed." in "".join(window.said))
        simulator.faults.clear()
        await window.press("g", "r")
        await window.until(lambda: only(window).receipt is not None)
