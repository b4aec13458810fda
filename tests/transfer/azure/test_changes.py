"""What is made, run, cancelled and deleted: once, and followed to a real end."""

import httpx
import pytest
from scripted_azure import (
    POLL,
    TEMPLATE,
    azure,
    begun,
    by_call,
    reply,
    run_status,
    template_body,
)

from transfer.azure.changes import Changes
from transfer.azure.endings import built, deleted, ready
from transfer.azure.operations import DEADLINE
from transfer.errors import (
    BuildRunning,
    OperationFailed,
    OperationGone,
    OperationTooLong,
    ReplyLost,
    StateConflict,
    TemplateExists,
)

ABSENT = reply(404, {"error": {"code": "ResourceNotFound", "message": "no"}})
GET, PUT, DELETE = (
    f"{method} /imageTemplates/web" for method in ("GET", "PUT", "DELETE")
)
RUN, CANCEL, FOLLOW = "POST /web/run", "POST /web/cancel", "GET /operations/1"
BODY = {"location": "westeurope", "properties": {}}
LOST = httpx.ReadError("lost the connection")
LOST_AT = {
    "before the headers": LOST,
    "while it waited": httpx.ReadTimeout("fell silent"),
    "hung up": httpx.RemoteProtocolError("hung up without an answer"),
    "a gateway's error": reply(502),
    "a service's error": reply(500, {"error": {"code": "InternalServerError"}}),
    "unavailable": reply(503),
}


def there(state="Succeeded", **properties):
    return reply(200, template_body(state=state, **properties))


def ran(state, started="2026-01-01T10:00:00Z"):
    return there(lastRunStatus=run_status(state, started))


def polled(status, **more):
    return reply(200, {"name": "1", "status": status, **more})


async def test_a_submission_is_followed_where_the_header_says_to_the_letter():
    real = azure(
        by_call(
            {
                GET: [ABSENT, there()],
                PUT: begun(201, template_body(state="Creating")),
                FOLLOW: [polled("InProgress"), polled("Succeeded")],
            }
        )
    )

    made = await ready(real.manager, await Changes(real.manager).create(TEMPLATE, BODY))

    assert made.summary.provisioning_state == "Succeeded"
    assert str(real.transport.requests[2].url) == POLL
    assert real.transport.calls == ["GET web", "PUT web", "GET 1", "GET 1", "GET web"]


async def test_what_is_sent_can_be_seen_before():
    real = azure(by_call({}))
    call = Changes(real.manager).creation(TEMPLATE, BODY)

    assert (call.method, call.body) == ("PUT", BODY)
    assert str(call.url).endswith("/imageTemplates/web?api-version=2025-10-01")
    assert real.transport.requests == []


async def test_an_existing_template_is_never_submitted_over():
    real = azure(by_call({GET: there()}))

    with pytest.raises(TemplateExists, match="rescue before what would be lost"):
        await Changes(real.manager).create(TEMPLATE, BODY)

    assert real.transport.calls == ["GET web"]


@pytest.mark.parametrize("lost", LOST_AT.values(), ids=LOST_AT)
async def test_a_submission_whose_reply_is_lost_is_looked_for_and_not_repeated(lost):
    real = azure(
        by_call({GET: [ABSENT, ABSENT, there("Creating"), there()], PUT: lost})
    )

    begun_ = await Changes(real.manager).create(TEMPLATE, BODY)
    made = await ready(real.manager, begun_)

    assert begun_.reply_lost
    assert made.summary.provisioning_state == "Succeeded"
    assert real.transport.calls.count("PUT web") == 1


@pytest.mark.parametrize("lost", LOST_AT.values(), ids=LOST_AT)
async def test_a_submission_that_left_no_trace_is_told_and_not_repeated(lost):
    real = azure(by_call({GET: ABSENT, PUT: lost}))

    with pytest.raises(ReplyLost, match="saw nothing of it"):
        await Changes(real.manager).create(TEMPLATE, BODY)

    assert real.transport.calls.count("PUT web") == 1
    assert 30 < real.time.now <= 60


async def test_when_nobody_can_be_asked_after_a_lost_reply_it_stays_open():
    real = azure(
        by_call({GET: [ABSENT, httpx.ConnectError("could not connect")], PUT: LOST})
    )

    with pytest.raises(ReplyLost, match="may or may not have arrived"):
        await Changes(real.manager).create(TEMPLATE, BODY)

    assert real.transport.calls.count("PUT web") == 1


async def test_a_request_that_never_left_may_be_sent_again():
    refused = httpx.ConnectError("could not connect")
    real = azure(
        by_call(
            {
                GET: [ABSENT, there()],
                PUT: [refused, begun(201)],
                FOLLOW: polled("Succeeded"),
            }
        )
    )

    await ready(real.manager, await Changes(real.manager).create(TEMPLATE, BODY))

    assert real.transport.calls.count("PUT web") == 2


async def test_a_request_that_was_throttled_may_be_sent_again():
    real = azure(by_call({GET: ABSENT, PUT: [reply(429), begun(201)]}))
    await Changes(real.manager).create(TEMPLATE, BODY)
    assert real.transport.calls.count("PUT web") == 2


async def test_a_submission_that_fails_says_why():
    error = {"code": "ValidationFailed", "message": "Field 'x' has a bad value"}
    real = azure(
        by_call({GET: ABSENT, PUT: begun(201), FOLLOW: polled("Failed", error=error)})
    )
    begun_ = await Changes(real.manager).create(TEMPLATE, BODY)

    with pytest.raises(OperationFailed, match="ValidationFailed: Field 'x'"):
        await ready(real.manager, begun_)


async def test_a_template_that_ended_in_failure_is_not_ready_whatever_the_poll_says():
    error = {"provisioningErrorCode": "ServerError", "message": "sorry"}
    real = azure(
        by_call(
            {
                GET: [ABSENT, there("Failed", provisioningError=error)],
                PUT: begun(201),
                FOLLOW: polled("Succeeded"),
            }
        )
    )
    begun_ = await Changes(real.manager).create(TEMPLATE, BODY)

    with pytest.raises(OperationFailed, match="ServerError: sorry"):
        await ready(real.manager, begun_)


async def test_a_change_is_patched_and_followed():
    real = azure(
        by_call(
            {
                "PATCH /web": begun(202),
                GET: [there("Updating"), there()],
                FOLLOW: polled("Succeeded"),
            }
        )
    )

    changed = await ready(
        real.manager, await Changes(real.manager).patch(TEMPLATE, {"tags": {"a": "b"}})
    )

    assert changed.summary.provisioning_state == "Succeeded"
    assert real.transport.requests[0].content == b'{"tags": {"a": "b"}}'


@pytest.mark.parametrize("state", ["Running", "Canceling"])
async def test_a_build_that_runs_is_not_started_a_second_time(state):
    real = azure(by_call({GET: ran(state)}))

    with pytest.raises(BuildRunning, match=state):
        await Changes(real.manager).run(TEMPLATE)

    assert real.transport.calls == ["GET web"]


async def test_a_run_is_followed_to_what_the_template_says_of_it():
    real = azure(
        by_call(
            {
                GET: [ran("Failed"), ran("Succeeded", "2026-01-02T10:00:00Z")],
                RUN: begun(202, Location=POLL),
                FOLLOW: [polled("InProgress"), polled("Succeeded")],
            }
        )
    )

    done = await built(real.manager, await Changes(real.manager).run(TEMPLATE))

    assert done.summary.last_run.run_state == "Succeeded"
    assert real.transport.requests[1].headers["Content-Length"] == "0"


async def test_a_run_that_fails_is_an_answer_and_no_error():
    error = {"code": "PackerBuildFailed", "message": "see the log"}
    real = azure(
        by_call(
            {
                GET: [there(), ran("Failed")],
                RUN: begun(),
                FOLLOW: polled("Failed", error=error),
            }
        )
    )

    done = await built(real.manager, await Changes(real.manager).run(TEMPLATE))

    assert done.summary.last_run.run_state == "Failed"


@pytest.mark.parametrize("lost", LOST_AT.values(), ids=LOST_AT)
async def test_a_run_whose_reply_is_lost_is_looked_for_and_not_repeated(lost):
    later = "2026-01-02T10:00:00Z"
    real = azure(
        by_call(
            {
                GET: [ran("Failed"), ran("Failed"), ran("Running", later),
                      ran("Succeeded", later)],
                RUN: lost,
            }
        )
    )  # fmt: skip

    done = await built(real.manager, await Changes(real.manager).run(TEMPLATE))

    assert done.summary.last_run.run_state == "Succeeded"
    assert real.transport.calls.count("POST run") == 1


async def test_a_run_that_left_no_trace_is_told_and_not_repeated():
    real = azure(by_call({GET: ran("Failed"), RUN: LOST}))

    with pytest.raises(ReplyLost, match="run web"):
        await Changes(real.manager).run(TEMPLATE)

    assert real.transport.calls.count("POST run") == 1


async def test_a_cancel_without_any_header_is_seen_from_the_template():
    real = azure(
        by_call({CANCEL: reply(204), GET: [ran("Canceling"), ran("Canceled")]})
    )

    done = await built(real.manager, await Changes(real.manager).cancel(TEMPLATE))

    assert done.summary.last_run.run_state == "Canceled"
    assert real.transport.calls == ["POST cancel", "GET web", "GET web"]


async def test_where_nothing_runs_nothing_is_cancelled():
    error = {"code": "OperationNotAllowed", "message": "is not allowed in run state"}
    real = azure(by_call({CANCEL: reply(409, {"error": error})}))

    with pytest.raises(StateConflict, match="OperationNotAllowed"):
        await Changes(real.manager).cancel(TEMPLATE)


async def test_a_delete_is_followed_by_its_location_until_the_template_is_gone():
    real = azure(
        by_call(
            {
                DELETE: reply(202, headers={"Location": POLL}),
                FOLLOW: [reply(202), polled("InProgress"), reply(200)],
                GET: [there("Deleting"), ABSENT],
            }
        )
    )

    await deleted(real.manager, await Changes(real.manager).delete(TEMPLATE))

    assert real.transport.calls == [
        "DELETE web", "GET 1", "GET 1", "GET 1", "GET web", "GET web",
    ]  # fmt: skip


@pytest.mark.parametrize("answer", [reply(204), ABSENT], ids=["204", "404"])
async def test_what_is_gone_already_is_deleted(answer):
    real = azure(by_call({DELETE: answer, GET: ABSENT}))

    await deleted(real.manager, await Changes(real.manager).delete(TEMPLATE))

    assert real.transport.calls == ["DELETE web", "GET web"]


async def test_a_delete_whose_reply_is_lost_arrives_twice_without_harm():
    busy = {"error": {"code": "Conflict", "message": "is being deleted"}}
    real = azure(
        by_call({DELETE: [LOST, reply(409, busy)], GET: [there("Deleting"), ABSENT]})
    )

    await deleted(real.manager, await Changes(real.manager).delete(TEMPLATE))

    assert real.transport.calls == 2 * ["DELETE web"] + 2 * ["GET web"]


async def test_a_delete_that_is_refused_is_an_error():
    busy = {"error": {"code": "Conflict", "message": "run state: running"}}
    real = azure(by_call({DELETE: reply(409, busy), GET: there()}))

    with pytest.raises(StateConflict, match="running"):
        await Changes(real.manager).delete(TEMPLATE)


async def test_a_delete_that_failed_is_told():
    real = azure(by_call({DELETE: reply(204), GET: there("Failed")}))
    begun_ = await Changes(real.manager).delete(TEMPLATE)

    with pytest.raises(OperationFailed, match="delete web: Failed"):
        await deleted(real.manager, begun_)


async def test_a_template_that_stays_is_not_called_deleted():
    real = azure(by_call({DELETE: reply(204), GET: there()}))
    begun_ = await Changes(real.manager).delete(TEMPLATE)

    with pytest.raises(OperationTooLong):
        await deleted(real.manager, begun_)

    assert real.time.now <= DEADLINE


async def test_a_template_that_vanishes_during_its_run_is_gone():
    real = azure(
        by_call({GET: [there(), ABSENT], RUN: begun(), FOLLOW: polled("Succeeded")})
    )
    begun_ = await Changes(real.manager).run(TEMPLATE)

    with pytest.raises(OperationGone, match="run web"):
        await built(real.manager, begun_)
