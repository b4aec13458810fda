"""What a list of ranges may say that is not so, and what holes are proven by."""

import pytest
from blob_replies import reply
from blob_service import FOR_EVER
from copy_faults import a_listing, a_page, answering, is_partial_or_whole
from copying import ARTIFACT, DESTINATION, IMAGE, SIZE

from transfer.copy_errors import ArtifactReplaced, ContentDiffers


def listing_of(*rows, marker=""):
    def do(service, request):
        ranges = "".join(
            f"<PageRange><Start>{start}</Start><End>{end}</End></PageRange>"
            for start, end in rows
        )
        text = f"<PageList>{ranges}<NextMarker>{marker}</NextMarker></PageList>"
        etag = service.blob(ARTIFACT).etag
        return reply(200, data=text.encode(), etag=etag)

    return do


def half_a_listing(service, request):
    answer = service.answer(request)
    data = answer.stream._data
    return reply(200, data=data[: len(data) // 2], etag=answer.headers["etag"])


S07 = {
    "fails": answering(500, "OperationTimedOut"),
    "not offered": answering(501, "APINotImplemented"),
    "cut off": half_a_listing,
    "out of order": listing_of((1024, 1535), (0, 511)),
    "overlapping": listing_of((0, 1023), (512, 1535)),
    "beyond the end": listing_of((0, SIZE + 511)),
    "off the grid": listing_of((0, 510)),
    "without an end": listing_of((0, 511), marker="again"),
    "of another version": lambda service, request: reply(
        200, data=b"<PageList></PageList>", etag='"other"'
    ),
}


@pytest.mark.parametrize("fault", list(S07.values()), ids=list(S07))
@pytest.mark.parametrize("strategy", ["download", "server-side"])
async def test_s07_a_list_of_ranges_that_cannot_be_true_proves_no_hole(
    bench, strategy, fault
):
    bench.service.fault(
        fault,
        lambda request: a_listing(request) and "staging" in request.url.host,
        times=FOR_EVER,
    )

    receipt = await bench.copy(strategy)

    assert bench.content(strategy) == IMAGE
    assert receipt.data_bytes == SIZE


async def test_s07_a_list_of_many_pages_is_read_to_its_end(bench):
    bench.service.page_of_list = 2

    await bench.copy("download")

    assert bench.content("download") == IMAGE
    assert len(bench.service.calls("GET", "pagelist")) == 3


async def test_s07_a_blob_that_is_replaced_while_it_is_listed_stops_the_copy(bench):
    bench.service.fault(answering(412, "ConditionNotMet"), a_listing, times=FOR_EVER)

    with pytest.raises(ArtifactReplaced):
        await bench.copy("download")


async def test_s08_pages_in_a_hole_of_the_artifact_are_found_before_it_is_named(bench):
    def stray(service, request):
        service.blob(DESTINATION).write(20 * 2**20, b"x" * 512)

    bench.service.fault(stray, a_page, after=5)

    with pytest.raises(ContentDiffers) as differs:
        await bench.copy("server-side")

    assert differs.value.chunks == (5,)
    assert is_partial_or_whole(bench)


async def test_s08_pages_in_a_hole_are_cleared_when_the_copy_is_taken_up(bench):
    def stray(service, request):
        service.blob(DESTINATION).write(20 * 2**20, b"x" * 512)

    bench.service.fault(stray, a_page, after=5)
    with pytest.raises(ContentDiffers):
        await bench.copy("server-side")

    await bench.copy("server-side")

    assert bench.content("server-side") == IMAGE
