"""A user delegation key is taken whole, or not at all."""

from datetime import UTC, datetime

import pytest
from scripted_azure import azure, in_turn, reply
from staging_areas import AREA

from transfer.azure.staging.delegation import delegation_key
from transfer.errors import AnswerUnusable

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
FIELDS = {
    "SignedOid": "one",
    "SignedTid": "two",
    "SignedStart": "2026-11-30T11:45:00Z",
    "SignedExpiry": "2026-12-01T12:00:00Z",
    "SignedService": "b",
    "SignedVersion": "2024-05-04",
    "Value": "Y2FuYXJ5",
}


def answered(fields):
    xml = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    return azure(in_turn(reply(200, xml.encode())))


async def test_a_key_lasts_until_the_service_says():
    key = await delegation_key(answered(FIELDS).caller, AREA, now=NOW)

    assert key.expires == datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("name", FIELDS)
async def test_a_key_of_which_a_part_is_missing_is_none(name):
    fields = {one: FIELDS[one] for one in FIELDS if one != name}

    with pytest.raises(AnswerUnusable, match="no key"):
        await delegation_key(answered(fields).caller, AREA, now=NOW)


@pytest.mark.parametrize("end", ["soon", "9999-12-31T23:59:59-14:00"])
async def test_a_key_whose_end_is_no_time_is_none(end):
    fields = {**FIELDS, "SignedExpiry": end}

    with pytest.raises(AnswerUnusable, match="no key"):
        await delegation_key(answered(fields).caller, AREA, now=NOW)
