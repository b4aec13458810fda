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
from artifact_faults import (
    BREAK,
    CONTENT,
    FINAL,
    HARMLESS,
    PASSING,
    SHIFTED,
    SIZE,
    SLOW,
    UNPINNED_BREAK,
    position,
    resuming,
    table,
)
from behaviours import (
    chunked,
    cut,
    drip,
    endless,
    honest,
    reset_at_once,
    status,
    until_close,
    whole,
)
from faulty_server import serving
from reading import Names, opening, quick, read_all

from integrity.artifacts import body
from integrity.errors import ArtifactChanged, ArtifactUnreachable
from integrity.progress import Stage

NEWER = CONTENT.changed(etag='"v2"')
OTHER_BYTES = CONTENT.changed(body=b"0" * SIZE)

A_DAY_AHEAD = format_datetime(datetime.now(UTC) + timedelta(days=1))
A_DAY_AGO = format_datetime(datetime.now(UTC) - timedelta(days=1))


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
        pytest.param("Fri, 31 Dec 9999 23:59:59 -1400", 0.5, id="beyond all years"),
        pytest.param(f"Sat, 01 Jan 2000 00:00:00 +{10**20}", 0.5, id="no zone"),
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


@pytest.mark.parametrize("behave", [chunked(CONTENT), whole(CONTENT), endless])
async def test_no_more_than_a_byte_beyond_the_limit_is_taken(time, behave):
    async with serving(behave) as server, opening(quick(time)) as opener:
        taken = await read_all(opener, server.url(), limit=1000)
    assert len(taken) == 1001


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
