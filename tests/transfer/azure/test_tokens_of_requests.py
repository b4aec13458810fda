"""Which request gets which token, and when one is renewed."""

import httpx
import pytest
from authorized import ARM, BLOBS, CREDENTIALS, sending
from scripted_azure import FixedTokens, ScriptedTransport, in_turn, reply

from transfer.azure.authorization import AuthorizingTransport, carries_sas
from transfer.azure.clouds import PUBLIC


async def test_management_and_blobs_have_tokens_of_their_own():
    transport, _, tokens = sending(in_turn(reply()))

    await transport.handle_async_request(httpx.Request("GET", f"{ARM}/a"))
    await transport.handle_async_request(httpx.Request("GET", f"{BLOBS}/a"))

    assert tokens.asked == [PUBLIC.management_scope, PUBLIC.storage_scope]


@pytest.mark.parametrize("query", ["sv=1&sig=abc", "SIG=abc", "a=1&s%69g=abc", "sig="])
async def test_an_address_with_a_signature_gets_no_token(query):
    transport, inner, tokens = sending(in_turn(reply()))

    await transport.handle_async_request(httpx.Request("GET", f"{BLOBS}/v?{query}"))

    assert carries_sas(f"{BLOBS}/v?{query}")
    assert tokens.asked == []
    assert "Authorization" not in inner.requests[0].headers


async def test_what_a_caller_put_there_is_taken_out():
    transport, inner, _ = sending(in_turn(reply()))
    own = {"Authorization": "Bearer own", "x-ms-copy-source-authorization": "own"}

    await transport.handle_async_request(
        httpx.Request("GET", "https://artifacts.example/a.sh", headers=own)
    )

    assert not CREDENTIALS & set(inner.requests[0].headers)


async def test_what_needs_no_token_is_sent_as_it_is():
    transport, inner, _ = sending(in_turn(reply()))
    request = httpx.Request("GET", "https://artifacts.example/a.sh")

    await transport.handle_async_request(request)

    assert inner.requests == [request]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("https://staging.blob.core.windows.net/vhds/a.vhd", "Bearer secret-1"),
        ("https://staging.blob.core.windows.net/vhds/a.vhd?sig=abc", None),
        ("https://evil.example/vhds/a.vhd", None),
        (f"{ARM}/subscriptions", None),
    ],
)
async def test_a_copy_brings_a_token_for_a_source_of_azures_alone(source, expected):
    transport, inner, _ = sending(in_turn(reply()))

    await transport.handle_async_request(
        httpx.Request("PUT", f"{BLOBS}/v", headers={"x-ms-copy-source": source})
    )

    headers = inner.requests[0].headers
    assert headers.get("x-ms-copy-source-authorization") == expected


async def test_no_token_of_a_source_goes_to_a_stranger():
    transport, inner, _ = sending(in_turn(reply()))
    source = {"x-ms-copy-source": f"{BLOBS}/vhds/a.vhd"}

    await transport.handle_async_request(
        httpx.Request("PUT", "https://evil.example/", headers=source)
    )

    assert not CREDENTIALS & set(inner.requests[0].headers)


async def test_a_refused_token_is_renewed_once_and_the_request_sent_again_whole():
    transport, inner, tokens = sending(in_turn(reply(401), reply(200)))

    response = await transport.handle_async_request(
        httpx.Request("PUT", f"{ARM}/a", content=b"body")
    )

    assert response.status_code == 200
    assert [request.content for request in inner.requests] == [b"body", b"body"]
    assert inner.requests[1].headers["Authorization"] == "Bearer secret-2"
    assert tokens.claims == [None]


async def test_a_token_that_is_refused_twice_is_not_renewed_again():
    transport, inner, _ = sending(in_turn(reply(401)))

    response = await transport.handle_async_request(httpx.Request("GET", f"{ARM}/a"))

    assert response.status_code == 401
    assert len(inner.requests) == 2


class SameTokens(FixedTokens):
    """A renewal brings nothing new."""

    async def renewed(self, scope, refused, *, claims):
        return refused


async def test_a_renewal_that_brings_the_same_token_is_not_sent_again():
    inner = ScriptedTransport(in_turn(reply(401)))
    transport = AuthorizingTransport(inner, PUBLIC, SameTokens())

    response = await transport.handle_async_request(httpx.Request("GET", f"{ARM}/a"))

    assert response.status_code == 401
    assert len(inner.requests) == 1


async def test_a_challenge_is_answered_with_the_claims_that_it_asks_for():
    challenge = (
        'Bearer realm="", error="insufficient_claims", '
        'claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ=="'
    )
    transport, _, tokens = sending(
        in_turn(reply(401, headers={"WWW-Authenticate": challenge}), reply())
    )

    await transport.handle_async_request(httpx.Request("GET", f"{ARM}/a"))

    assert tokens.claims == ['{"access_token":{}}']


async def test_claims_of_another_refusal_are_not_asked_for():
    challenge = 'Bearer error="invalid_token", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ=="'
    transport, _, tokens = sending(
        in_turn(reply(401, headers={"WWW-Authenticate": challenge}), reply())
    )

    await transport.handle_async_request(httpx.Request("GET", f"{ARM}/a"))

    assert tokens.claims == [None]


async def test_who_got_no_token_is_not_offered_another():
    transport, inner, tokens = sending(in_turn(reply(401)))

    await transport.handle_async_request(httpx.Request("GET", "https://evil.example/"))

    assert len(inner.requests) == 1
    assert tokens.claims == []
