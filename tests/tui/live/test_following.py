"""A log is followed as it grows, through trouble, and gives way to another."""

from live_side import ALWAYS, QUICK, key_of, signed_in, until
from pretended_azure import pretended
from simulating import seed

from transfer.simulator.faults import refuse
from transfer.simulator.scenario import Scenario


def test_the_log_of_a_build_grows_before_ones_eyes(azure):
    _, origin = azure
    with signed_in(origin) as live:
        key = key_of(live.snapshot(), "sles15-sap")
        live.follow_log(key)
        early = until(live, lambda now: now.log and now.log.count)
        later = until(live, lambda now: now.log.count > early.log.count)
        end = until(live, lambda now: not now.log.is_growing)

    assert early.log.key == key
    assert early.log.is_growing
    assert later.log.steps
    assert end.log.customizers[0].name == "repositories"
    assert end.log.steps[1].name == "repositories"
    assert any(one.is_wrong for one in end.log.lines[: end.log.count])


def test_another_log_takes_the_place_of_the_first(azure):
    _, origin = azure
    with signed_in(origin) as live:
        live.follow_log(key_of(live.snapshot(), "sles15-sap"))
        until(live, lambda now: now.log and now.log.count)
        second = key_of(live.snapshot(), "ubuntu-golden")
        live.follow_log(second)
        now = until(live, lambda now: now.log.key == second and now.log.count)

    assert not now.log.is_growing
    assert now.log.trouble is None


def test_a_log_that_breaks_off_keeps_its_lines_and_goes_on(azure):
    simulator, origin = azure
    with signed_in(origin) as live:
        live.follow_log(key_of(live.snapshot(), "sles15-sap"))
        before = until(live, lambda now: now.log and now.log.count)
        simulator.faults.add("*", refuse(503, "ServerBusy"), times=ALWAYS)
        broken = until(live, lambda now: now.log.trouble)
        simulator.faults.clear()
        now = until(
            live, lambda now: not now.log.trouble and now.log.count > broken.log.count
        )

    assert broken.log.count >= before.log.count
    assert "503" in broken.log.trouble
    assert now.log.lines[0] == before.log.lines[0]


def test_of_a_template_that_never_ran_it_says_so(azure):
    _, origin = azure
    with signed_in(origin) as live:
        live.follow_log(key_of(live.snapshot(), "legacy-2019"))
        now = until(live, lambda now: now.log and now.log.trouble)

    assert now.log.trouble == "legacy-2019 has never run, so there is no log"


def test_a_log_comes_up_by_itself_once_a_first_build_writes_one():
    with (
        pretended(Scenario(templates=(seed(plan=QUICK),)), pace=1.0) as (_, origin),
        signed_in(origin) as live,
    ):
        key = key_of(live.snapshot(), "linux")
        live.follow_log(key)
        until(live, lambda now: now.log and now.log.looked_at)
        live.run(key)
        until(live, lambda now: now.log.count)
