"""What a service that is slow, wrong or hostile makes of a list or an operation.

Each row of the tables is a fault of the fault model; its number is in its name.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from scripted_azure import (
    MANAGEMENT,
    POLL,
    TEMPLATES,
    FixedTokens,
    azure,
    in_turn,
    reply,
    template_body,
)

from integrity.artifacts.failures import AddressRefused, CertificateRefused, HostUnknown
from integrity.secret_url import SecretUrl
from transfer.azure.calls import Call
from transfer.azure.operations import DEADLINE, Operation, follow
from transfer.errors import (
    AnswerUnusable,
    AzureUnreachable,
    HostRefused,
    OperationFailed,
    OperationGone,
    OperationTooLong,
    ReplyLost,
    ServiceError,
    SignInRefused,
    Throttled,
)

LIST = f"{MANAGEMENT}{TEMPLATES}?api-version=2025-10-01"
EVIL = "https://management.azure.com.evil.example/x"
RUN = Operation("run web", status_url=SecretUrl(POLL))


def page(link=None):
    body = {"value": [template_body()]}
    return reply(200, body | ({"nextLink": link} if link else {}))


def endless(count):
    """Pages that go on and on, none of them twice."""
    numbers = iter(range(10**9))

    def answer(_: httpx.Request) -> httpx.Response:
        link = f"{MANAGEMENT}/next?page={next(numbers)}"
        return reply(200, {"value": [None] * count, "nextLink": link})

    return answer


async def all_of(pages: AsyncIterator[tuple[object, ...]]) -> int:
    return sum([len(rows) async for rows in pages])


HOSTILE_LISTS = {
    "A05 a nextLink to a foreign host": (in_turn(page(EVIL)), HostRefused, 1),
    "A05 a nextLink to plain http": (
        in_turn(page("http://management.azure.com/x")),
        HostRefused,
        1,
    ),
    "A05 a nextLink to a blob": (
        in_turn(page("https://account.blob.core.windows.net/x")),
        HostRefused,
        1,
    ),
    "A05 a nextLink with a user": (
        in_turn(page("https://a@management.azure.com/x")),
        HostRefused,
        1,
    ),
    "A05 a nextLink to itself": (in_turn(page(LIST)), AnswerUnusable, 1),
    "A05 a nextLink in a circle of two": (
        in_turn(page(f"{MANAGEMENT}/2"), page(LIST)),
        AnswerUnusable,
        2,
    ),
    "A05 a nextLink that is no address": (
        in_turn(page("https://[x")),
        AnswerUnusable,
        1,
    ),
    "T-20 pages without end": (endless(1), AnswerUnusable, 1_000),
    "T-20 items without end": (endless(1_000), AnswerUnusable, 101),
    "T-20 a page of HTML": (in_turn(reply(200, b"<html>")), AnswerUnusable, 1),
    "T-20 an empty answer": (in_turn(reply(200)), AnswerUnusable, 1),
    "T-20 a list that is no list": (
        in_turn(reply(200, {"value": 5})),
        AnswerUnusable,
        1,
    ),
    "T-20 nesting without end": (in_turn(reply(200, b"[" * 99_999)), AnswerUnusable, 1),
    "T-20 an encoding that nobody asked for": (
        in_turn(reply(200, b"x", {"Content-Encoding": "gzip"})),
        AnswerUnusable,
        1,
    ),
    "A06 a page of more than 16 MiB": (
        in_turn(reply(200, b" " * (16 * 2**20 + 1))),
        AnswerUnusable,
        1,
    ),
    "T-04 a redirect": (
        in_turn(reply(307, headers={"Location": EVIL})),
        AnswerUnusable,
        1,
    ),
}


@pytest.mark.parametrize(
    ("script", "error", "requests"), HOSTILE_LISTS.values(), ids=HOSTILE_LISTS
)
async def test_a_hostile_list_ends_in_an_error_and_sends_nothing_elsewhere(
    script, error, requests
):
    real = azure(script)

    with pytest.raises(error):
        await all_of(real.manager.templates())

    assert len(real.transport.requests) == requests
    assert {request.url.host for request in real.transport.requests} == {
        "management.azure.com"
    }


async def test_a_refused_next_page_names_its_host():
    real = azure(in_turn(page(EVIL)))
    with pytest.raises(HostRefused, match=r"management\.azure\.com\.evil\.example"):
        await all_of(real.manager.templates())


async def test_a06_a_page_of_ten_mebibytes_is_read():
    big = template_body() | {"tags": {"a": "x" * (10 * 2**20)}}
    real = azure(in_turn(reply(200, {"value": [big]})))
    assert await all_of(real.manager.templates()) == 1


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


async def test_a02_throttling_is_waited_out_as_long_as_is_asked_for():
    throttled = reply(
        429, {"error": {"code": "TooManyRequests"}}, {"Retry-After": "17"}
    )
    real = azure(in_turn(throttled, throttled, page()))

    assert await all_of(real.manager.templates()) == 1

    assert real.time.slept == [17.0, 17.0]


async def test_a02_throttling_that_asks_for_nothing_is_waited_out_a_little_longer():
    real = azure(in_turn(reply(429), reply(429), reply(429), page()))
    await all_of(real.manager.templates())
    assert real.time.slept == [1.0, 1.0, 2.0]


async def test_a02_throttling_without_end_is_told_in_the_services_words():
    error = {"error": {"code": "TooManyRequests", "message": "too many builds"}}
    real = azure(in_turn(reply(429, error, {"Retry-After": "9999"})))

    with pytest.raises(Throttled, match="too many builds"):
        await all_of(real.manager.templates())

    assert set(real.time.slept) == {60.0}
    assert real.time.now <= real.caller.policy.patience


async def test_a03_a_token_that_has_expired_is_renewed_in_the_middle_of_a_list():
    real = azure(in_turn(page(f"{MANAGEMENT}/2"), reply(401), page()))

    assert await all_of(real.manager.templates()) == 2

    assert real.tokens.claims == [None]


async def test_a03_a_token_that_is_refused_for_good_is_one_clear_error():
    real = azure(in_turn(reply(401, {"error": {"code": "InvalidAuthenticationToken"}})))

    with pytest.raises(SignInRefused, match="az login"):
        await all_of(real.manager.templates())

    assert len(real.transport.requests) == 2


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
async def test_a_busy_service_is_asked_again_for_what_changes_nothing(status):
    real = azure(in_turn(reply(status), httpx.ReadError("lost"), page()))
    assert await all_of(real.manager.templates()) == 1


async def test_a_service_that_stays_busy_is_given_up():
    real = azure(in_turn(reply(503)))
    with pytest.raises(AzureUnreachable, match=r"answered 503 \(asked \d+ times\)"):
        await all_of(real.manager.templates())


async def test_without_a_network_one_knows_after_half_a_minute():
    real = azure(in_turn(httpx.ConnectError("could not connect")))

    with pytest.raises(AzureUnreachable, match="list image templates: could not"):
        await all_of(real.manager.templates())

    assert real.time.now <= 30


@pytest.mark.parametrize("error", [AddressRefused, CertificateRefused, HostUnknown])
async def test_what_asking_again_does_not_mend_is_told_at_once(error):
    real = azure(in_turn(error("the reason")))

    with pytest.raises(AzureUnreachable, match="the reason"):
        await all_of(real.manager.templates())

    assert real.time.slept == []


@pytest.mark.parametrize("method", ["PUT", "POST", "PATCH"])
async def test_what_may_have_arrived_is_not_sent_again(method):
    real = azure(in_turn(httpx.ReadTimeout("fell silent")))

    with pytest.raises(ReplyLost):
        await real.caller.send(Call(method, SecretUrl(LIST), "change", {}))

    assert len(real.transport.requests) == 1


async def test_what_is_harmless_twice_may_be_sent_again():
    real = azure(in_turn(httpx.ReadTimeout("fell silent"), reply(200, {})))
    call = Call("POST", SecretUrl(LIST), "list keys", repeats_harmlessly=True)

    await real.caller.send(call)

    assert len(real.transport.requests) == 2


async def test_an_error_carries_the_id_that_the_support_asks_for():
    headers = {"x-ms-request-id": "request-7"}
    real = azure(
        in_turn(reply(400, {"error": {"code": "Bad", "message": "no"}}, headers))
    )

    with pytest.raises(ServiceError) as refused:
        await real.caller.send(Call("GET", SecretUrl(LIST), "list"))

    assert refused.value.request_id == "request-7"


async def test_t04_a_request_has_no_headers_but_those_that_are_meant():
    real = azure(in_turn(page()))
    await all_of(real.manager.templates())
    assert set(real.transport.requests[0].headers) == {
        "host",
        "accept",
        "authorization",
    }


async def test_t04_no_cookie_is_kept():
    real = azure(in_turn(reply(200, {"value": []}, {"Set-Cookie": "a=b"})))
    await all_of(real.manager.templates())
    await all_of(real.manager.templates())
    assert "cookie" not in real.transport.requests[1].headers


class SlowTokens(FixedTokens):
    """Signing in takes a while: a person has to type something."""

    async def token(self, scope):
        for _ in range(10):
            await asyncio.sleep(0)
        return await super().token(scope)


async def test_a_person_may_take_time_to_sign_in():
    real = azure(in_turn(page()), tokens=SlowTokens())
    real.caller.policy = replace(real.caller.policy, answer=0.0)

    assert await all_of(real.manager.templates()) == 1
    assert len(real.transport.requests) == 1
