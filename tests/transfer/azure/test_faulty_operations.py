"""Long operations that lie about how they stand, or lead elsewhere."""

import pytest
from azure_lists import EVIL
from scripted_azure import MANAGEMENT, POLL, azure, in_turn, reply

from integrity.secret_url import SecretUrl
from transfer.azure.operations import DEADLINE, Operation, follow
from transfer.errors import (
    HostRefused,
    OperationFailed,
    OperationGone,
    OperationTooLong,
    ServiceError,
)

RUN = Operation("run web", status_url=SecretUrl(POLL))


def polled(status, http=200, **headers):
    return reply(http, {"status": status}, headers)


POLLS = {
    "A01 in progress for ever": (in_turn(polled("InProgress")), OperationTooLong),
    "A01 202 for ever": (in_turn(reply(202)), OperationTooLong),
    "A01 a status that nobody knows": (in_turn(polled("Hovering")), OperationTooLong),
    "A01 no status at all": (in_turn(reply(200, {})), OperationTooLong),
    "A01 a page of HTML": (in_turn(reply(200, b"<html>")), OperationTooLong),
    "A01 an empty answer": (in_turn(reply(204)), OperationTooLong),
    "A01 a status that is no text": (in_turn(polled(True)), OperationTooLong),
    "A01 404 while polling": (
        in_turn(polled("InProgress"), reply(404)),
        OperationGone,
    ),
    "A09 deleted while polling": (in_turn(reply(410)), OperationGone),
    "A01 failed": (in_turn(polled("InProgress"), polled("Failed")), OperationFailed),
    "A01 cancelled": (in_turn(polled("Canceled")), OperationFailed),
    "A01 refused": (in_turn(reply(403)), ServiceError),
}


@pytest.mark.parametrize(("script", "error"), POLLS.values(), ids=POLLS)
async def test_an_operation_is_never_called_a_success_by_default(script, error):
    real = azure(script)

    with pytest.raises(error):
        await follow(real.caller, RUN)

    assert real.time.now <= DEADLINE


async def test_a01_an_unknown_status_is_polled_on_until_the_end_is_known():
    heard = []
    script = in_turn(polled("Hovering"), reply(200, b"<html>"), polled("sUCCEEDED"))
    await follow(azure(script).caller, RUN, on_status=heard.append)
    assert heard == ["Hovering", "Unknown", "sUCCEEDED"]


async def test_a01_an_operation_without_an_address_is_no_success_and_no_request():
    real = azure(in_turn(reply()))
    operation = Operation("cancel web")

    await follow(real.caller, operation)

    assert operation.has_no_address
    assert real.transport.requests == []


async def test_a01_a_status_is_believed_before_a_location():
    real = azure(in_turn(polled("Succeeded")))
    elsewhere = SecretUrl(f"{MANAGEMENT}/location")

    await follow(real.caller, Operation("run web", SecretUrl(POLL), elsewhere))

    assert [str(request.url) for request in real.transport.requests] == [POLL]


@pytest.mark.parametrize("end", [200, 201, 204])
async def test_behind_a_location_alone_an_answer_of_success_is_the_end(end):
    real = azure(in_turn(reply(202), reply(end)))
    operation = Operation("run web", location=SecretUrl(f"{MANAGEMENT}/location"))

    await follow(real.caller, operation)

    assert not operation.has_no_address
    assert len(real.transport.requests) == 2


@pytest.mark.parametrize(
    ("asked", "waited"),
    [("0", 1.0), ("7", 7.0), ("86400", 60.0), ("-5", 3.0), ("soon", 3.0), ("1e9", 3.0)],
)
async def test_what_the_service_asks_for_between_polls_is_held_to_limits(asked, waited):
    script = in_turn(
        polled("InProgress", **{"Retry-After": asked}), polled("Succeeded")
    )
    real = azure(script)

    await follow(real.caller, RUN)

    assert real.time.slept == [2.0, waited]


async def test_a01_a_clock_that_is_wrong_makes_no_endless_pause():
    later = {"Retry-After": "Fri, 01 Jan 2100 00:00:00 GMT"}
    earlier = {"Retry-After": "Thu, 01 Jan 1970 00:00:00 GMT"}
    real = azure(
        in_turn(
            polled("InProgress", **later),
            polled("InProgress", **earlier),
            polled("Succeeded"),
        )
    )

    await follow(real.caller, RUN)

    assert real.time.slept == [2.0, 60.0, 1.0]


@pytest.mark.parametrize(
    "url",
    [EVIL, "https://account.blob.core.windows.net/x", "http://management.azure.com/x"],
)
async def test_t05_an_operation_elsewhere_is_refused_before_anything_is_sent(url):
    real = azure(in_turn(polled("Succeeded")))

    with pytest.raises(HostRefused):
        await follow(real.caller, Operation("run web", status_url=SecretUrl(url)))

    assert real.transport.requests == []
