"""The service's own copy (row S09): it is watched, and never believed too early."""

import asyncio

import pytest
from copying import ARTIFACT, DESTINATION, IMAGE, image_pieces

from transfer.copy_errors import (
    ArtifactReplaced,
    DestinationLost,
    ServerCopyFailed,
    Unreachable,
)


def starts(bench):
    return [
        each
        for each in bench.service.calls("PUT", "")
        if "x-ms-copy-source" in each.headers
    ]


async def test_it_is_asked_less_and_less_often_while_nothing_moves(bench):
    bench.service.copy_steps = [1, 1, 1, 1, 1, 1, 1, 100]

    await bench.copy("service")

    assert bench.time.slept == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


async def test_a_copy_that_goes_on_is_watched_again_and_not_begun_again(bench):
    bench.service.copy_steps = [40]
    with pytest.raises(Unreachable):
        await bench.copy("service")
    key = "keep.blob.core.windows.net/images/disk.vhd"
    origin, _ = bench.service.copies[key]
    bench.service.copies[key] = (origin, iter([100]))

    await bench.copy("service")

    assert bench.content("service") == IMAGE
    assert len(starts(bench)) == 1


async def test_s09_pending_for_ever_ends_after_hours_and_can_be_taken_up(bench):
    bench.service.copy_steps = []

    with pytest.raises(Unreachable, match="stopped"):
        await bench.copy("service")

    assert 6 * 3600 <= sum(bench.time.slept) < 6 * 3600 + 60
    assert bench.service.blob(DESTINATION).metadata["bakeferry_state"] == "partial"


@pytest.mark.parametrize("end", ["failed", "aborted", ""])
async def test_s09_what_the_service_gave_up_is_no_success(bench, end):
    bench.service.copy_steps = [30, end]

    with pytest.raises(ServerCopyFailed):
        await bench.copy("service")

    assert bench.service.blob(DESTINATION).metadata["bakeferry_state"] == "partial"


async def test_a_copy_that_failed_is_begun_again_by_the_same_call(bench):
    bench.service.copy_steps = [30, "failed"]
    with pytest.raises(ServerCopyFailed):
        await bench.copy("service")
    bench.service.copy_steps = [100]

    await bench.copy("service")

    assert bench.content("service") == IMAGE
    assert len(starts(bench)) == 2


@pytest.mark.parametrize("now", [{"x-ms-copy-id": "another"}, {}], ids=["other", "no"])
async def test_s09_the_copy_of_somebody_else_is_not_taken_for_ours(bench, now):
    def other(service, request):
        service.blob(DESTINATION).copy = now

    bench.service.copy_steps = [10, 20, 100]
    bench.service.fault(
        other,
        lambda request: request.method == "HEAD" and "keep" in request.url.host,
        after=3,
    )

    with pytest.raises(DestinationLost):
        await bench.copy("service")


async def test_s09_all_bytes_done_is_not_yet_a_success(bench):
    def nearly(service, request):
        answer = service.answer(request)
        if "x-ms-copy-progress" in answer.headers:
            answer.headers["x-ms-copy-progress"] = "25166336/25166336"
        return answer

    bench.service.copy_steps = [10, "failed"]
    bench.service.fault(nearly, lambda request: request.method == "HEAD", times=-1)

    with pytest.raises(ServerCopyFailed):
        await bench.copy("service")


async def test_s09_a_success_that_tells_no_count_of_bytes_is_the_end(bench):
    def uncounted(service, request):
        answer = service.answer(request)
        answer.headers.pop("x-ms-copy-progress", None)
        return answer

    bench.service.copy_steps = [100]
    bench.service.fault(uncounted, lambda request: request.method == "HEAD", times=-1)

    async with asyncio.timeout(10):
        await bench.copy("service")

    assert bench.content("service") == IMAGE


async def test_an_artifact_that_changed_before_it_began_is_not_copied(bench):
    def change(service, request):
        service.put(ARTIFACT, image_pieces(seed=2), size=len(IMAGE))

    bench.service.fault(change, lambda request: request.method == "PUT")

    with pytest.raises(ArtifactReplaced):
        await bench.copy("service")
