"""Whatever a server does: the right bytes come, or plain words why they do not.

The numbers are those of the fault model. What of it only concerns copies of VHDs (D10,
D16 to D18 where a service's own range checksums exist, D25 and D26 with credentials that
can be renewed) belongs to them, and so do all local faults from D42 on.
"""

import socket
import ssl
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from time import monotonic

import pytest
import trustme
from behaviours import (
    Content,
    chunked,
    cut,
    drip,
    drip_headers,
    flood_of_1xx,
    flood_of_headers,
    garbage,
    hang_up_at_once,
    honest,
    one_endless_header,
    redirect,
    reset_at_once,
    reset_in_body,
    stall,
    status,
    told_lengths,
    told_range,
    until_close,
    whole,
    zipped,
)
from faulty_server import serving
from reading import Names, opening, quick, read_all

from integrity.artifacts import body
from integrity.errors import (
    ArtifactChanged,
    ArtifactForbidden,
    ArtifactMissing,
    ArtifactRefused,
    ArtifactUnreachable,
)
from integrity.progress import Stage

SIZE = 10240
CONTENT = Content(bytes(number % 251 for number in range(SIZE)))
NEWER = CONTENT.changed(etag='"v2"')
OTHER_BYTES = CONTENT.changed(body=b"0" * SIZE)
SHIFTED = CONTENT.changed(body=CONTENT.body[7:] + CONTENT.body[:7])

A_DAY_AHEAD = format_datetime(datetime.now(UTC) + timedelta(days=1))
A_DAY_AGO = format_datetime(datetime.now(UTC) - timedelta(days=1))

PASSING = {
    "D01 reset before reply": reset_at_once,
    "D02 close before reply": hang_up_at_once,
    "D03 reset in body": reset_in_body(CONTENT),
    "D04 close in body": cut(CONTENT, at=100),
    "D05 shorter than Content-Length": told_lengths(CONTENT, SIZE + 5),
    "D06 longer than Content-Length": told_lengths(CONTENT, SIZE - 5),
    "D07 negative Content-Length": told_lengths(CONTENT, -1),
    "D08 two lengths": told_lengths(CONTENT, SIZE, 7),
    "D09 chunked, no end": chunked(CONTENT, terminator=b""),
    "D12 Content-Range starts elsewhere": told_range(CONTENT, "bytes 7-10239/10240"),
    "D12 another part": told_range(CONTENT, "bytes 1-10240/10241"),
    "D13 Content-Range beyond the total": told_range(CONTENT, "bytes 0-10239/900"),
    "D13 Content-Range of unknown total": told_range(CONTENT, "bytes 0-10239/*"),
    "D14 no Content-Range": told_range(CONTENT, None),
    "D15 multipart/byteranges": told_range(
        CONTENT, None, "Content-Type: multipart/byteranges; boundary=x"
    ),
    "D22 429": status("429 Slow down", "Retry-After: 0"),
    "D22 503": status("503 Busy", "Retry-After: garbage"),
    "D23 500": status("500 Oops"),
    "D23 502": status("502 Oops"),
    "D23 504": status("504 Oops"),
    "D24 408": status("408 Too late"),
    "D38 header flood": flood_of_headers,
    "D38 one endless header": one_endless_header,
    "D39 garbage": garbage,
}
"""What may be better the next time."""

SLOW = {
    "D35 stall": stall(CONTENT),
    "D36 header drip": drip_headers,
    "D37 1xx flood": flood_of_1xx,
}
"""What only the clock can tell, so that these tests take real time."""

FINAL = {
    "D25 403": (status("403 No"), ArtifactForbidden),
    "D26 401": (status("401 Who"), ArtifactForbidden),
    "D27 409 of a private account": (status("409 No"), ArtifactForbidden),
    "D28 404": (status("404 None"), ArtifactMissing),
    "D28 410": (status("410 Gone"), ArtifactMissing),
    "D29 416": (status("416 No"), ArtifactUnreachable),
    "D30 412": (status("412 Changed"), ArtifactChanged),
    "D31 redirect to file:": (redirect("file:///etc/passwd"), ArtifactRefused),
    "D31 redirect to metadata": (
        redirect("http://169.254.169.254/metadata"),
        ArtifactRefused,
    ),
    "D32 gzip": (zipped(CONTENT), (ArtifactRefused, ArtifactChanged)),
    "418": (status("418 Teapot"), ArtifactUnreachable),
    "204": (status("204 Nothing"), ArtifactUnreachable),
}
"""What no second question changes."""

HARMLESS = {
    "D10 until close, checksum declared": until_close(CONTENT),
    "D11 ranges ignored": whole(CONTENT),
    "D20 weak etag": honest(CONTENT.changed(etag='W/"v1"')),
    "D21 no etag": honest(CONTENT.changed(etag=None)),
    "chunked": chunked(CONTENT),
    "D33 a page": honest(CONTENT.changed(headers=("Content-Type: text/html",))),
}
"""What is strange but leaves the bytes right; a page is told by its appearance."""

BREAK = cut(CONTENT, at=1000)
UNPINNED_BREAK = cut(CONTENT.changed(etag=None), at=1000)
POSITIONS = {"first": [], "second": [BREAK], "third": [BREAK, BREAK]}
RESUMING = {"resuming": 1, "starting again": SIZE * 2}


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """Whose certificates are believed, and the file that says so."""
    authority, path = trustme.CA(), tmp_path_factory.mktemp("tls") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return authority, path


@pytest.fixture(params=["small", "large", "large, over TLS"], autouse=True)
def way(request, monkeypatch, authority):
    """Every fault, by each way in which bytes come."""
    if "large" in request.param:
        monkeypatch.setattr(body, "LARGE", 1)
    if "TLS" in request.param:
        issuer, ca_file = authority
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        issuer.issue_cert("127.0.0.1").configure_cert(tls)
        here = sys.modules[__name__]
        monkeypatch.setattr(here, "serving", partial(serving, tls=tls))
        monkeypatch.setattr(here, "opening", partial(opening, ca_file=ca_file))


def table(faults):
    """Faults as parameters, their ids first."""
    return pytest.mark.parametrize(
        "fault", faults.values(), ids=[name.replace(" ", "-") for name in faults]
    )


position = pytest.mark.parametrize("before", POSITIONS.values(), ids=POSITIONS)
resuming = pytest.mark.parametrize("resume_from", RESUMING.values(), ids=RESUMING)


@table(PASSING)
@position
@resuming
async def test_a_fault_that_passes_is_mended(time, fault, before, resume_from):
    policy = quick(time, resume_from=resume_from, patience=10)
    async with (
        serving(honest(CONTENT), [*before, fault]) as server,
        opening(policy) as opener,
    ):
        assert await read_all(opener, server.url()) == CONTENT.body
        assert len(server.requests) == len(before) + 2


@table(PASSING)
async def test_a_fault_that_stays_is_told_after_a_while(time, fault):
    async with serving(fault) as server, opening(quick(time)) as opener:
        with pytest.raises(ArtifactUnreachable, match="asked 3 times"):
            await read_all(opener, server.url())
        assert len(server.requests) == 3
        assert time.slept == [0.5, 1.0]


@table(SLOW)
@pytest.mark.parametrize("before", [[], [BREAK]], ids=["first", "second"])
async def test_a_slow_fault_that_passes_is_mended(time, fault, before):
    async with (
        serving(honest(CONTENT), [*before, fault]) as server,
        opening(quick(time, idle=0.2, answer=0.3)) as opener,
    ):
        assert await read_all(opener, server.url()) == CONTENT.body
        assert len(server.requests) == len(before) + 2


@table(SLOW)
async def test_a_slow_fault_that_stays_is_told_after_a_while(time, fault):
    policy = quick(time, idle=0.2, answer=0.3, patience=1)
    async with serving(fault) as server, opening(policy) as opener:
        with pytest.raises(ArtifactUnreachable, match="asked 2 times"):
            await read_all(opener, server.url())
        assert len(server.requests) == 2


@table(FINAL)
@position
async def test_a_final_answer_is_not_asked_for_again(time, fault, before):
    behaviour, kind = fault
    async with (
        serving(behaviour, before) as server,
        opening(quick(time)) as opener,
    ):
        with pytest.raises(kind):
            await read_all(opener, server.url())
        assert len(server.requests) == len(before) + 1


@table(HARMLESS)
@pytest.mark.parametrize("before", [[], [UNPINNED_BREAK]], ids=["first", "second"])
async def test_a_strange_but_right_answer_is_taken(time, fault, before):
    async with serving(fault, before) as server, opening(quick(time)) as opener:
        assert await read_all(opener, server.url()) == CONTENT.body
        assert len(server.requests) == len(before) + 1


@pytest.mark.parametrize("changed", [NEWER, SHIFTED.changed(etag='"v2"')])
@resuming
async def test_d19_another_version_midway_is_never_mixed_in(time, changed, resume_from):
    policy = quick(time, resume_from=resume_from)
    async with serving(honest(changed), [BREAK]) as server, opening(policy) as opener:
        with pytest.raises(ArtifactChanged):
            await read_all(opener, server.url())
        assert len(server.requests) == 2


@pytest.mark.parametrize("changed", [OTHER_BYTES, SHIFTED], ids=["D17", "D18"])
async def test_other_bytes_under_the_same_etag_are_noticed_when_they_come_again(
    time, changed
):
    async with (
        serving(honest(changed), [BREAK]) as server,
        opening(quick(time)) as opener,
    ):
        with pytest.raises(ArtifactChanged):
            await read_all(opener, server.url())


async def test_d16_wrong_bytes_at_once_are_left_to_the_checksum(time):
    async with serving(honest(SHIFTED)) as server, opening(quick(time)) as opener:
        assert await read_all(opener, server.url()) == SHIFTED.body


async def test_d10_a_body_without_a_visible_end_needs_a_checksum(time):
    async with (
        serving(until_close(CONTENT, at=5000)) as server,
        opening(quick(time)) as opener,
    ):
        short = await read_all(opener, server.url(), checksum_declared=True)
        assert len(short) == 5000  # which the checksum will tell


@pytest.mark.parametrize(
    ("header", "pause"),
    [
        ("0", 0.5),
        ("1", 1.0),
        ("3600", 60.0),
        pytest.param(A_DAY_AHEAD, 60.0, id="a day ahead"),
        pytest.param(A_DAY_AGO, 0.5, id="a day ago"),
        ("soon", 0.5),
        ("-5", 0.5),
    ],
)
async def test_d22_retry_after_is_honoured_within_reason(time, header, pause):
    busy = status("503 Busy", f"Retry-After: {header}")
    async with (
        serving(honest(CONTENT), [busy]) as server,
        opening(quick(time, patience=100)) as opener,
    ):
        await read_all(opener, server.url())
        assert time.slept == [pause]


async def test_d34_a_drip_is_given_up_after_the_grace(time):
    time.at_each_look = 0.5
    policy = quick(time, grace=5)
    async with serving(drip(CONTENT, every=0.001)) as server, opening(policy) as opener:
        with pytest.raises(ArtifactUnreachable, match="less than 1024 bytes a second"):
            await read_all(opener, server.url())
        assert len(server.requests) == 1


async def test_all_attempts_together_have_a_deadline(time):
    policy = quick(time, deadline=0.05, clock=monotonic)
    async with serving(drip(CONTENT, every=0.01)) as server, opening(policy) as opener:
        with pytest.raises(ArtifactUnreachable, match=r"longer than 0\.05 seconds"):
            await read_all(opener, server.url())


async def test_d01_a_refused_connection_is_tried_again(time):
    async with serving(honest(CONTENT)) as server:
        url = server.url()
    async with opening(quick(time)) as opener:
        with pytest.raises(ArtifactUnreachable, match=r"could not connect.*3 times"):
            await read_all(opener, url)


async def test_d41_a_name_that_nobody_knows_is_told_at_once(time):
    async with opening(quick(time), resolver=Names({})) as opener:
        with pytest.raises(ArtifactUnreachable, match="no host of that name"):
            await read_all(opener, "https://nowhere.example/x")
    assert time.slept == []


async def test_d41_a_name_server_that_is_out_of_order_is_asked_again(time):
    class OutOfOrder(Names):
        async def resolve(self, host, port=0, family=0):
            self.asked.append(host)
            raise socket.gaierror(socket.EAI_AGAIN, "try again")

    names = OutOfOrder({})
    async with opening(quick(time), resolver=names) as opener:
        with pytest.raises(ArtifactUnreachable, match=r"looked up \(asked 3 times"):
            await read_all(opener, "https://somewhere.example/x")
    assert len(names.asked) == 3


async def test_whoever_looks_on_hears_of_every_further_attempt(time):
    heard = []
    async with (
        serving(honest(CONTENT), [BREAK, reset_at_once]) as server,
        opening(quick(time)) as opener,
    ):
        await read_all(opener, server.url(), heard.append)
    assert [progress.stage for progress in heard] == [Stage.RETRYING] * 2
    assert [progress.done for progress in heard] == [1000, 1000]
    assert heard[0].total == SIZE


async def test_a_resumed_read_asks_for_the_rest_of_the_same_version(time):
    async with (
        serving(honest(CONTENT), [BREAK]) as server,
        opening(quick(time, resume_from=1000)) as opener,
    ):
        await read_all(opener, server.url(), limit=SIZE)
        assert server.requests[1].headers["range"] == f"bytes=1000-{SIZE}"
        assert server.requests[1].headers["if-match"] == '"v1"'


async def test_patience_counts_from_the_last_new_byte(time):
    breaks = [cut(CONTENT, at=at) for at in (1000, 1000, 1000)]
    async with (
        serving(honest(CONTENT), breaks) as server,
        opening(quick(time, resume_from=1, patience=3)) as opener,
    ):
        assert await read_all(opener, server.url()) == CONTENT.body
    assert time.slept == [0.5, 1.0, 2.0]


async def test_a_weak_etag_is_no_ground_to_resume_on(time):
    weak = CONTENT.changed(etag='W/"v1"')
    async with (
        serving(honest(weak), [cut(weak, at=1000)]) as server,
        opening(quick(time, resume_from=1)) as opener,
    ):
        await read_all(opener, server.url(), limit=SIZE)
        assert server.requests[1].headers["range"] == f"bytes=0-{SIZE}"
