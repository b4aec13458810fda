"""Disks rescued from the full-screen application, as a person does it: with keys.

The copy is made by a process of its own. The service hangs after a few chunks, until a
test lets it go on.
"""

import hashlib
import os
import shlex
import signal
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial

import pytest
from application import running, screen_of
from azure_window import Window
from live_side import ALWAYS
from pretended_azure import pretended
from small_disks import container, signed
from still_workspace import StillWorkspace, judged_files, settled, snapshot_of
from textual.widgets import Input

from transfer.journal.records import JobState
from transfer.journal.store import Journal
from transfer.simulator.faults import refuse
from transfer.simulator.tokens import DataRole, Rights
from tui.jobs.ending import end_copies, give_up_orphans
from tui.jobs.entry import Standing
from tui.jobs.runs import read_runs
from tui.jobs.slots import change_slots
from tui.opening import AzureWishes
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.deletion import DeletionDialog
from tui.screens.dialogs.rescue import RescueDialog
from tui.screens.rescuing import ask_rescue

BUSY = refuse(503, "ServerBusy")
SOME_CHUNKS = 7


@pytest.fixture
def state(tmp_path, monkeypatch):
    """What this machine knows of copies: nothing yet."""
    folder = tmp_path / "state"
    monkeypatch.setenv("BAKEFERRY_STATE_DIR", str(folder))
    yield folder
    for run in read_runs(folder):
        if run.is_alive and run.holder.pid != os.getpid():
            os.kill(run.holder.pid, signal.SIGKILL)


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def azure():
    """The demo's subscription, of which nothing can be read after a few chunks."""
    with pretended() as (simulator, origin):
        simulator.faults.add("Get Blob", BUSY, after=SOME_CHUNKS, times=ALWAYS)
        yield simulator, origin


@asynccontextmanager
async def window_on(opening, origin, *, wishes=None, **preferences):
    """The demo's window on its board of outputs."""
    files = judged_files(opening.workspace)
    opening = replace(
        opening,
        azure=AzureWishes(simulator=origin, at_once=True, **(wishes or {})),
        preferences=replace(opening.preferences, **preferences),
    )
    workspace = StillWorkspace(snapshot_of(files), files)
    async with running(opening, workspace=workspace) as (app, pilot):
        await settled(app, pilot)
        window = Window(app, pilot)
        await window.sees("Succeeded")
        await window.press("2")
        await window.sees("7 of 7 templates asked")
        yield window


async def begin(window, home):
    """Rescue the first output to a folder, and wait until it hangs in the middle."""
    await window.press("g", "R")
    await window.until(lambda: isinstance(window.app.screen, RescueDialog))
    window.app.screen.query_one(Input).value = str(home)
    await window.press("enter")
    await window.until(lambda: (job := only(window)) and job.done and job.job_id)


def only(window):
    """The only copy that the window knows of; None while there is none."""
    known = window.app.jobs.snapshot()
    return known.entries[0] if known is not None and known.entries else None


async def stands(window, standing):
    await window.until(lambda: only(window).standing is standing)


async def test_a_rescue_that_cannot_be_told_of_anywhere_is_not_begun(
    demo_opening, azure, state, home
):
    state.write_text("a file, where a directory should be")
    async with window_on(demo_opening, azure[1]) as window:
        await window.press("g", "R")
        await window.until(lambda: isinstance(window.app.screen, RescueDialog))
        window.app.screen.query_one(Input).value = str(home)
        await window.press("enter")

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


async def test_a_window_that_was_left_leaves_the_copy_and_the_next_one_shows_it(
    demo_opening, azure, state, home
):
    simulator, origin = azure
    async with window_on(demo_opening, origin) as window:
        await begin(window, home)
        await window.press("q")
        assert "Quit? 1 copy runs" in screen_of(window.app)
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
        assert window.app.copies.leaves_when_still
        await window.press("q", "j", "j", "j", "enter")  # stay

        assert not window.app.copies.leaves_when_still


async def test_a_copy_from_what_ends_with_the_window_cannot_go_on_in_the_background(
    demo_opening, azure, state, home
):
    _, origin = azure
    wishes = {"ends_with_window": True}
    async with window_on(demo_opening, origin, wishes=wishes) as window:
        await begin(window, home)
        shown = await window.press("q")
        assert "in the background" not in shown
        await window.press("j", "enter")  # give it up
        await window.until(lambda: not window.app.is_running)

    assert not list(home.iterdir())


async def test_copies_from_what_ends_are_given_up_together_and_no_others(
    demo_opening, azure, state, home
):
    _, origin = azure
    async with window_on(demo_opening, origin) as window:
        await begin(window, home)
        assert end_copies(state, "http://127.0.0.1:1", patience=5.0) == ()
        (stopped,) = end_copies(state, origin, patience=5.0)
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


async def test_quitting_may_wait_for_the_copy(demo_opening, azure, state, home):
    simulator, origin = azure
    async with window_on(demo_opening, origin) as window:
        await begin(window, home)
        await window.press("q", "j", "enter")
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
        assert any("It can be resumed." in one for one in window.said)
        simulator.faults.clear()
        await window.press("g", "r")
        await window.until(lambda: only(window).receipt is not None)


async def test_everything_at_risk_is_marked_and_rescued_at_once(
    demo_opening, azure, state, home
):
    simulator, origin = azure
    simulator.faults.clear()
    async with window_on(demo_opening, origin) as window:
        await window.press("a", "R")
        await window.sees("Rescue 4 VHDs?", " of data")
        window.app.screen.query_one(Input).value = str(home)
        await window.press("enter")
        await window.sees("Outputs  0 at risk")

    assert len(list(home.glob("*.vhd"))) == 4


async def test_a_place_is_remembered_for_the_next_time_without_its_secret(
    demo_opening, azure, state, home
):
    simulator, origin = azure
    simulator.faults.clear()
    secret = "sig=c2VjcmV0"
    async with window_on(demo_opening, origin) as window:
        await window.press("g", "R")
        await window.until(lambda: isinstance(window.app.screen, RescueDialog))
        await window.press("shift+tab", "enter", "tab")
        place = f"{origin}/contosoimages/images?{secret}"
        window.app.screen.query_one(Input).value = place
        await window.pilot.pause()
        assert secret not in screen_of(window.app).partition("Same as")[2]
        await window.press("enter")
        await window.until(lambda: only(window))
        await window.press("j", "R")
        await window.until(lambda: isinstance(window.app.screen, RescueDialog))

        value = window.app.screen.query_one(Input).value
        assert value == f"{origin}/contosoimages/images"
        await window.until(lambda: not only(window).is_under_way)
        assert secret not in window.app.last_command
    told = b"".join(one.read_bytes() for one in state.rglob("*") if one.is_file())
    assert secret.encode() not in told


async def test_read_only_mode_rescues_nothing(demo_opening, azure, state):
    _, origin = azure
    async with window_on(demo_opening, origin, read_only=True) as window:
        await window.press("g", "R")

        assert not isinstance(window.app.screen, RescueDialog)
        assert any("read-only mode is on" in one for one in window.said)


async def test_what_was_to_follow_a_rescue_follows_it_once(
    demo_opening, azure, state, home
):
    simulator, origin = azure
    simulator.faults.clear()
    followed = []
    async with window_on(demo_opening, origin) as window:
        outputs = window.app.frame.live.outputs.values()
        at_risk = [one for each in outputs for one in each if "rhel9" in one.name]
        ask = partial(
            ask_rescue, window.app.frame, at_risk, then=partial(followed.append, True)
        )
        window.app.call_later(ask)
        await window.until(lambda: isinstance(window.app.screen, RescueDialog))
        window.app.screen.query_one(Input).value = str(home)
        await window.press("enter")
        await window.until(lambda: followed)
        await window.press("3")

    assert followed == [True]


async def test_a_template_is_deleted_once_its_disk_is_rescued(
    demo_opening, azure, state, home
):
    simulator, origin = azure
    simulator.faults.clear()
    async with window_on(demo_opening, origin) as window:
        await window.press("1")
        await window.stands_on("rhel9-base")
        await window.press("D")
        await window.sees("1 VHD would be lost for good")
        await window.press("enter")  # rescue first
        await window.until(lambda: isinstance(window.app.screen, RescueDialog))
        window.app.screen.query_one(Input).value = str(home)
        await window.press("enter")
        await window.until(lambda: isinstance(window.app.screen, DeletionDialog))
        assert "would be lost" not in screen_of(window.app)
        await window.press("right", "enter")
        await window.until(lambda: "rhel9-base is deleted." in window.said)

    assert list(home.glob("*.vhd"))


async def test_a_place_that_cannot_be_one_is_not_taken(demo_opening, azure, state):
    _, origin = azure
    async with window_on(demo_opening, origin) as window:
        await window.press("g", "R")
        await window.until(lambda: isinstance(window.app.screen, RescueDialog))
        window.app.screen.query_one(Input).value = "https://contoso.example/vhds"
        await window.press("enter")

        assert isinstance(window.app.screen, RescueDialog)
        assert "That is an address" in screen_of(window.app)
