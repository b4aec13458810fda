"""Builds as the simulator plays them: their states, their log, their ends."""

import pytest
from simulating import LINUX, Asking, seed, simulator

from transfer.simulator.scenario import BuildPlan


async def test_a_running_build_goes_through_all_its_states(asking):
    asking.simulator.world.template("rg-golden", "linux").properties["validate"] = {
        "inVMValidations": [{"type": "Shell", "inline": ["true"]}]
    }
    began = await asking.manager("POST", f"{LINUX}/run")
    seen = []
    for _ in range(40):
        answer = await asking.manager("GET", LINUX)
        status = answer.json()["properties"]["lastRunStatus"]
        state = status["runState"], status.get("runSubState")
        if not seen or seen[-1] != state:
            seen.append(state)
        if status["runState"] == "Running":
            assert status["endTime"] == "0001-01-01T00:00:00Z"
        asking.simulator.clock.advance(15)

    assert began.status_code == 202
    assert began.headers["location"] == began.headers["azure-asyncoperation"]
    assert seen == [
        ("Running", "Queued"),
        ("Running", "Building"),
        ("Running", "Customizing"),
        ("Running", "Validating"),
        ("Running", "Distributing"),
        ("Succeeded", None),
    ]


async def test_the_log_of_a_build_grows(asking):
    await asking.manager("POST", f"{LINUX}/run")
    template = asking.simulator.world.template("rg-golden", "linux")
    name = template.last_build.log_name
    host = f"https://{template.staging_account}.blob.core.windows.net"
    sizes = []
    for _ in range(8):
        asking.simulator.clock.advance(45)
        log = await asking.blobs("GET", f"{host}/packerlogs/{name}")
        sizes.append(len(log.content))

    assert sizes[0] > 0
    assert sorted(sizes) == sizes
    assert len(set(sizes)) > 4
    assert "(telemetry) Starting provisioner shell" in log.text
    assert log.text.rstrip().endswith("(telemetry) Finalizing.")


async def test_a_build_fails_at_the_step_that_the_scenario_names():
    asking = Asking(
        simulator(templates=(seed(plan=BuildPlan(fails_at=2), ran_before=(3600.0,)),))
    )
    answer = await asking.manager("GET", LINUX)
    outputs = await asking.manager("GET", f"{LINUX}/runOutputs")

    status = answer.json()["properties"]["lastRunStatus"]
    assert status["runState"] == "Failed"
    assert "customization.log" in status["message"]
    assert outputs.json() == {"value": []}


async def test_a_build_past_its_timeout_fails_by_it(asking):
    template = asking.simulator.world.template("rg-golden", "linux")
    template.properties["buildTimeoutInMinutes"] = 2

    await asking.manager("POST", f"{LINUX}/run")
    asking.simulator.clock.advance(150)

    status = (await asking.manager("GET", LINUX)).json()["properties"]["lastRunStatus"]
    assert status["runState"] == "Failed"
    assert "context deadline exceeded" in status["message"]


async def test_outputs_that_fail_leave_the_others():
    properties = {"undelivered": frozenset(["disk"])}
    plan = BuildPlan(**properties)
    asking = Asking(simulator(templates=(seed(plan=plan, ran_before=(3600.0,)),)))

    answer = await asking.manager("GET", LINUX)

    status = answer.json()["properties"]["lastRunStatus"]
    assert status["runState"] == "PartiallySucceeded"


@pytest.mark.parametrize("path", ["run", "cancel"])
async def test_what_is_busy_or_idle_is_not_allowed(asking, path):
    if path == "run":
        await asking.manager("POST", f"{LINUX}/run")

    answer = await asking.manager("POST", f"{LINUX}/{path}")

    assert answer.status_code == 405
    assert answer.json()["error"]["code"] == "OperationNotAllowed"
