"""What only the simulator does of the blob service, and Azurite does not."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from azure.storage.blob import (
    BlobSasPermissions,
    UserDelegationKey,
    generate_blob_sas,
)
from azurite import KEYS
from blob_copies import (
    COPY,
    DISK,
    FROM_URL,
    ONE,
    TWO,
    asked_range,
    code,
    copy_of,
    crc64,
    disk_of,
    make_copy,
    somebody_with_a_disk,
    take,
)
from simulating import START

from integrity.sizes import MIB
from transfer.simulator.blobs.copying import fail_copy
from transfer.simulator.tokens import STORAGE, DataRole, Rights


@pytest.fixture
def asking():
    """A disk of 16 MiB in the first account, a container in the second."""
    return somebody_with_a_disk()


async def test_a_range_is_taken_from_an_address_and_its_checksum_told(asking):
    await make_copy(asking)

    answer = await take(asking, MIB, 5 * MIB)

    data = disk_of(asking).content.read(MIB, 5 * MIB)
    assert answer.status_code == 201
    assert answer.headers["x-ms-content-crc64"] == crc64(data)
    assert copy_of(asking).content.read(MIB, 5 * MIB) == data


@pytest.mark.parametrize(
    ("bounds", "refusal"),
    [
        ((0, 4 * MIB + 512), (413, "RequestBodyTooLarge")),
        ((1, 513), (416, "InvalidPageRange")),
        ((16 * MIB, 17 * MIB), (416, "InvalidPageRange")),
    ],
)
async def test_ranges_that_cannot_be_are_refused(asking, bounds, refusal):
    await make_copy(asking)

    assert code(await take(asking, *bounds)) == refusal


async def test_a_source_that_has_changed_is_refused(asking):
    await make_copy(asking)
    etag = disk_of(asking).etag
    disk_of(asking).touch(START)

    answer = await take(asking, 0, MIB, **{"x-ms-source-if-match": etag})

    assert code(answer) == (412, "SourceConditionNotMet")


@pytest.mark.parametrize(
    ("source", "status", "inner"),
    [
        (DISK.replace("disk", "gone"), 404, "BlobNotFound"),
        (DISK, 403, "NoAuthenticationInformation"),
    ],
)
async def test_a_source_that_cannot_be_read_is_told_as_the_source_s(
    asking, source, status, inner
):
    await make_copy(asking)
    own = {} if status == 403 else {
        "x-ms-copy-source-authorization": asking.headers(STORAGE)["Authorization"]
    }  # fmt: skip
    headers = FROM_URL | asked_range(0, MIB) | {"x-ms-copy-source": source} | own

    answer = await asking.blobs("PUT", f"{COPY}?comp=page", headers=headers)

    assert code(answer) == (status, "CannotVerifyCopySource")
    assert answer.headers["x-ms-copy-source-error-code"] == inner


@pytest.mark.parametrize(
    ("header", "value", "error"),
    [
        ("Content-MD5", hashlib.md5(b"other").digest(), "Md5Mismatch"),
        ("x-ms-content-crc64", bytes(8), "Crc64Mismatch"),
    ],
)
async def test_a_page_with_a_wrong_checksum_is_not_written(
    asking, header, value, error
):
    await make_copy(asking)
    headers = {
        "x-ms-page-write": "update",
        "x-ms-range": "bytes=0-511",
        header: base64.b64encode(value).decode(),
    }

    answer = await asking.blobs(
        "PUT", f"{COPY}?comp=page", headers=headers, content=b"x" * 512
    )

    assert code(answer) == (400, error)
    assert copy_of(asking).content.ranges(0, MIB) == []


async def test_ranges_up_to_four_mebibytes_come_with_their_crc64(asking):
    wanted = {"x-ms-range-get-content-crc64": "true"}
    small = wanted | {"x-ms-range": f"bytes=0-{4 * MIB - 1}"}
    large = wanted | {"x-ms-range": f"bytes=0-{4 * MIB}"}

    found = await asking.blobs("GET", DISK, headers=small)
    refused = await asking.blobs("GET", DISK, headers=large)

    assert found.headers["x-ms-content-crc64"] == crc64(found.content)
    assert found.headers["content-range"] == f"bytes 0-{4 * MIB - 1}/{16 * MIB + 512}"
    assert refused.status_code == 400


async def test_reading_past_the_end_is_refused(asking):
    answer = await asking.blobs("GET", DISK, headers={"x-ms-range": "bytes=99999999-"})

    assert code(answer) == (416, "InvalidRange")


async def test_page_ranges_come_in_pages(asking):
    found, marker = [], ""
    while True:
        address = f"{DISK}?comp=pagelist&maxresults=2&marker={marker}"
        page = ET.fromstring((await asking.blobs("GET", address)).content)
        found += [
            (int(one.findtext("Start")), int(one.findtext("End")) + 1)
            for one in page.iter("PageRange")
        ]
        marker = page.findtext("NextMarker")
        if not marker:
            break

    disk = disk_of(asking).content
    assert len(found) == 5
    assert found == disk.ranges(0, disk.size)


async def test_no_answer_has_more_than_ten_thousand_ranges(asking):
    content = disk_of(asking).content
    for place in range(0, 16 * MIB, 1024):
        content.clear(place, place + 512)
        content.write(place + 512, b"x" * 512)

    page = ET.fromstring((await asking.blobs("GET", f"{DISK}?comp=pagelist")).content)

    assert len(page.findall("PageRange")) == 10_000
    assert page.findtext("NextMarker")


async def begin_copy(asking):
    """Copy Blob across accounts, by a signature."""
    query = generate_blob_sas(
        ONE, "vhds", "disk.vhd", account_key=KEYS[ONE],
        permission=BlobSasPermissions(read=True),
        expiry=datetime.now(UTC) + timedelta(hours=1),
    )  # fmt: skip
    asking.simulator.world.accounts[TWO].copy_rate = MIB
    return await asking.blobs(
        "PUT", COPY, headers={"x-ms-copy-source": f"{DISK}?{query}"}
    )


async def test_a_copy_between_accounts_takes_its_time(asking):
    begun = await begin_copy(asking)
    asking.simulator.clock.advance(8)
    half = await asking.blobs("HEAD", COPY)
    busy = await take(asking, 0, MIB)
    asking.simulator.clock.advance(10)
    done = await asking.blobs("HEAD", COPY)

    assert (begun.status_code, begun.headers["x-ms-copy-status"]) == (202, "pending")
    copied, _, total = half.headers["x-ms-copy-progress"].partition("/")
    assert 0 < int(copied) < int(total) == 16 * MIB + 512
    assert code(busy) == (409, "PendingCopyOperation")
    assert done.headers["x-ms-copy-status"] == "success"
    assert "sig=" not in done.headers["x-ms-copy-source"]
    assert copy_of(asking).content.ranges(0, 2**40) == disk_of(asking).content.ranges(
        0, 2**40
    )


async def test_an_aborted_copy_leaves_no_bytes(asking):
    begun = await begin_copy(asking)
    address = f"{COPY}?comp=copy&copyid={begun.headers['x-ms-copy-id']}"

    answer = await asking.blobs("PUT", address, headers={"x-ms-copy-action": "abort"})

    after = await asking.blobs("HEAD", COPY)
    assert answer.status_code == 204
    assert after.headers["x-ms-copy-status"] == "aborted"
    assert after.headers["content-length"] == "0"


@pytest.mark.parametrize("mishap", ["changed", "expired"])
async def test_a_copy_fails_when_its_source_does(asking, mishap):
    await begin_copy(asking)
    if mishap == "changed":
        disk_of(asking).touch(START)
    else:
        fail_copy(copy_of(asking), "403 AuthenticationFailed", START)
    asking.simulator.clock.advance(60)

    after = await asking.blobs("HEAD", COPY)

    assert after.headers["x-ms-copy-status"] == "failed"
    assert after.headers["content-length"] == "0"
    assert after.headers["x-ms-copy-status-description"][:3] in ("403", "412")


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
