"""What we sign is what the service's own library signs."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from azure.storage.blob import UserDelegationKey, generate_container_sas
from azure.storage.blob import _shared_access_signature as oracle

from transfer.azure.staging.sas import (
    SERVICE_VERSION,
    SKEW,
    AccountKey,
    DelegationKey,
    container_sas,
)

NOW = datetime(2026, 11, 25, 12, 0, 0, 999, tzinfo=UTC)
KEY = AccountKey("account", "Y2FuYXJ5LWNhbmFyeQ==")


@pytest.mark.parametrize("protocol", ["https", "https,http"])
def test_a_signature_is_that_of_the_services_own_library(monkeypatch, protocol):
    monkeypatch.setattr(oracle, "X_MS_VERSION", SERVICE_VERSION)
    theirs = generate_container_sas(
        "account",
        "packerlogs",
        account_key=KEY._secret,
        permission="rl",
        start=NOW - SKEW,
        expiry=NOW + timedelta(hours=1),
        protocol=protocol,
    )

    ours = container_sas(KEY, "packerlogs", now=NOW, protocol=protocol)

    address = ours.on("https://account.blob.core.windows.net/packerlogs")
    assert parse_qs(urlsplit(address.reveal()).query) == parse_qs(theirs)


def test_a_signature_reads_and_lists_for_an_hour_and_no_more():
    sas = container_sas(KEY, "vhds", now=NOW)
    query = parse_qs(urlsplit(sas.on("https://a.example/vhds").reveal()).query)

    assert query["sp"] == ["rl"]
    assert query["spr"] == ["https"]
    assert query["st"] == ["2026-11-25T11:55:00Z"]
    assert query["se"] == ["2026-11-25T13:00:00Z"]


def test_neither_key_nor_signature_shows_itself():
    sas = container_sas(KEY, "vhds", now=NOW)
    signature = parse_qs(urlsplit(sas.on("https://a.example").reveal()).query)["sig"][0]

    shown = f"{KEY} {KEY!r} {sas} {sas!r} {sas.on('https://a.example')!r}"

    assert KEY._secret not in shown
    assert signature not in shown
    assert "sig=%" not in shown


def test_a_key_that_is_no_base64_signs_nothing():
    with pytest.raises(ValueError, match=r"base64|padding|alphabet"):
        container_sas(AccountKey("account", "no base64"), "vhds", now=NOW)


DELEGATED = DelegationKey(
    account="account",
    object_id="22222222-0000-0000-0000-000000000000",
    tenant="33333333-0000-0000-0000-000000000000",
    start="2026-11-25T11:55:00Z",
    expiry="2026-11-26T12:00:00Z",
    service="b",
    version=SERVICE_VERSION,
    expires=NOW + timedelta(hours=24),
    _secret="Y2FuYXJ5LWNhbmFyeQ==",
)

LATER_LINES = (13, 14, 20, 21)
"""What versions after ours sign, too: delegated users, and headers and queries."""


def test_a_delegated_signature_is_that_of_the_services_own_library(monkeypatch):
    key = UserDelegationKey()
    key.signed_oid, key.signed_tid = DELEGATED.object_id, DELEGATED.tenant
    key.signed_start, key.signed_expiry = DELEGATED.start, DELEGATED.expiry
    key.signed_service, key.signed_version = DELEGATED.service, DELEGATED.version
    key.signed_delegated_user_tid = None
    key.value = DELEGATED._secret
    sign = oracle.sign_string

    def as_our_version(secret, text):
        lines = text.split("\n")
        assert [lines[index] for index in LATER_LINES] == [""] * len(LATER_LINES)
        kept = [one for index, one in enumerate(lines) if index not in LATER_LINES]
        return sign(secret, "\n".join(kept))

    monkeypatch.setattr(oracle, "X_MS_VERSION", SERVICE_VERSION)
    monkeypatch.setattr(oracle, "sign_string", as_our_version)
    theirs = generate_container_sas(
        "account",
        "vhds",
        user_delegation_key=key,
        permission="rl",
        start=NOW - SKEW,
        expiry=NOW + timedelta(hours=1),
        protocol="https",
    )

    ours = container_sas(DELEGATED, "vhds", now=NOW)

    address = ours.on("https://account.blob.core.windows.net/vhds")
    assert parse_qs(urlsplit(address.reveal()).query) == parse_qs(theirs)


def test_a_delegated_signature_ends_with_its_key():
    late = NOW + timedelta(hours=23, minutes=30)

    assert container_sas(DELEGATED, "vhds", now=late).expires == DELEGATED.expires


def test_a_signature_is_renewed_when_four_fifths_of_it_are_over():
    sas = container_sas(KEY, "vhds", now=NOW)

    assert sas.is_fresh(NOW + timedelta(minutes=47))
    assert not sas.is_fresh(NOW + timedelta(minutes=48))
    assert sas.is_fresh(NOW - timedelta(minutes=5))
    assert not sas.is_fresh(NOW - timedelta(minutes=6))
