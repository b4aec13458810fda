"""What Resource Manager takes as a template, and what it refuses."""

import httpx
import pytest
from simulating import LINUX, SCRIPT, TEMPLATES, Asking, body, simulator

from transfer.simulator.faults import done_but_reply_lost


async def test_a_submission_with_a_missing_artifact_fails_and_blocks_another():
    asking = Asking(simulator(missing_artifacts=frozenset([SCRIPT])))
    made = await asking.manager("PUT", LINUX, json=body())
    asking.simulator.clock.advance(30)

    polled = await asking.manager("GET", made.headers["azure-asyncoperation"])
    again = await asking.manager("PUT", LINUX, json=body())

    assert made.status_code == 201
    assert "location" not in made.headers
    assert polled.json()["status"] == "Failed"
    assert "attempt 1 of 10" in polled.json()["error"]["message"]
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"location": None}, "LocationRequired"),
        ({"properties": {"source": {"type": "PlatformImage"}}}, "ValidationFailed"),
        (
            {"properties": {**body()["properties"], "vmboot": 1}},
            "InvalidRequestContent",
        ),
        ({"identity": None}, "ValidationFailed"),
    ],
)
async def test_what_the_service_refuses_is_refused(asking, change, code):
    answer = await asking.manager("PUT", f"{TEMPLATES}/new", json=body() | change)

    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == code


async def test_errors_of_old_versions_have_no_wrapper(asking):
    flat = await asking.manager("PUT", LINUX, version="2020-02-14", json=body())
    wrapped = await asking.manager("PUT", LINUX, json=body())

    assert flat.json()["code"] == wrapped.json()["error"]["code"] == "Conflict"


async def test_unknown_names_were_ignored_before_they_were_refused(asking):
    template = body(vmboot=1)
    answer = await asking.manager(
        "PUT", f"{TEMPLATES}/new", version="2023-07-01", json=template
    )

    assert answer.status_code == 201


async def test_a_lost_reply_leaves_the_template_there(asking):
    asking.simulator.faults.add("Put Template", done_but_reply_lost)
    with pytest.raises(httpx.ReadError):
        await asking.manager("PUT", f"{TEMPLATES}/new", json=body())

    assert (await asking.manager("GET", f"{TEMPLATES}/new")).status_code == 200
