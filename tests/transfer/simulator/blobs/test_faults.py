"""Answers of the blob service that go wrong, as a script has it."""

import httpx
import pytest
from blob_copies import DISK, copy_of, make_copy, take

from integrity.sizes import MIB
from transfer.simulator import faults

PART = {"x-ms-range": "bytes=512-1023"}


@pytest.mark.parametrize(
    ("act", "look"),
    [
        (faults.refuse(503, "ServerBusy", retry_after=3), lambda a: a.headers.get("retry-after") == "3"),
        (faults.shift_range(512), lambda a: a.headers["content-range"].startswith("bytes 1024-")),
        (faults.ignore_range, lambda a: a.status_code == 200 and len(a.content) == 16 * MIB + 512),
        (faults.shorten(12), lambda a: len(a.content) == 500),
        (faults.change_headers(ETag='"other"'), lambda a: a.headers["etag"] == '"other"'),
        (faults.replace_body(b"!"), lambda a: a.content == b"!"),
    ],
)  # fmt: skip
async def test_answers_go_wrong_as_the_script_has_it_and_then_well(asking, act, look):
    good = await asking.blobs("GET", DISK, headers=PART)
    asking.simulator.faults.add("Get Blob", act)

    bad = await asking.blobs("GET", DISK, headers=PART)
    again = await asking.blobs("GET", DISK, headers=PART)

    assert look(bad)
    assert not look(good)
    assert again.content == good.content


async def test_a_cut_connection_is_an_error_after_its_bytes(asking):
    asking.simulator.faults.add("Get Blob", faults.cut(100))

    with pytest.raises(httpx.ReadError):
        await asking.blobs("GET", DISK, headers=PART)

    assert asking.simulator.heard[-1].answered == 100


async def test_a_write_that_is_answered_with_an_error_was_done(asking):
    await make_copy(asking)
    asking.simulator.faults.add(
        "Put Page From URL", faults.done_but(500, "InternalError")
    )

    answer = await take(asking, 0, MIB)

    assert answer.status_code == 500
    assert copy_of(asking).content.ranges(0, MIB) == [(0, MIB)]


async def test_what_was_heard_tells_the_bytes_that_were_asked(asking):
    await asking.blobs("GET", DISK, headers=PART)

    heard = asking.simulator.heard[-1]
    assert (heard.operation, heard.range, heard.answered) == (
        "Get Blob", "bytes=512-1023", 512,
    )  # fmt: skip
