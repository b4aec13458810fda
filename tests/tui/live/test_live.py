"""What the live side of a window finds out, says and shows, against a simulator."""

import inspect
import re
from collections import Counter
from threading import Event

import pytest
from live_side import ALWAYS, alive, is_listed, key_of, run_state, signed_in, until
from pretended_azure import pretended

from transfer.azure.whereabouts import Status
from transfer.simulator.faults import drop, first, refuse
from transfer.simulator.scenario import Scenario, many_templates
from tui.azure_session import MANAGEMENT_TOKEN, STORAGE_TOKEN
from tui.live.snapshot import SignIn
from tui.workspace.courtesy import Courtesy

SOON = 20.0
"""Seconds: a busy machine, too, has cancelled everything within them."""


def test_nothing_is_asked_of_azure_before_anybody_signs_in(azure):
    simulator, origin = azure
    with alive(origin) as live:
        live.refresh()
        live.run("/no/such/template")
        now = until(live, lambda now: now.messages)

    assert now.messages == ("Not signed in to Azure.",)
    assert now.account.state is SignIn.OFF
    assert simulator.heard == []


def test_signing_in_lists_the_subscription_and_says_who_and_where(azure):
    _, origin = azure
    with signed_in(origin) as live:
        now = live.snapshot()

    assert len(now.templates) == 7
    assert now.account.way == "the simulator"
    assert now.account.subscription == "11111111-2222-3333-4444-555555555555"
    assert now.account.cloud == "simulator"
    assert now.account.trouble is None
    assert now.account.as_of is not None


def test_a_group_that_was_named_is_all_that_is_listed(azure):
    _, origin = azure
    with signed_in(origin, group="rg-edge") as live:
        assert [one.summary.name for one in live.snapshot().templates] == ["edge-iot"]


def test_the_first_page_shows_before_the_last_has_come():
    scenario = many_templates(60, scenario=Scenario(page_size=10))
    with pretended(scenario) as (simulator, origin), alive(origin) as live:
        seen = []

        def look():
            seen.append(until(live, lambda now: len(now.templates) >= 20))

        simulator.faults.add("List Templates", first(look), after=3)
        live.sign_in()
        now = until(live, is_listed)

    assert 20 <= len(seen[0].templates) < 60
    assert seen[0].listing
    assert seen[0].account.state is SignIn.ON
    assert len(now.templates) == 60


class Noting(Courtesy):
    """Notes which steps give way to the screen, by the function that each is in."""

    def __init__(self):
        super().__init__()
        self.steps = Counter()

    def give_way(self):
        self.steps[inspect.stack()[1].function] += 1
        super().give_way()


def test_pages_snapshots_and_logs_give_way_to_the_screen():
    courtesy = Noting()
    scenario = many_templates(60, scenario=Scenario(page_size=10))
    with (
        pretended(scenario) as (_, origin),
        signed_in(origin, courtesy=courtesy) as live,
    ):
        built = [one for one in live.snapshot().templates if one.summary.last_run]
        live.follow_log(built[0].key)
        until(live, lambda now: now.log and now.log.lines)

    assert courtesy.steps["_list"] >= 6
    assert courtesy.steps["_publish"] >= 1
    assert courtesy.steps["look"] == 1


def test_outputs_are_read_when_they_are_wanted_and_say_what_is_at_risk(azure):
    _, origin = azure
    with signed_in(origin) as live:
        keys = [one.key for one in live.snapshot().templates]
        live.want_outputs(keys)
        now = until(live, lambda now: len(now.outputs) == len(keys))

    at_risk = {
        one.template.name
        for outputs in now.outputs.values()
        for one in outputs
        if one.status is Status.AT_RISK
    }
    assert {"win11-avd", "rhel9-base"} <= at_risk
    assert "edge-iot" not in at_risk


def test_outputs_that_may_not_be_read_are_told_once_and_not_asked_for_on_and_on(azure):
    simulator, origin = azure
    simulator.faults.add(
        "List Run Outputs", refuse(403, "AuthorizationFailed"), times=ALWAYS
    )
    with signed_in(origin) as live:
        key = key_of(live.snapshot(), "win11-avd")
        for _ in range(3):  # as a view does whenever there is something new
            live.want_outputs([key])
            number = live.snapshot().number
            until(live, lambda now, n=number: now.number > n)
        messages = live.snapshot().messages

        assert len([one for one in messages if "AuthorizationFailed" in one]) == 1
        simulator.faults.clear()
        live.refresh()
        until(live, is_listed)
        live.want_outputs([key])
        assert until(live, lambda now: key in now.outputs)


@pytest.mark.parametrize(
    ("status", "code", "state"),
    [
        (401, "InvalidAuthenticationToken", SignIn.EXPIRED),
        (403, "AuthorizationFailed", SignIn.FAILED),
        (503, "503", SignIn.FAILED),
    ],
)
def test_trouble_is_told_while_what_was_known_stays_and_then_it_recovers(
    azure, status, code, state
):
    simulator, origin = azure
    with signed_in(origin) as live:
        simulator.faults.add("*", refuse(status, code), times=ALWAYS)
        live.refresh()
        broken = until(live, lambda now: now.account.trouble)
        simulator.faults.clear()
        now = until(live, lambda now: is_listed(now) and not now.account.trouble)

    assert code in broken.account.trouble
    assert broken.account.state is state
    assert broken.account.as_of is not None
    assert len(broken.templates) == len(now.templates) == 7
    assert not broken.listing


def test_what_breaks_in_the_midst_of_a_list_leaves_nothing_out():
    scenario = many_templates(30, scenario=Scenario(page_size=10))
    with pretended(scenario) as (simulator, origin), signed_in(origin) as live:
        simulator.faults.add("List Templates", drop, after=1, times=ALWAYS)
        live.refresh()
        broken = until(live, lambda now: now.account.trouble)

    assert len(broken.templates) == 30


def test_an_address_where_nobody_listens_is_trouble_and_no_failure():
    with alive("http://127.0.0.1:9") as live:
        live.sign_in()
        now = until(live, lambda now: now.account.trouble)

    assert now.account.state is SignIn.FAILED
    assert now.failure is None


def test_a_simulator_that_is_not_on_this_machine_is_trouble():
    with alive("http://192.0.2.1:9") as live:
        live.sign_in()
        now = until(live, lambda now: now.account.trouble)

    assert "this machine's own loopback only" in now.account.trouble


def test_a_slip_of_ours_reaches_the_snapshot(azure, monkeypatch):
    _, origin = azure

    def slip(*_):
        raise LookupError("a slip")

    with signed_in(origin) as live:
        monkeypatch.setattr("tui.live.changing.Changes", slip)
        live.run(key_of(live.snapshot(), "ubuntu-golden"))
        now = until(live, lambda now: now.failure)

    assert "a slip" in "".join(_all_of(now.failure))
    assert len(now.templates) == 7


def _all_of(error):
    for one in getattr(error, "exceptions", ()):
        yield from _all_of(one)
    yield str(error)


def test_it_ends_in_the_midst_of_everything():
    with pretended(pace=0.0) as (_, origin), signed_in(origin) as live:
        keys = [one.key for one in live.snapshot().templates]
        live.want_outputs(keys)
        live.follow_log(key_of(live.snapshot(), "sles15-sap"))
        live.run(key_of(live.snapshot(), "ubuntu-golden"))
        rhel = key_of(live.snapshot(), "rhel9-base")
        live.delete(live.plan_deletion(rhel).result(20.0))
        until(live, lambda now: any(one.doing == "deleting" for one in now.templates))
        until(live, lambda now: run_state(now, "ubuntu-golden") == "Running")

        assert live.close(SOON)
        assert live.snapshot().failure is None
        assert live.plan_deletion(keys[0]).cancelled()


def test_it_ends_while_azure_is_silent(azure):
    simulator, origin = azure
    gate = Event()
    try:
        with signed_in(origin) as live:
            simulator.faults.add("List Templates", first(gate.wait))
            live.refresh()
            until(live, lambda now: now.listing)

            assert live.close(SOON)
    finally:
        gate.set()


def test_messages_are_counted_also_when_the_oldest_are_forgotten():
    with alive("http://127.0.0.1:9") as live:
        for _ in range(205):
            live.run("/no/such/template")
        now = until(live, lambda now: now.told == 205)

    assert len(now.messages) == 200


def test_one_that_was_never_asked_for_anything_can_be_closed_twice():
    with alive("http://127.0.0.1:9") as live:
        assert live.close(SOON)
        assert live.close(SOON)


def test_no_snapshot_holds_a_token(azure):
    simulator, origin = azure
    with signed_in(origin) as live:
        live.want_outputs([one.key for one in live.snapshot().templates])
        live.follow_log(key_of(live.snapshot(), "sles15-sap"))
        full = until(
            live, lambda now: len(now.outputs) == 7 and now.log and now.log.count
        )
        simulator.faults.add("*", refuse(401, "InvalidToken"), times=ALWAYS)
        live.refresh()
        broken = until(live, lambda now: now.account.trouble)

    for shown in (repr(full), repr(broken)):
        assert MANAGEMENT_TOKEN not in shown
        assert STORAGE_TOKEN not in shown
        assert not re.search(r"sig=(?!REDACTED)[\w%]", shown)
