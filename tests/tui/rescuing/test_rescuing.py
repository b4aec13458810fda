"""Disks rescued from the full-screen application, as a person does it: with keys."""

import hashlib
import shlex

import pytest
from live_side import ALWAYS
from pretended_azure import pretended
from rescuing_window import BUSY, SOME_CHUNKS, begin, only, send_to, stands, window_on
from small_disks import container, signed
from textual.widgets import Input

from transfer.simulator.tokens import DataRole, Rights
from tui.jobs.entry import Standing
from tui.jobs.runs import read_runs
from tui.jobs.slots import change_slots
from tui.screens.dialogs.rescue import RescueDialog


async def test_a_rescue_that_cannot_be_told_of_anywhere_is_not_begun(
    demo_opening, azure, state, home
):
    state.write_text("a file, where a directory should be")
    async with window_on(demo_opening, azure[1]) as window:
        await window.press("g", "R")
        await send_to(window, home)

        await window.until(lambda: any(str(state) in one for one in window.said))
        assert "another state directory with BAKEFERRY_STATE_DIR" in window.said[-1]


async def test_a_rescue_goes_on_while_other_views_are_looked_at(
    demo_opening, azure, state, home
):
    simulator, origin = azure
    async with window_on(demo_opening, origin) as window:
        await begin(window, home)
        assert shlex.split(window.app.last_command) == [
            "bakeferry", "rescue", "rhel9-base/rhel9-base-vhd", "--to", f"{home}/",
            "--subscription", "11111111-2222-3333-4444-555555555555", "-g", "rg-golden",
        ]  # fmt: skip
        await window.sees("Rescuing ")
        await window.press("5")
        await window.sees("rhel9-base/rhel9-base-vhd", "%")  # the dock
        await window.press("3")
        await window.sees("1 active", "download", "bakeferry jobs show")
        simulator.faults.clear()
        await stands(window, Standing.DONE)
        await window.sees("Receipt", "verified", "SHA-256")
        await window.press("2")
        await window.sees("Rescued | verified")

        assert "rhel9-base/rhel9-base-vhd: copied, verified, " in "".join(window.said)
    (path,) = home.glob("*.vhd")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert digest == only(window).receipt.sha256


async def test_a_copy_is_paused_and_taken_up_where_it_stood(
    demo_opening, azure, state, home
):
    simulator, origin = azure
    async with window_on(demo_opening, origin) as window:
        await begin(window, home)
        await window.press("3", "g", "p")
        await stands(window, Standing.PAUSED)
        assert list(home.glob("*.part"))
        simulator.faults.clear()
        await window.press("g", "p")
        await window.until(lambda: only(window).receipt is not None)
        receipt = only(window).receipt

        assert 0 < receipt.moved_bytes < receipt.data_bytes
        assert window.app.last_command.startswith("bakeferry jobs resume ")
        assert only(window).name == "rhel9-base/rhel9-base-vhd"


@pytest.mark.usefixtures("state")
@pytest.mark.parametrize(
    ("allowed", "standing"), [((), "failed"), (("localhost",), "done")]
)
async def test_a_rescue_reaches_what_its_window_reaches(
    demo_opening, azure, azurite, allowed, standing
):
    """The place is at a private address, by a name that no cloud has."""
    simulator, origin = azure
    simulator.faults.clear()
    account = "bakeferryone"
    place = signed(container(azurite, account, f"reached-{standing}"), account)
    wishes = {"allow_private": frozenset(allowed)}
    async with window_on(demo_opening, origin, wishes=wishes) as window:
        await window.press("g", "R")
        await window.until(lambda: isinstance(window.app.screen, RescueDialog))
        await window.press("shift+tab", "enter", "tab")
        elsewhere = place.replace("127.0.0.1", "localhost")
        window.app.screen.query_one(Input).value = elsewhere
        await window.press("enter")
        await window.until(lambda: only(window) and not only(window).is_under_way)

        assert only(window).standing == standing
        assert allowed or "private" in only(window).problem


async def test_copies_wait_for_their_turn_and_more_of_them_run_when_somebody_says_so(
    demo_opening, azure, state, home
):
    simulator, origin = azure
    change_slots(state, 1)
    async with window_on(demo_opening, origin) as window:
        await window.press("a", "R")
        await window.sees("Rescue 4 VHDs?", " of data")
        window.app.screen.query_one(Input).value = str(home)
        await window.press("enter", "3")
        await window.sees("1 active", "3 queued", "waits for its turn", "1 at once")
        await window.press("plus")
        await window.sees("2 active", "2 queued", "2 at once")
        assert window.app.last_command == "bakeferry jobs at-once 2"
        await window.press("minus", "minus")
        await window.sees("2 active", "2 queued", "1 at once")  # what runs goes on
        assert "1 at once it stays." in window.said
        simulator.faults.clear()
        await window.sees("4 done")
        await window.sees("Recent", "done, verified")

    assert len(list(home.glob("*.vhd"))) == 4


async def test_a_copy_is_taken_up_without_the_role_by_the_right_it_was_begun_with(
    demo_opening, state, home
):
    rights = Rights(blobs=DataRole.NONE)
    with pretended(rights=rights) as (simulator, origin):
        simulator.faults.add("Get Blob", BUSY, after=SOME_CHUNKS, times=ALWAYS)
        async with window_on(demo_opening, origin) as window:
            await begin(window, home)
            await window.press("3", "g", "p")
            await stands(window, Standing.PAUSED)
            (run,) = read_runs(state)
            (state / "runs" / f"{run.run_id}.json").unlink()  # as of one of long ago
            simulator.faults.clear()
            await window.press("g", "p")
            await window.until(lambda: only(window).receipt is not None)
