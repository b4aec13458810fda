"""Whom the simulated blob service lets in, how far and how long."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

from azure.storage.blob import BlobSasPermissions, UserDelegationKey, generate_blob_sas
from azurite import KEYS
from blob_copies import DISK, ONE, TWO, code, make_copy, take

from integrity.sizes import MIB
from transfer.simulator.tokens import STORAGE, DataRole, Rights


async def test_nobody_gets_in_without_a_token_that_holds(asking):
    asking.tokens[STORAGE] = "forged"

    answer = await asking.blobs("GET", DISK)

    assert code(answer) == (401, "InvalidAuthenticationInfo")
    assert "authorization_uri" in answer.headers["www-authenticate"]


async def test_a_missing_role_is_told(asking):
    rights = Rights(blobs=DataRole.READER)
    asking.tokens[STORAGE] = asking.simulator.tokens.issue(STORAGE, rights=rights).text

    assert (await asking.blobs("HEAD", DISK)).status_code == 200
    answer = await asking.blobs("DELETE", DISK)
    assert code(answer) == (403, "AuthorizationPermissionMismatch")


async def test_a_delegated_signature_lets_in(asking):
    start, expiry = (
        datetime.now(UTC) - timedelta(hours=1),
        datetime.now(UTC) + timedelta(hours=1),
    )
    text = "<KeyInfo><Start>{:%Y-%m-%dT%H:%M:%SZ}</Start><Expiry>{:%Y-%m-%dT%H:%M:%SZ}</Expiry></KeyInfo>"
    host = DISK.partition("/vhds")[0]
    answer = await asking.blobs(
        "POST", f"{host}/?restype=service&comp=userdelegationkey",
        content=text.format(start, expiry).encode(),
    )  # fmt: skip
    told = ET.fromstring(answer.content)
    key = UserDelegationKey()
    for ours, theirs in (
        ("signed_oid", "SignedOid"), ("signed_tid", "SignedTid"),
        ("signed_start", "SignedStart"), ("signed_expiry", "SignedExpiry"),
        ("signed_service", "SignedService"), ("signed_version", "SignedVersion"),
        ("value", "Value"),
    ):  # fmt: skip
        setattr(key, ours, told.findtext(theirs))
    asking.simulator.world.accounts[ONE].takes_keys = False
    query = generate_blob_sas(
        ONE, "vhds", "disk.vhd", user_delegation_key=key,
        permission=BlobSasPermissions(read=True), expiry=expiry,
    )  # fmt: skip

    good = await asking.blobs("HEAD", f"{DISK}?{query}")
    bad = await asking.blobs("HEAD", f"{DISK}?{query.replace('sp=r', 'sp=rd')}")

    assert (good.status_code, bad.status_code) == (200, 403)


async def test_a_signature_ends_after_so_many_bytes_and_a_new_one_holds(asking):
    account = asking.simulator.world.accounts[ONE]
    account.sas_bytes = 2 * MIB
    expiry = datetime.now(UTC) + timedelta(hours=1)

    def address(seconds):
        query = generate_blob_sas(
            ONE, "vhds", "disk.vhd", account_key=KEYS[ONE],
            permission=BlobSasPermissions(read=True),
            expiry=expiry + timedelta(seconds=seconds),
        )  # fmt: skip
        return f"{DISK}?{query}"

    part = {"x-ms-range": f"bytes=0-{MIB - 1}"}
    statuses = [
        (await asking.blobs("GET", address(0), headers=part)).status_code
        for _ in range(3)
    ]
    renewed = await asking.blobs("GET", address(1), headers=part)

    assert statuses == [206, 206, 403]
    assert renewed.status_code == 206


async def test_immutable_blobs_are_not_written(asking):
    await make_copy(asking)
    asking.simulator.world.accounts[TWO].containers["vhds"].immutable = True

    assert code(await take(asking, 0, MIB)) == (409, "BlobImmutableDueToPolicy")
