"""Faults of a call to Azure: what is asked again, what is not, what is told.

The numbers are those of the fault model; lists and operations have files of their own.
"""

import asyncio
from dataclasses import replace

import httpx
import pytest
from azure_lists import LIST, all_of, page
from scripted_azure import MANAGEMENT, FixedTokens, azure, in_turn, reply

from integrity.artifacts.failures import AddressRefused, CertificateRefused, HostUnknown
from integrity.secret_url import SecretUrl
from transfer.azure.calls import Call
from transfer.errors import (
    AzureUnreachable,
    ReplyLost,
    ServiceError,
    SignInRefused,
    Throttled,
)


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
