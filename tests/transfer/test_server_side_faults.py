"""What may happen to a copy between accounts (the rows S of the fault model).

Whatever it is: the destination is not there, or says that it is partial, or is the
image.
"""

import httpx
import pytest
from blob_replies import copy_source, reply
from blob_service import FOR_EVER
from copy_faults import POSITIONS, a_page, answering, comp, is_partial_or_whole
from copying import ARTIFACT, DESTINATION, IMAGE, SIZE, image_pieces

from transfer.copier import copy
from transfer.copy_errors import (
    AccessDenied,
    ArtifactGone,
    ArtifactReplaced,
    CannotVerifyOrigin,
    ContentDiffers,
    CopyError,
    DestinationLost,
    DestinationUnfit,
    DiskFailed,
    Unreachable,
)
from transfer.copy_options import CopyOptions
from transfer.receipt import Level


def origin(status, code=""):
    return lambda service, request: copy_source(status, code)


def written_and_then(do):
    """The page is written; what comes back is something else."""

    def both(service, request):
        service.answer(request)
        return do(service, request)

    return both


def lost(service, request):
    raise httpx.ReadError("lost the connection")


@pytest.mark.parametrize(
    ("missing", "kind"),
    [
        (answering(404, "ContainerNotFound"), DestinationUnfit),
        (answering(403, "AuthorizationPermissionMismatch"), AccessDenied),
        (answering(409, "BlobImmutableDueToPolicy"), DestinationUnfit),
    ],
    ids=["no container", "no rights", "immutable"],
)
async def test_s01_what_forbids_to_write_is_told_before_the_first_page(
    bench, missing, kind
):
    bench.service.fault(
        missing,
        lambda request: request.method == "PUT" or "keep" in request.url.host,
        times=FOR_EVER,
    )

    with pytest.raises(kind):
        await bench.copy("server-side")

    assert bench.service.calls("PUT", "page") == []


S02 = {
    "404": (origin(404, "BlobNotFound"), ArtifactGone),
    "403": (origin(403, "AuthenticationFailed"), CannotVerifyOrigin),
    "412": (origin(412, "ConditionNotMet"), ArtifactReplaced),
    "412 plain": (answering(412, "SourceConditionNotMet"), ArtifactReplaced),
    "503 for ever": (origin(503, "ServerBusy"), Unreachable),
    "cannot verify": (answering(403, "CannotVerifyCopySource"), CannotVerifyOrigin),
}


@POSITIONS
@pytest.mark.parametrize(("fault", "kind"), list(S02.values()), ids=list(S02))
async def test_s02_what_the_service_meets_at_the_artifact_is_said_of_the_artifact(
    bench, fault, kind, after
):
    bench.service.fault(fault, a_page, times=FOR_EVER, after=after)

    with pytest.raises(CopyError) as ended:
        await bench.copy("server-side")

    assert type(ended.value) is kind
    assert is_partial_or_whole(bench)


S03 = {
    "500": answering(500, "InternalError"),
    "503": answering(503, "ServerBusy", Retry_After="1"),
    "timed out": answering(500, "OperationTimedOut"),
    "lost": lost,
    "origin busy": origin(503, "ServerBusy"),
}


@POSITIONS
@pytest.mark.parametrize("fault", list(S03.values()), ids=list(S03))
@pytest.mark.parametrize("strategy", ["server-side", "streamed"])
async def test_s03_a_page_that_was_written_and_not_confirmed_is_written_again(
    bench, strategy, fault, after
):
    bench.service.fault(written_and_then(fault), a_page, after=after)

    await bench.copy(strategy)

    assert bench.content(strategy) == IMAGE


def pages_of(bench):
    return [each.headers["x-ms-range"] for each in bench.service.calls("PUT", "page")]


@pytest.mark.parametrize("after", [0, 3, 5], ids=["first", "inner", "last"])
@pytest.mark.parametrize("strategy", ["server-side", "streamed", "upload"])
async def test_s04_pages_that_were_written_and_not_written_down_are_written_again(
    bench, strategy, after
):
    way = bench.way(strategy, at_once=1)
    with bench.journal() as journal:
        record, left = journal.record, [None] * after

        def lost(*told):
            if not left:
                raise DiskFailed(str(bench.state), "the journal is gone")
            left.pop()
            record(*told)

        journal.record = lost
        with pytest.raises(DiskFailed):
            await copy(way, journal=journal, options=CopyOptions(window=1))
        job = journal.find(*(end.identity for end in (way.artifact, way.destination)))
        known = len(journal.chunks(job.job_id))
    before = pages_of(bench)
    assert is_partial_or_whole(bench)

    await bench.copy(strategy)

    again = pages_of(bench)[len(before) :]
    assert known == after
    assert before[-1] in again
    assert bench.content(strategy) == IMAGE


@POSITIONS
@pytest.mark.parametrize(
    "taken",
    [
        answering(412, "LeaseIdMismatchWithBlobOperation"),
        answering(412, "LeaseLost"),
        answering(412, "LeaseNotPresentWithBlobOperation"),
        answering(404, "BlobNotFound"),
    ],
    ids=["another lease", "lease lost", "lease broken", "deleted"],
)
async def test_s05_a_destination_that_is_not_ours_any_more_stops_the_copy(
    bench, taken, after
):
    bench.service.fault(taken, a_page, times=FOR_EVER, after=after)

    with pytest.raises(DestinationLost) as stopped:
        await bench.copy("server-side")

    assert stopped.value.resumable
    assert is_partial_or_whole(bench)


@pytest.mark.parametrize("strategy", ["server-side", "streamed", "upload"])
async def test_s05_what_others_may_have_written_without_our_lease_is_written_anew(
    bench, strategy
):
    bench.service.fault(answering(412, "LeaseLost"), a_page, after=6)
    with pytest.raises(DestinationLost):
        await bench.copy(strategy, options=CopyOptions(window=1))
    begun = bench.service.blob(DESTINATION)
    begun.lease = ""
    place = next(at for at in range(0, SIZE, 512) if any(begun.read(at, 512)))
    begun.write(place, b"foreign".ljust(512))

    receipt = await bench.copy(strategy)

    assert receipt.moved_bytes == receipt.data_bytes
    assert bench.content(strategy) == IMAGE


async def test_s06_an_artifact_that_is_deleted_meanwhile_says_why_that_happens(bench):
    def delete(service, request):
        del service.blobs["staging.blob.core.windows.net/vhds/disk_20260101.vhd"]

    bench.service.fault(delete, a_page, after=3)

    with pytest.raises(ArtifactGone) as gone:
        await bench.copy("server-side")

    assert "What Image Builder keeps in staging goes" in gone.value.advice
    assert is_partial_or_whole(bench)


async def test_s06_an_artifact_that_changes_meanwhile_is_not_mixed(bench):
    def change(service, request):
        service.put(ARTIFACT, image_pieces(seed=2), size=SIZE)

    bench.service.fault(change, a_page, after=3)

    with pytest.raises(ArtifactReplaced):
        await bench.copy("server-side")

    assert is_partial_or_whole(bench)


@pytest.mark.parametrize("strategy", ["server-side", "streamed"])
async def test_s10_bytes_that_differ_at_the_destination_are_found(bench, strategy):
    def spoil(service, request):
        blob = service.blob(DESTINATION)
        blob.write(14 * 2**20, b"wrong".ljust(512))

    bench.service.fault(spoil, a_page, after=6)

    with pytest.raises(ContentDiffers) as differs:
        await bench.copy(strategy, options=CopyOptions(level=Level.FULL))

    assert differs.value.chunks == (3,)
    assert is_partial_or_whole(bench)


async def test_s10_another_checksum_than_ours_is_another_content(bench):
    def lie(service, request):
        answer = service.answer(request)
        return reply(
            201, etag=answer.headers["etag"], x_ms_content_crc64="AAAAAAAAAAA="
        )

    bench.service.fault(lie, a_page, times=FOR_EVER)

    with pytest.raises(ContentDiffers):
        await bench.copy("streamed")


async def test_s10_a_service_that_tells_no_checksum_is_only_length_checked(bench):
    bench.service.tells_written = False

    receipt = await bench.copy("server-side")

    assert bench.content("server-side") == IMAGE
    assert receipt.level is Level.LENGTH


@pytest.mark.parametrize("name", ["metadata", "lease"])
async def test_s12_a_mark_that_cannot_be_taken_off_is_taken_off_the_next_time(
    bench, name
):
    bench.service.fault(
        answering(403, "AuthorizationFailure"),
        comp(name),
        times=FOR_EVER,
        after=int(name == "lease"),
    )
    with pytest.raises(AccessDenied):
        await bench.copy("server-side")
    bench.service.faults.clear()
    pages = len(bench.service.calls("PUT", "page"))

    await bench.copy("server-side")

    there = bench.service.blob(DESTINATION)
    assert there.metadata["bakeferry_state"] == "complete"
    assert there.lease == ""
    assert len(bench.service.calls("PUT", "page")) == pages
