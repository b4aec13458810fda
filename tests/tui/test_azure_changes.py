"""What a window does to a subscription, and what it asks before."""

from dataclasses import replace

import pytest
from azure_window import changes, window_on
from live_side import ALWAYS
from pretended_azure import pretended

from transfer.simulator.faults import refuse
from tui.actions import Place
from tui.live.snapshot import LiveAccount, LiveSnapshot, SignIn
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.dialogs.deletion import DeletionDialog
from tui.screens.dialogs.rescue import RescueDialog
from tui.screens.dialogs.submission import SubmissionDialog
from tui.workspace.stages import EntryState


async def test_a_build_is_asked_about_and_begun(demo_opening, azure):
    simulator, origin = azure
    async with window_on(demo_opening, origin) as window:
        await window.stands_on("ubuntu-golden")
        await window.asks("B", SubmissionDialog)
        await window.press("enter")  # the safe answer is at hand
        assert changes(simulator) == []
        await window.asks("B", SubmissionDialog)
        await window.press("right", "enter")  # what stands there, as it is
        await window.until(lambda: "ubuntu-golden: the build has begun." in window.said)
        await window.until(
            lambda: "ubuntu-golden: the build has succeeded." in window.said
        )

    assert changes(simulator) == ["Run Template"]


async def test_an_opened_template_is_built_followed_and_deleted_where_it_is_open(
    demo_opening, azure
):
    _, origin = azure
    async with window_on(demo_opening, origin) as window:
        await window.stands_on("ubuntu-golden")
        await window.press("enter")
        await window.asks("B", SubmissionDialog)
        await window.press("escape")
        await window.asks("D", DeletionDialog)
        await window.press("escape")
        await window.asks("R", RescueDialog)
        await window.press("escape", "t")

        assert window.app.frame.place is Place.LOGS


@pytest.mark.parametrize("state", [EntryState.WAITING, EntryState.STALE])
async def test_nothing_is_built_before_its_file_is_judged(demo_opening, azure, state):
    _, origin = azure
    async with window_on(demo_opening, origin) as window:
        await window.stands_on("legacy-2019")
        workspace = window.app.workspace
        snapshot = workspace.snapshot()
        unjudged = [replace(one, state=state, errors=0) for one in snapshot.entries]
        workspace.become(replace(snapshot, entries=tuple(unjudged)))
        window.app.look()
        await window.press("B")

        assert window.said == ["legacy-2019 is being judged; try again in a moment."]
        assert window.app.last_command is None


async def test_nothing_is_built_before_the_subscription_is_listed(demo_opening, azure):
    simulator, origin = azure
    async with window_on(demo_opening, origin) as window:
        await window.stands_on("legacy-2019")
        live = window.app.azure.live
        nothing_listed = LiveSnapshot(account=LiveAccount(state=SignIn.ON))
        live.snapshot = lambda: nothing_listed
        window.app.look()
        await window.press("B")

        assert window.said == [
            "Whether legacy-2019 is in Azure is being asked; try again in a moment."
        ]
    assert changes(simulator) == []


async def test_a_build_that_runs_is_not_begun_again(demo_opening):
    with pretended(pace=0.0) as (simulator, origin):  # it runs until the end
        async with window_on(demo_opening, origin) as window:
            await window.stands_on("sles15-sap")
            await window.press("B")

            assert window.said == ["sles15-sap: a build runs already."]
        assert changes(simulator) == []


async def test_a_build_that_runs_is_cancelled_once_it_is_confirmed(demo_opening):
    with pretended(pace=0.0) as (simulator, origin):
        async with window_on(demo_opening, origin) as window:
            await window.stands_on("sles15-sap")
            assert "Cancel the build?" in await window.asks("C", ConfirmDialog)
            await window.press("escape")
            assert changes(simulator) == []
            await window.asks("C", ConfirmDialog)
            await window.press("right", "enter")
            await window.until(lambda: changes(simulator) == ["Cancel Run"])
            simulator.clock.advance(3600.0)
            await window.until(lambda: "Canceled" in window.row("sles15-sap"))
        assert changes(simulator) == ["Cancel Run"]


async def test_deleting_names_what_is_lost_and_takes_only_the_very_name(
    demo_opening, azure
):
    simulator, origin = azure
    async with window_on(demo_opening, origin) as window:
        await window.stands_on("rhel9-base")
        await window.press("D")
        await window.sees("1 VHD would be lost for good", "rhel9-base-vhd")
        assert "Rescue first, then delete" in window.focused
        await window.press("shift+tab", *"rhel9", "enter")
        assert isinstance(window.app.screen, DeletionDialog)
        assert window.app.screen.query_one("#delete").disabled
        assert changes(simulator) == []
        await window.press(*"-base")
        assert not window.app.screen.query_one("#delete").disabled
        await window.press("enter")
        await window.until(lambda: "rhel9-base is deleted." in window.said)
        await window.until(lambda: len(window.app.frame.live.templates) == 6)
        await window.sees("rhel9-base")  # its file is still here

    assert changes(simulator) == ["Delete Template"]


async def test_rescuing_is_at_hand_where_a_vhd_would_be_lost(demo_opening, azure):
    simulator, origin = azure
    async with window_on(demo_opening, origin) as window:
        await window.stands_on("rhel9-base")
        await window.asks("D", DeletionDialog)
        shown = await window.asks("enter", RescueDialog)

        assert "Rescue rhel9-base/rhel9-base-vhd?" in shown
    assert changes(simulator) == []


async def test_keeping_is_at_hand_where_nothing_would_be_lost(demo_opening, azure):
    simulator, origin = azure
    async with window_on(demo_opening, origin) as window:
        await window.stands_on("edge-iot")
        await window.asks("D", DeletionDialog)
        assert window.focused == "Keep"
        await window.press("right", "enter")
        await window.until(lambda: "edge-iot is deleted." in window.said)

    assert changes(simulator) == ["Delete Template"]


async def test_a_deletion_can_be_left_with_escape(demo_opening, azure):
    simulator, origin = azure
    async with window_on(demo_opening, origin) as window:
        await window.stands_on("edge-iot")
        await window.press("D")
        await window.sees("Delete template edge-iot?", "Kept: edge-iot-vhd")
        await window.press("escape")

        assert not isinstance(window.app.screen, DeletionDialog)
    assert changes(simulator) == []


@pytest.mark.parametrize(
    ("key", "name", "title"),
    [
        ("B", "ubuntu-golden", "Submit and build in Azure"),
        ("D", "ubuntu-golden", "Delete a template in Azure"),
        ("C", "sles15-sap", "Cancel the build"),
    ],
)
async def test_read_only_mode_changes_nothing_in_azure(
    demo_opening, azure, key, name, title
):
    simulator, origin = azure
    async with window_on(demo_opening, origin, read_only=True) as window:
        await window.stands_on(name)
        await window.press(key)

        assert window.said == [f"{title}: read-only mode is on"]
        assert not isinstance(window.app.screen, ConfirmDialog | DeletionDialog)
    assert changes(simulator) == []


async def test_a_deletion_that_cannot_be_planned_is_told_and_asks_nothing(
    demo_opening, azure
):
    simulator, origin = azure
    async with window_on(demo_opening, origin) as window:
        await window.stands_on("rhel9-base")
        simulator.faults.add(
            "Get Template", refuse(403, "AuthorizationFailed"), times=ALWAYS
        )
        await window.press("D")
        await window.until(lambda: any("403" in one for one in window.said))

        assert not isinstance(window.app.screen, DeletionDialog)
    assert changes(simulator) == []
