"""What is deleted: followed until it is gone, and not called gone before."""

import pytest
from scripted_azure import POLL, TEMPLATE, azure, by_call, reply
from scripted_changes import ABSENT, DELETE, FOLLOW, GET, LOST, polled, there

from transfer.azure.changes import Changes
from transfer.azure.endings import deleted
from transfer.azure.operations import DEADLINE
from transfer.errors import OperationFailed, OperationTooLong, StateConflict


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


async def test_a_delete_that_is_refused_for_one_that_has_just_ended_is_done():
    busy = {"error": {"code": "Conflict", "message": "is being deleted"}}
    real = azure(by_call({DELETE: reply(409, busy), GET: ABSENT}))

    await deleted(real.manager, await Changes(real.manager).delete(TEMPLATE))

    assert real.transport.calls == ["DELETE web", "GET web", "GET web"]


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
