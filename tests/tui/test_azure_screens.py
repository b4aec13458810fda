"""The live side of Azure as a person sees it, before anything is changed."""

import re
from functools import partial

from application import running, screen_of
from azure_window import window_on
from live_side import ALWAYS
from pretended_azure import pretended
from still_azure import StillAzure
from still_workspace import StillWorkspace, judged_files, settled, snapshot_of

from transfer.simulator.faults import refuse
from tui.actions import Place
from tui.screens.dialogs.rescue import RescueDialog
from tui.screens.outputs.rows import listed
from tui.widgets.line_list import LineList

NOBODY = "http://127.0.0.1:9"


async def test_the_list_shows_how_builds_went(demo_opening, azure):
    _, origin = azure
    async with window_on(demo_opening, origin) as window:
        await window.stands_on("legacy-2019")
        await window.sees("Submission failed")

        assert "Succeeded" in window.row("edge-iot")
        assert "Failed" in window.row("infra[prod]")
        assert "2 errors" in window.row("legacy-2019")  # what is wrong here comes first


async def test_the_list_says_what_is_at_risk_before_anybody_opens_the_outputs(
    demo_opening, azure
):
    _, origin = azure
    async with window_on(demo_opening, origin) as window:
        await window.until(lambda: "At risk 1 VHD" in window.row("win11-avd"))

        assert "Succeeded" in window.row("edge-iot")  # its VHD was delivered


async def test_a_rescue_is_asked_for_from_the_list_by_key_and_by_name(
    demo_opening, azure
):
    _, origin = azure
    async with window_on(demo_opening, origin) as window:
        await window.knows_outputs_of("win11-avd", "rhel9-base")
        await window.stands_on("win11-avd")
        assert "R  rescue the VHD" in screen_of(window.app)
        assert "win11-avd/win11-avd-vhd" in await window.asks("R", RescueDialog)
        await window.press("escape", "colon", *"rescue rhel9-base", "enter")
        await window.sees("Rescue rhel9-base/rhel9-base-vhd?")


async def test_nothing_is_rescued_of_what_is_not_at_risk(demo_opening, azure):
    _, origin = azure
    async with window_on(demo_opening, origin) as window:
        await window.knows_outputs_of("edge-iot")
        await window.stands_on("edge-iot")
        await window.press("R")

        assert "or those marked: no VHD of it is at risk" in window.said[-1]
        assert not isinstance(window.app.screen, RescueDialog)


async def test_a_template_that_was_never_built_has_no_log_to_read(demo_opening, azure):
    _, origin = azure
    async with window_on(demo_opening, origin) as window:
        await window.stands_on("legacy-2019")
        shown = await window.sees("Submission failed", "Next step")

        assert "read why the last build failed" not in shown


async def test_the_board_tells_sizes_of_what_is_at_risk_and_of_rows_that_were_looked_at(
    demo_opening, azure
):
    simulator, origin = azure
    async with window_on(demo_opening, origin) as window:
        await window.sees("Succeeded")
        await window.press("2")
        await window.until(lambda: "128.0 MiB" in window.row("rhel9-base"))
        await window.until(lambda: "256.0 MiB" in window.row("win11-avd"))
        await window.until(lambda: screen_of(window.app).count("64.0 MiB") == 2)
        await window.sees("134,218,240 bytes", "older")
        looked = {
            one.path
            for one in simulator.heard
            if one.operation == "Get Blob Properties"
        }

        assert "d " in window.row("rhel9-base")
        assert "MiB" not in window.row("edge-iot")
        assert len(looked) == 4


async def test_the_board_of_outputs_shows_those_at_risk_first(demo_opening, azure):
    _, origin = azure
    async with window_on(demo_opening, origin) as window:
        await window.sees("Succeeded")
        await window.press("2")
        await window.sees("7 of 7 templates asked", "At risk", "Delivered")
        shown = screen_of(window.app)
        last_at_risk = shown.rindex("At risk")

        assert last_at_risk < shown.index("Delivered")
        assert "The only copy known" in shown
        assert "at risk" in window.row("Outputs ")
        rows = window.app.screen.view.query_one(LineList)
        assert rows.cursor_key == rows._selection.rows.key(0)  # whatever arrived first


async def test_the_board_is_sorted_only_when_something_has_changed(
    demo_opening, monkeypatch
):
    asked = []
    monkeypatch.setattr("tui.screens.outputs.view.listed", partial(_told, asked))
    files = judged_files(demo_opening.workspace)
    workspace = StillWorkspace(snapshot_of(files), files)
    async with running(demo_opening, workspace=workspace) as (app, pilot):
        app.azure = StillAzure()
        await pilot.press("2")
        await settled(app, pilot)
        before = len(asked)
        for _ in range(5):
            app.look()
        assert len(asked) == before
        app.screen.view.filter_by("win11")

        assert len(asked) == before + 1
        await settled(app, pilot)
        assert "filter: win11" in screen_of(app)


def _told(asked, live, *, wanted):
    asked.append(wanted)
    return listed(live, wanted=wanted)


async def test_outputs_that_may_not_be_read_are_complained_of_once(demo_opening, azure):
    simulator, origin = azure
    simulator.faults.add(
        "List Run Outputs", refuse(403, "AuthorizationFailed"), times=ALWAYS
    )
    async with window_on(demo_opening, origin) as window:
        await window.sees("Succeeded")
        await window.press("2")
        await window.until(lambda: window.said)
        asked = [one.operation for one in simulator.heard].count("List Run Outputs")
        await window.until(
            lambda: (
                [one.operation for one in simulator.heard].count("List Templates") > 3
            )
        )

        assert asked <= 7
        assert len([one for one in window.said if "AuthorizationFailed" in one]) == 1


async def test_the_log_grows_and_names_the_step_that_it_is_in(demo_opening):
    # no request moves the build on: it waits until its log was seen
    with pretended(pace=0.0) as (simulator, origin):
        async with window_on(demo_opening, origin) as window:
            await window.stands_on("sles15-sap")
            await window.press("t")
            before = await window.sees(
                "sles15-sap", "customization.log", "Now in", "growing"
            )
            simulator.clock.advance(3600.0)
            after = await window.sees("What went wrong", "cluster", "ended")
            assert _lines_of_log(before) < _lines_of_log(after)
            assert "between steps" not in window.row_with("What went wrong")


def _lines_of_log(screen):
    """How many lines the log has, as the bottom of its box says."""
    return int(re.search(r"of ([\d,]+) lines", screen)[1].replace(",", ""))


async def test_a_failure_that_a_filter_hides_is_not_denied(demo_opening, azure):
    async with window_on(demo_opening, azure[1]) as window:
        await window.stands_on("infra[prod]")
        await window.press("t")
        await window.sees("What went wrong")
        await window.press("slash", *"zzz", "enter", "n")

        assert window.said[-1] == "No line that is shown reads like a failure."


async def test_a_log_that_has_ended_well_is_in_no_step(demo_opening, azure):
    _, origin = azure
    async with window_on(demo_opening, origin) as window:
        await window.stands_on("ubuntu-golden")
        await window.press("t")
        shown = await window.sees("No line reads like a failure.", "ended")

        assert "Now in" not in shown


async def test_the_account_says_where_one_is_signed_in(demo_opening, azure):
    _, origin = azure
    async with window_on(demo_opening, origin) as window:
        await window.press("6")
        await window.sees("through the simulator", "11111111-2222-3333-4444")


async def test_a_service_that_is_down_is_told_and_signing_in_tries_again(
    demo_opening, azure
):
    simulator, origin = azure
    simulator.faults.add("*", refuse(503, "ServerBusy"), times=ALWAYS)
    async with window_on(demo_opening, origin) as window:
        await window.press("6")
        await window.sees("503")
        simulator.faults.clear()
        await window.press("i")
        await window.sees("through the simulator")


async def test_without_a_network_the_local_side_goes_on_working(demo_opening):
    async with window_on(demo_opening, NOBODY) as window:
        await window.press("2")
        await window.sees(
            "Azure cannot be reached. Nothing was changed.", "u   try again"
        )
        await window.press("1")
        await window.sees("ubuntu-golden")
        await window.press("v")
        await window.press("B")

        assert window.app.workspace.told[0][:1] == ("verify",)


async def test_a_view_that_is_opened_knows_azure_from_its_first_look(
    demo_opening, azure
):
    _, origin = azure
    async with window_on(demo_opening, origin) as window:
        await window.sees("Succeeded")
        await window.press("2")
        await window.app.frame.open_view(Place.TEMPLATES)  # and nobody looks again

        assert any(one.online for one in window.app.frame.snapshot.entries)
