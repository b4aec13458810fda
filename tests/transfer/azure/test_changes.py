"""What is made and changed: once, and followed to a real end."""

import httpx
import pytest
from scripted_azure import POLL, TEMPLATE, azure, begun, by_call, reply, template_body
from scripted_changes import ABSENT, FOLLOW, GET, LOST, LOST_AT, PUT, polled, there

from transfer.azure.changes import Changes
from transfer.azure.endings import ready
from transfer.errors import OperationFailed, ReplyLost, TemplateExists

BODY = {"location": "westeurope", "properties": {}}


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
