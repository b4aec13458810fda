"""What we sign is what the service's own library signs."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from azure.storage.blob import _shared_access_signature as oracle
from azure.storage.blob import generate_container_sas

from transfer.azure.sas import SERVICE_VERSION, SKEW, AccountKey, container_sas

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
