"""What may happen to a download (the rows D of the fault model), and what must follow.

Whatever it is: the file is not there, or is marked as a part, or is the image.
"""

from datetime import UTC, datetime

import httpx
import pytest
from blob_service import FOR_EVER
from copy_faults import (
    POSITIONS,
    a_head,
    a_listing,
    a_range,
    answering,
    changed,
    closed_early,
    raising,
    with_body,
    with_header,
    without_header,
)
from copying import ARTIFACT, DATA_BYTES, IMAGE, MIB, SIZE

from integrity.artifacts.failures import AddressRefused, CertificateRefused, HostUnknown
from transfer.azure.blobs.address import BlobAddress
from transfer.copy_errors import (
    AccessDenied,
    AnswerNotTaken,
    ArtifactGone,
    ArtifactReplaced,
    ContentDiffers,
    CopyError,
    HostNotAllowed,
    HostNotTrusted,
    Misbehaved,
    Unreachable,
)
from transfer.errors import SignInFailed
from transfer.receipt import Level

BROKEN = httpx.ReadError("lost the connection")

MENDED = {
    "D01 refused": raising(httpx.ConnectError("could not connect")),
    "D02 closed before a reply": raising(httpx.RemoteProtocolError("hung up")),
    "D03 reset within the body": with_body(lambda data: data[:300], BROKEN),
    "D04 closed within the body": with_body(lambda data: data[:300]),
    "D05 a short body": with_body(lambda data: data[:-1]),
    "D06 a long body": with_body(lambda data: data + b"x"),
    "D07 no HTTP": raising(httpx.RemoteProtocolError("answered no HTTP")),
    "D10 short until it closes": changed(closed_early),
    "D11 all of it for a part": with_header("content-range", ""),
    "D12 another start": with_header("content-range", f"bytes 1-512/{SIZE}"),
    "D13 another total": with_header("content-range", "bytes 0-511/99999"),
    "D14 no range": without_header("content-range"),
    "D15 several parts": with_header("content-type", "multipart/byteranges"),
    "D16 wrong bytes": with_body(lambda data: b"\x00" + data[1:][:-1] + b"\x99"),
    "D17 zeros": with_body(lambda data: bytes(len(data))),
    "D18 shifted": with_body(lambda data: data[7:] + data[:7]),
    "D19 a range of another version": with_header("etag", '"other"'),
    "D22 too many": answering(429, Retry_After="1"),
    "D22 busy, says when": answering(503, "ServerBusy", Retry_After="0"),
    "D22 busy, says a date": answering(
        503, "ServerBusy", Retry_After="Fri, 01 Jan 2100 00:00:00 GMT"
    ),
    "D22 busy, says nonsense": answering(503, "ServerBusy", Retry_After="soon"),
    "D23 internal": answering(500, "InternalError"),
    "D23 gateway": answering(502),
    "D23 timed out": answering(500, "OperationTimedOut"),
    "D24 timeout": answering(408),
    "D31 a redirect": answering(302, Location="http://169.254.169.254/"),
    "D32 an encoding nobody asked for": with_header("content-encoding", "gzip"),
    "D35 silence": raising(httpx.ReadTimeout("fell silent")),
    "D39 garbage": raising(httpx.RemoteProtocolError("not HTTP")),
}


@POSITIONS
@pytest.mark.parametrize("fault", list(MENDED.values()), ids=list(MENDED))
async def test_what_happens_once_is_asked_for_again(bench, fault, after):
    bench.service.fault(fault, a_range, after=after)

    receipt = await bench.copy()

    assert bench.target.read_bytes() == IMAGE
    assert receipt.level is Level.FULL


ENDS = {
    "D01 refused": (MENDED["D01 refused"], Unreachable),
    "D04 closed within the body": (MENDED["D04 closed within the body"], Unreachable),
    "D06 a long body": (MENDED["D06 a long body"], Misbehaved),
    "D11 all of it": (MENDED["D11 all of it for a part"], Misbehaved),
    "D12 another start": (MENDED["D12 another start"], Misbehaved),
    "D16 wrong bytes": (MENDED["D16 wrong bytes"], ContentDiffers),
    "D19 another version": (answering(412, "ConditionNotMet"), ArtifactReplaced),
    "D22 busy": (answering(503, "ServerBusy"), Unreachable),
    "D25 expired": (answering(403, "AuthenticationFailed"), AccessDenied),
    "D26 token expired": (answering(401, "InvalidAuthenticationInfo"), AccessDenied),
    "D26 nobody signed in": (raising(SignInFailed((), "run az login")), AccessDenied),
    "D27 no rights": (answering(403, "AuthorizationPermissionMismatch"), AccessDenied),
    "D28 deleted": (answering(404, "BlobNotFound"), ArtifactGone),
    "D28 gone": (answering(410), ArtifactGone),
    "D29 no such range": (answering(416, "InvalidRange"), Misbehaved),
    "D31 a redirect": (MENDED["D31 a redirect"], AnswerNotTaken),
    "D32 gzip": (MENDED["D32 an encoding nobody asked for"], AnswerNotTaken),
    "D41 a private address": (raising(AddressRefused("no")), HostNotAllowed),
    "D40 a certificate": (raising(CertificateRefused("not trusted")), HostNotTrusted),
    "D41 no such host": (raising(HostUnknown("no host")), Unreachable),
}


@POSITIONS
@pytest.mark.parametrize(("fault", "kind"), list(ENDS.values()), ids=list(ENDS))
async def test_what_goes_on_ends_the_copy_and_leaves_a_part(bench, fault, kind, after):
    bench.service.fault(fault, a_range, times=FOR_EVER, after=after)

    with pytest.raises(CopyError) as ended:
        await bench.copy()

    assert type(ended.value) is kind
    assert ended.value.advice
    assert not bench.target.exists()
    assert len(bench.parts) == 1


@pytest.mark.parametrize(("fault", "kind"), list(ENDS.values()), ids=list(ENDS))
async def test_when_it_is_mended_the_same_call_ends_well(bench, fault, kind):
    bench.service.fault(fault, a_range, times=FOR_EVER, after=5)
    with pytest.raises(kind):
        await bench.copy(at_once=1)
    bench.service.faults.clear()
    bench.service.sent_bytes = 0

    receipt = await bench.copy()

    assert bench.target.read_bytes() == IMAGE
    assert receipt.moved_bytes <= bench.service.sent_bytes < DATA_BYTES


@pytest.mark.parametrize("status", [401, 403, 404, 410, 412, 416])
async def test_what_asking_again_does_not_mend_is_asked_once(bench, status):
    bench.service.fault(answering(status), a_range, times=FOR_EVER)

    with pytest.raises(CopyError):
        await bench.copy(at_once=1)

    assert len([each for each in bench.service.requests if a_range(each)]) == 1
    assert bench.time.slept == []


async def test_patience_is_fifteen_minutes_without_anything_new(bench):
    bench.service.fault(answering(503), a_range, times=FOR_EVER)

    with pytest.raises(Unreachable):
        await bench.copy(at_once=1)

    assert 800 < sum(bench.time.slept) <= 900


async def test_d22_a_wait_that_the_service_asks_for_is_kept_up_to_a_minute(bench):
    for asked in ("7", "3600", "Fri, 01 Jan 2100 00:00:00 GMT"):
        bench.service.fault(answering(503, Retry_After=asked), a_range)

    await bench.copy(at_once=1)

    assert 7.0 in bench.time.slept
    assert max(bench.time.slept) == 60.0


@pytest.mark.parametrize("etag", ['W/"weak"', None], ids=["D20 weak", "D21 none"])
async def test_without_a_version_nothing_is_begun(bench, etag):
    bench.service.fault(
        answering(200, content_length=str(SIZE), ETag=etag), a_head, times=FOR_EVER
    )

    with pytest.raises(Misbehaved, match="version"):
        await bench.copy()

    assert list(bench.folder.glob("*vhd*")) == []


async def test_d31_a_redirect_is_never_followed(bench):
    bench.service.fault(MENDED["D31 a redirect"], a_range, times=FOR_EVER)

    with pytest.raises(AnswerNotTaken):
        await bench.copy()

    hosts = {each.url.host for each in bench.service.requests}
    assert hosts == {"staging.blob.core.windows.net"}


async def test_d31_a_list_that_leads_elsewhere_is_done_without(bench):
    bench.service.fault(MENDED["D31 a redirect"], a_listing, times=FOR_EVER)

    await bench.copy()

    assert bench.target.read_bytes() == IMAGE


async def test_d33_a_captive_portal_is_no_blob(bench):
    portal = answering(200, content_type="text/html", content_length="3000")
    bench.service.fault(portal, a_head, times=FOR_EVER)

    with pytest.raises(Misbehaved):
        await bench.copy()


async def test_d33_a_portal_in_place_of_a_range_is_called_a_web_page(bench):
    bench.service.fault(
        answering(200, content_type="text/html"), a_range, times=FOR_EVER
    )

    with pytest.raises(Misbehaved, match="answered 200, with a web page"):
        await bench.copy()


async def test_an_encoding_that_is_a_property_of_the_blob_changes_nothing(bench):
    bench.service.blob(ARTIFACT).headers["content-encoding"] = "gzip"

    await bench.copy()

    assert bench.target.read_bytes() == IMAGE


@pytest.mark.parametrize(
    ("checksums", "level"),
    [(("crc64",), Level.FULL), (("md5",), Level.FULL), ((), Level.LENGTH)],
)
async def test_the_level_is_what_the_service_could_vouch_for(bench, checksums, level):
    bench.service.checksums = checksums

    receipt = await bench.copy()

    assert bench.target.read_bytes() == IMAGE
    assert receipt.level is level


async def test_d16_with_md5_alone_wrong_bytes_are_noticed_too(bench):
    bench.service.checksums = ("md5",)
    bench.service.fault(MENDED["D18 shifted"], a_range, after=4)

    await bench.copy()

    assert bench.target.read_bytes() == IMAGE


async def test_d25_an_expired_signature_is_told_by_the_servers_clock(bench):
    signed = f"{ARTIFACT}?sv=2025-11-05&se=2026-01-02T03:04:05Z&sig=SECRETSIGNATURE"
    now = datetime(2026, 1, 2, 4, tzinfo=UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    bench.service.fault(
        answering(403, "AuthenticationFailed", Date=now), a_range, times=FOR_EVER
    )
    ends = BlobAddress.parse(signed), bench.target

    with pytest.raises(AccessDenied, match="expired at 2026-01-02 03:04") as denied:
        await bench.copy(ends=ends)
    assert "SECRET" not in f"{denied.value} {denied.value.item}"

    bench.service.faults.clear()
    fresh = BlobAddress.parse(signed.replace("SECRET", "FRESH"))
    await bench.copy(ends=(fresh, bench.target))
    assert bench.target.read_bytes() == IMAGE


@pytest.mark.parametrize("error", [BROKEN, None], ids=["reset", "closed"])
@pytest.mark.parametrize("strategy", ["download", "streamed"])
async def test_where_every_answer_ends_after_a_mib_less_is_asked_for_at_once(
    bench, strategy, error
):
    def hung_up_on(headers, data):
        return 206, data[:MIB], error if len(data) > MIB else None

    bench.service.fault(changed(hung_up_on), a_range, times=FOR_EVER)

    await bench.copy(strategy)

    asked = [one for one in bench.service.calls("GET", "") if a_range(one)]
    assert bench.content(strategy) == IMAGE
    assert len(asked) < 100  # how many are under way at once is a matter of the moment
