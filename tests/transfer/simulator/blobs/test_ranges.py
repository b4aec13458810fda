"""Ranges as the simulator takes, tells and refuses them, and Azurite does not."""

import base64
import hashlib
from xml.etree import ElementTree as ET

import pytest
from blob_copies import (
    COPY,
    DISK,
    FROM_URL,
    asked_range,
    code,
    copy_of,
    crc64,
    disk_of,
    make_copy,
    take,
)
from simulating import START

from integrity.sizes import MIB
from transfer.simulator.tokens import STORAGE


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
