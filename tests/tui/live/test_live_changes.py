"""What is done to templates in Azure from the window, and how it is told."""

from dataclasses import replace

import pytest
from live_side import QUICK, key_of, run_state, signed_in, until
from pretended_azure import pretended
from simulating import seed

from transfer.azure.whereabouts import Status
from transfer.errors import AzureError
from transfer.simulator.faults import refuse
from transfer.simulator.scenario import Scenario


def test_a_build_is_begun_and_its_end_is_told():
    with (
        pretended(Scenario(templates=(seed(plan=QUICK),))) as (_, origin),
        signed_in(origin) as live,
    ):
        live.run(key_of(live.snapshot(), "linux"))
        until(live, lambda now: "linux: the build has begun." in now.messages)
        now = until(live, lambda now: "the build has s" in "".join(now.messages))
        until(live, lambda now: run_state(now, "linux") == "Succeeded")

    assert now.messages[-1] == "linux: the build has succeeded."


def test_outputs_that_were_shown_are_read_again_after_a_build():
    with (
        pretended(Scenario(templates=(seed(plan=QUICK),))) as (_, origin),
        signed_in(origin) as live,
    ):
        key = key_of(live.snapshot(), "linux")
        live.want_outputs([key])
        before = until(live, lambda now: key in now.outputs).outputs[key]
        live.run(key)
        until(live, lambda now: now.outputs[key][0].status is Status.AT_RISK)

    assert before[0].status is Status.NOT_YET


def test_many_builds_do_not_hold_up_what_else_is_asked():
    seeds = tuple(seed(f"linux-{number}") for number in range(6))
    with (
        pretended(Scenario(templates=seeds), pace=0.0) as (_, origin),
        signed_in(origin) as live,
    ):
        names = [one.name for one in seeds]
        keys = [key_of(live.snapshot(), name) for name in names]
        for key in keys:
            live.run(key)
        until(live, lambda now: all(run_state(now, one) == "Running" for one in names))
        live.want_outputs(keys)
        until(live, lambda now: len(now.outputs) == len(keys))
        live.cancel(keys[-1])
        until(live, lambda now: run_state(now, names[-1]) == "Canceling")


def test_a_build_that_runs_can_be_cancelled(azure):
    _, origin = azure
    with signed_in(origin) as live:
        live.cancel(key_of(live.snapshot(), "sles15-sap"))
        now = until(live, lambda now: run_state(now, "sles15-sap") == "Canceled")

    assert "sles15-sap: the build is being cancelled." in now.messages


def test_a_build_that_cannot_begin_is_told(azure):
    simulator, origin = azure
    simulator.faults.add("Run Template", refuse(403, "AuthorizationFailed"))
    with signed_in(origin) as live:
        live.run(key_of(live.snapshot(), "ubuntu-golden"))
        now = until(live, lambda now: now.messages)

        assert "AuthorizationFailed" in now.messages[0]
        until(live, lambda now: not any(one.doing for one in now.templates))


def test_deleting_says_first_what_dies_and_then_the_template_is_gone(azure):
    _, origin = azure
    with signed_in(origin) as live:
        key = key_of(live.snapshot(), "rhel9-base")
        plan = live.plan_deletion(key).result(20.0)
        live.delete(plan)
        now = until(live, lambda now: all(one.key != key for one in now.templates))
        now = until(live, lambda now: "rhel9-base is deleted." in now.messages)

    assert plan.name == "rhel9-base"
    assert [one.name for one in plan.lost] == ["rhel9-base-vhd"]
    assert plan.kept == ()
    assert plan.staging_group
    assert len(now.templates) == 6


def test_a_vhd_of_an_earlier_run_dies_with_the_template_too(azure):
    _, origin = azure
    with signed_in(origin) as live:
        plan = live.plan_deletion(key_of(live.snapshot(), "ubuntu-golden")).result(20.0)

    assert [one.output.is_older for one in plan.lost] == [False, True]
    assert all(one.size for one in plan.lost)


def test_nothing_is_deleted_once_more_would_be_lost_than_was_told(azure):
    _, origin = azure
    with signed_in(origin) as live:
        plan = live.plan_deletion(key_of(live.snapshot(), "ubuntu-golden")).result(20.0)
        live.delete(replace(plan, dying=plan.dying[:1]))
        now = until(live, lambda now: now.messages)

    assert f"meanwhile {plan.dying[1].name} would be lost, too" in now.messages[-1]
    assert azure[0].world.template("rg-golden", "ubuntu-golden")


def test_what_is_delivered_is_kept_when_its_template_is_deleted(azure):
    _, origin = azure
    with signed_in(origin) as live:
        plan = live.plan_deletion(key_of(live.snapshot(), "edge-iot")).result(20.0)

    assert plan.lost == ()
    assert [one.name for one in plan.kept] == ["edge-iot-vhd"]


def test_the_deletion_of_what_is_not_there_cannot_be_planned(azure):
    _, origin = azure
    with signed_in(origin) as live:
        planned = live.plan_deletion("/no/such/template")

        with pytest.raises(AzureError, match="not there any more"):
            planned.result(20.0)
