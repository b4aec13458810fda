"""A file submitted and built from the window: verified, shown, sent once or not at all."""

from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace

from application import opening_of, running
from azure_window import Window, changes
from live_side import QUICK
from pretended_azure import pretended
from submissions import ADDRESS, DIGEST, IDENTITY, SCRIPT, artifacts, template_body
from submissions import template_file as written
from textual.widgets import Input

from integrity.artifacts.opener import UrlMap
from transfer.simulator.demo import demo_scenario
from transfer.simulator.faults import done_but_reply_lost, drop, refuse
from transfer.simulator.scenario import TemplateSeed
from tui.opening import AzureWishes
from tui.screens.azure_actions import build
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.dialogs.deletion import DeletionDialog
from tui.screens.dialogs.lines import LinesDialog
from tui.screens.dialogs.rescue import RescueDialog
from tui.screens.dialogs.submission import SubmissionDialog
from tui.session import SessionOptions
from tui.widgets.line_list import LineList

GROUP = "rg-golden"


@contextmanager
def azure_with(*names, **more):
    """A subscription with these templates, and what the demo's have beside them."""
    seeds = tuple(
        TemplateSeed(
            name, GROUP, template_body(name)["properties"], identity=IDENTITY, plan=QUICK,
            **more,
        )
        for name in names
    )  # fmt: skip
    scenario = replace(demo_scenario({ADDRESS: SCRIPT}), templates=seeds, accounts=())
    with pretended(scenario) as (simulator, origin):
        yield simulator, origin


@asynccontextmanager
async def window_on(folder, origin, *, script=SCRIPT, file="fresh", **properties):
    """A window on one file, with the cursor on it, and on a subscription."""
    maps = artifacts(folder, script).partition("=")
    (folder / "templates").mkdir()
    path = written(folder / "templates", file, **properties)
    session = SessionOptions(maps=(UrlMap(maps[0], folder / "artifacts"),))
    opening = replace(
        opening_of((path.parent,), session=session),
        azure=AzureWishes(simulator=origin, at_once=True, group=GROUP),
    )
    async with running(opening, size=(120, 44)) as (app, pilot):
        window = Window(app, pilot)
        await window.until(lambda: app.frame.live and app.frame.live.account.as_of)
        await window.until(lambda: app.screen.query_one(LineList).move_to(str(path)))
        await window.until(lambda: app.frame.entry_of(str(path)).judged_at)
        yield window


def body_sent(simulator):
    """What stands in Azure after a submission."""
    found = simulator.world.templates.values()
    return next(one for one in found if one.name == "fresh").properties


async def test_a_file_is_verified_shown_submitted_built_and_followed(tmp_path):
    with azure_with() as (simulator, origin):
        async with window_on(tmp_path, origin) as window:
            shown = await window.asks("B", SubmissionDialog)
            assert "Submit fresh?" in shown
            assert "subscription 11111111-2222-3333-4444-555555555555" in shown
            assert "1 artifact just verified" in shown
            assert f'"sha256Checksum": "{DIGEST}"' in shown
            await window.press("right", "enter")
            await window.until(lambda: "fresh is submitted." in window.said)
            await window.until(lambda: "fresh: the build has begun." in window.said)
            await window.until(lambda: window.app.frame.live.log)
            await window.until(lambda: "fresh: the build has succeeded." in window.said)
            await window.press("1")
            await window.sees("At risk 1 VHD")
            assert body_sent(simulator)["customize"][0]["sha256Checksum"] == DIGEST
    assert changes(simulator) == ["Put Template", "Run Template"]


async def test_the_answer_at_hand_sends_nothing(tmp_path):
    with azure_with() as (simulator, origin):
        async with window_on(tmp_path, origin) as window:
            await window.asks("B", SubmissionDialog)
            await window.press("enter")
            await window.asks("B", SubmissionDialog)
            await window.press("escape")

            assert not isinstance(window.app.screen, SubmissionDialog)
    assert changes(simulator) == []


async def test_a_file_with_an_error_is_not_submitted(tmp_path):
    with azure_with() as (simulator, origin):
        async with window_on(tmp_path, origin, buildTimeoutInMinutes=9999) as window:
            await window.press("B", "enter", "B")

            assert "is not submitted; enter shows them." in window.said[0]
            assert "is not submitted; n shows them." in window.said[1]
    assert changes(simulator) == []


async def test_what_is_not_in_azure_yet_is_submitted_before_it_has_a_log(tmp_path):
    with azure_with() as (_, origin):
        async with window_on(tmp_path, origin) as window:
            await window.press("t")

            assert window.said[-1].endswith("it is not in Azure; B submits it")


async def test_an_artifact_that_differs_from_its_checksum_is_not_sent(tmp_path):
    step = {"type": "Shell", "name": "harden", "scriptUri": ADDRESS}
    pinned = [{**step, "sha256Checksum": "0" * 64}]
    with azure_with() as (simulator, origin):
        async with window_on(tmp_path, origin, customize=pinned) as window:
            shown = await window.asks("B", LinesDialog)
            assert "Nothing was submitted" in shown
            assert "AIB312" in shown
    assert changes(simulator) == []


async def test_an_artifact_is_read_anew_however_well_it_is_known(tmp_path):
    step = {"type": "Shell", "name": "harden", "scriptUri": ADDRESS}
    with azure_with() as (simulator, origin):
        async with window_on(
            tmp_path, origin, customize=[{**step, "sha256Checksum": DIGEST}]
        ) as window:
            await window.press("v")
            await window.sees("1 match")
            artifacts(tmp_path, b"echo changed\n")
            shown = await window.asks("B", LinesDialog)
            assert "AIB312" in shown
    assert changes(simulator) == []


async def test_an_error_that_only_azure_can_tell_keeps_a_file_from_being_sent(tmp_path):
    small = {"vmSize": "Standard_D2s_v5", "osDiskSizeGB": 10}
    with azure_with() as (simulator, origin):
        async with window_on(tmp_path, origin, vmProfile=small) as window:
            shown = await window.asks("B", LinesDialog)
            assert "AIB143" in shown
    assert changes(simulator) == []


async def test_a_file_that_is_saved_while_it_is_shown_is_not_sent(tmp_path):
    with azure_with() as (simulator, origin):
        async with window_on(tmp_path, origin) as window:
            await window.asks("B", SubmissionDialog)
            written(tmp_path / "templates", buildTimeoutInMinutes=100)
            await window.press("right", "enter")
            await window.until(
                lambda: any(
                    "has changed since it was verified" in one for one in window.said
                )
            )
    assert changes(simulator) == []


async def test_read_only_mode_holds_up_what_was_asked_for_before(tmp_path):
    with azure_with() as (simulator, origin):
        async with window_on(tmp_path, origin) as window:
            build(window.app.frame, [window.app.frame.view.current.key])
            window.app.prefer(read_only=True)  # while the artifacts are read
            await window.until(
                lambda: "Nothing was submitted: read-only mode is on." in window.said
            )
            assert not isinstance(window.app.screen, SubmissionDialog)
    assert changes(simulator) == []


async def test_a_lost_reply_never_submits_twice(tmp_path):
    with azure_with() as (simulator, origin):
        simulator.faults.add("Put Template", done_but_reply_lost)
        async with window_on(tmp_path, origin) as window:
            await window.asks("B", SubmissionDialog)
            await window.press("right", "enter")
            await window.until(lambda: "fresh: the build has begun." in window.said)
            assert any("The reply was lost" in one for one in window.said)
    assert changes(simulator) == ["Put Template", "Run Template"]


async def test_a_network_that_is_gone_with_the_reply_submits_nothing_twice(tmp_path):
    with azure_with() as (simulator, origin):

        def break_off(request, handler):
            simulator.faults.add("Get Template", drop, times=3)
            return done_but_reply_lost(request, handler)

        simulator.faults.add("Put Template", break_off)
        async with window_on(tmp_path, origin) as window:
            await window.asks("B", SubmissionDialog)
            await window.press("right", "enter")
            await window.until(lambda: "fresh: the build has begun." in window.said)
            heard = [one.operation for one in simulator.heard]
            assert heard.index("Put Template") < len(heard) - 4
    assert changes(simulator) == ["Put Template", "Run Template"]


async def test_what_stands_in_azure_already_is_only_built(tmp_path):
    with azure_with("fresh") as (simulator, origin):
        async with window_on(tmp_path, origin) as window:
            shown = await window.asks("B", ConfirmDialog)
            assert "The file says what stands in Azure." in shown
            await window.press("right", "enter")
            await window.until(lambda: "fresh: the build has succeeded." in window.said)
    assert changes(simulator) == ["Run Template"]


async def test_a_vhd_is_lost_for_a_submission_only_once_its_name_is_typed(tmp_path):
    with azure_with("fresh", ran_before=(3600.0,)) as (simulator, origin):
        async with window_on(tmp_path, origin, buildTimeoutInMinutes=100) as window:
            shown = await window.asks("B", SubmissionDialog)
            assert "To submit, it is deleted first." in shown
            assert "1 VHD would be lost for good" in shown
            assert '+     "buildTimeoutInMinutes": 100' in shown
            await window.press("right", "right", "enter")
            await window.asked(DeletionDialog)
            await window.asks("enter", RescueDialog)  # rescue first: the answer at hand
            await window.press("escape")
            assert changes(simulator) == []
            await window.asks("B", SubmissionDialog)
            await window.press("right", "right", "enter")
            await window.asked(DeletionDialog)
            window.app.screen.query_one(Input).value = "fresh"
            window.app.screen.query_one(Input).focus()
            await window.press("enter")
            await window.until(lambda: "fresh is submitted." in window.said)
            await window.until(lambda: "fresh: the build has begun." in window.said)
    assert changes(simulator) == ["Delete Template", "Put Template", "Run Template"]


async def test_what_stands_there_can_be_built_though_the_file_differs(tmp_path):
    with azure_with("fresh") as (simulator, origin):
        async with window_on(tmp_path, origin, buildTimeoutInMinutes=100) as window:
            await window.asks("B", SubmissionDialog)
            await window.press("right", "enter")
            await window.until(lambda: "fresh: the build has begun." in window.said)
    assert changes(simulator) == ["Run Template"]


async def test_what_stops_between_deleting_and_submitting_says_what_stands_there(
    tmp_path,
):
    with azure_with("fresh") as (simulator, origin):
        simulator.faults.add("Put Template", refuse(403, "AuthorizationFailed"))
        async with window_on(tmp_path, origin, buildTimeoutInMinutes=100) as window:
            await window.asks("B", SubmissionDialog)
            await window.press("right", "right", "enter")
            await window.until(lambda: "AuthorizationFailed" in "".join(window.said))
            said = window.said[-1]

    assert "fresh is deleted, and was not submitted anew: `bakeferry submit " in said
    assert "-g rg-golden -n fresh --recreate`" in said
    assert said.endswith("submits it")
    assert changes(simulator) == ["Delete Template", "Put Template"]
