"""What is run and cancelled: once, and followed to a real end."""

import pytest
from scripted_azure import POLL, TEMPLATE, azure, begun, by_call, reply
from scripted_changes import (
    ABSENT,
    CANCEL,
    FOLLOW,
    GET,
    LOST,
    LOST_AT,
    RUN,
    polled,
    ran,
    there,
)

from transfer.azure.changes import Changes
from transfer.azure.endings import built
from transfer.errors import BuildRunning, OperationGone, ReplyLost, StateConflict


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


async def test_a_template_that_vanishes_during_its_run_is_gone():
    real = azure(
        by_call({GET: [there(), ABSENT], RUN: begun(), FOLLOW: polled("Succeeded")})
    )
    begun_ = await Changes(real.manager).run(TEMPLATE)

    with pytest.raises(OperationGone, match="run web"):
        await built(real.manager, begun_)


async def test_a_run_whose_reply_is_lost_may_have_ended_before_it_is_looked_for():
    later = "2026-01-02T10:00:00Z"
    real = azure(by_call({GET: [ran("Failed"), ran("Failed", later)], RUN: LOST}))

    started = await Changes(real.manager).run(TEMPLATE)

    assert started.reply_lost
    assert real.transport.calls == ["GET web", "POST run", "GET web"]


async def test_a_run_that_the_template_does_not_tell_of_yet_has_not_ended():
    real = azure(by_call({GET: [there(), there(), ran("Succeeded")], RUN: reply(202)}))

    done = await built(real.manager, await Changes(real.manager).run(TEMPLATE))

    assert done.summary.last_run.run_state == "Succeeded"
