"""Who is signed in, as far as a token tells."""

import base64
import json
from datetime import UTC, datetime

import pytest

from transfer.azure.signing_in.account import Account, account_of
from transfer.azure.signing_in.credentials import AccessToken

UNTIL = datetime(2026, 11, 25, tzinfo=UTC)


def token(claims):
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return AccessToken(f"head.{payload}.canary", 0.0, UNTIL.timestamp())


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"upn": "user@contoso.test", "oid": "o"}, "user@contoso.test"),
        ({"unique_name": "guest\x1b@x.test"}, "guest␛@x.test"),
        ({"appid": "program"}, "program"),
        ({}, None),
    ],
)
def test_a_person_or_a_program_is_named(claims, name):
    assert account_of(token({**claims, "tid": "t"})) == Account(name, "t", UNTIL)


@pytest.mark.parametrize(
    "text", ["opaque", "a.b", "a.!!!.c", "a.e30.c", "..", "a.W10.c"]
)
def test_a_token_that_cannot_be_read_still_has_an_end(text):
    read = account_of(AccessToken(text, 0.0, UNTIL.timestamp()))
    assert read == Account(None, None, UNTIL)


def test_nothing_of_the_token_is_kept():
    assert "canary" not in repr(account_of(token({"upn": "u"})))
