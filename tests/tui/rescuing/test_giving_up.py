"""Copies given up: one, all whose demo ends, and those that nobody can go on with."""

import pytest
from live_side import ALWAYS
from pretended_azure import pretended
from rescuing_window import BUSY, SOME_CHUNKS, begin, only, stands, window_on

from transfer.journal.records import JobState
from transfer.journal.store import Journal
from tui.jobs.ending import end_copies, give_up_orphans
from tui.jobs.entry import Standing
from tui.jobs.runs import read_runs


@pytest.mark.usefixtures("state")
@pytest.mark.parametrize(("steps", "parts"), [(1, 1), (2, 0)])
async def test_a_copy_is_given_up_with_or_without_its_part(
    demo_opening, azure, home, steps, parts
):
    _, origin = azure
    async with window_on(demo_opening, origin) as window:
        await begin(window, home)
        await window.press("3", "g", "C")
        await window.press(*["j"] * steps, "enter")
        await stands(window, Standing.CANCELLED)

    assert len(list(home.glob("*.part"))) == parts


async def test_cancelling_keeps_the_copy_unless_something_else_is_chosen(
    demo_opening, azure, state, home
):
    _, origin = azure
    async with window_on(demo_opening, origin) as window:
        await begin(window, home)
        await window.press("3", "g", "C", "enter")

        assert only(window).standing is Standing.RUNNING


async def test_copies_from_what_ends_are_given_up_together_and_no_others(
    demo_opening, azure, state, home
):
    _, origin = azure
    async with window_on(demo_opening, origin) as window:
        await begin(window, home)
        assert end_copies(state, "http://127.0.0.1:1", patience=5.0) == ()
        (stopped,) = end_copies(state, origin, patience=60.0)
        await stands(window, Standing.CANCELLED)

    (run,) = read_runs(state)
    assert not run.is_alive
    assert stopped.name == "rhel9-base/rhel9-base-vhd"
    assert not list(home.iterdir())


async def test_a_copy_that_was_paused_is_given_up_with_what_it_copied_from(
    demo_opening, azure, state, home
):
    _, origin = azure
    async with window_on(demo_opening, origin) as window:
        await begin(window, home)
        await window.press("3", "g", "p")
        await stands(window, Standing.PAUSED)
        assert end_copies(state, origin, patience=5.0) == ()
        await stands(window, Standing.CANCELLED)
        assert not only(window).can_resume

    assert not list(home.iterdir())


async def test_a_copy_is_given_up_once_its_demo_is_there_no_more(
    demo_opening, state, home
):
    with pretended() as (simulator, origin):
        simulator.faults.add("Get Blob", BUSY, after=SOME_CHUNKS, times=ALWAYS)
        async with window_on(demo_opening, origin) as window:
            await begin(window, home)
            await window.press("3", "g", "p")
            await stands(window, Standing.PAUSED)
            give_up_orphans(state)
            assert list(home.iterdir())

    give_up_orphans(state)

    assert not list(home.iterdir())
    with Journal.open(state) as journal:
        assert [one.state for one in journal.jobs()] == [JobState.GIVEN_UP]
