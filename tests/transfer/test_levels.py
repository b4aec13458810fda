"""How well a copy is compared, for every way: by its ranges, or by reading all of it."""

from hashlib import sha256

import pytest
from blob_replies import reply
from copy_faults import a_listing, a_page
from copying import ARTIFACT, DATA_BYTES, DESTINATION, IMAGE, MIB, SIZE
from every_strategy import EVERY, TO_BLOB

from integrity.progress import Stage
from transfer.copy_errors import ContentDiffers, CopyError
from transfer.copy_options import CopyOptions
from transfer.crc64 import crc64, to_header
from transfer.receipt import Level
from transfer.strategies import local_artifact, read_back


@EVERY
async def test_d16_a_digest_that_is_expected_and_not_there_publishes_nothing(
    bench, strategy
):
    wrong = CopyOptions(expected_sha256="0" * 64)

    with pytest.raises(CopyError, match="sha256"):
        await bench.copy(strategy, options=wrong)

    if strategy == "upload":  # a file is read before anything is begun
        assert bench.service.calls("PUT") == []
    elif strategy in TO_BLOB:
        there = bench.service.blob(DESTINATION)
        assert there.metadata["bakeferry_state"] == "partial"
    else:
        assert not bench.target.exists()


@EVERY
async def test_full_verification_reads_everything_and_tells_the_sha256(bench, strategy):
    receipt = await bench.copy(strategy, options=CopyOptions(level=Level.FULL))

    assert receipt.level is Level.FULL
    assert receipt.sha256 == sha256(IMAGE).hexdigest()


async def test_the_digest_of_what_was_uploaded_is_kept_with_the_blob(bench):
    receipt = await bench.copy("upload")

    told = bench.service.blob(DESTINATION).metadata["bakeferry_sha256"]
    assert told == receipt.sha256 == sha256(IMAGE).hexdigest()


@EVERY
async def test_a_digest_that_is_expected_and_there_proves_the_whole(bench, strategy):
    right = CopyOptions(expected_sha256=sha256(IMAGE).hexdigest())

    receipt = await bench.copy(strategy, options=right)

    assert receipt.level is Level.FULL


@pytest.mark.parametrize("strategy", ["server-side", "streamed", "upload"])
async def test_where_the_length_is_enough_nothing_is_read_back(bench, strategy):
    receipt = await bench.copy(strategy, options=CopyOptions(level=Level.LENGTH))

    read = [one for one in bench.service.calls("GET", "") if one.url == DESTINATION]
    assert receipt.level is Level.LENGTH
    assert read == []


@pytest.mark.parametrize(
    ("place", "chunk"), [(0, 0), (SIZE - 512, 6)], ids=["first", "last"]
)
async def test_its_first_and_its_last_chunk_are_always_read_back(bench, place, chunk):
    def spoil(service, request):
        service.blob(DESTINATION).write(place, b"wrong".ljust(512))

    bench.service.fault(spoil, a_listing, after=1)  # all of it is there by then

    with pytest.raises(ContentDiffers) as differs:
        await bench.copy("server-side")

    assert differs.value.chunks == (chunk,)


async def test_a_checksum_of_the_services_own_bytes_proves_not_the_whole(bench):
    def other_bytes(service, request):
        answer = service.answer(request)
        start, last = map(int, request.headers["x-ms-range"][6:].split("-"))
        blob = service.blob(DESTINATION)
        blob.write(start, b"wrong".ljust(512))
        told = to_header(crc64(blob.read(start, last + 1)))
        return reply(201, etag=answer.headers["etag"], x_ms_content_crc64=told)

    bench.service.fault(other_bytes, a_page, after=2)

    with pytest.raises(ContentDiffers):
        await bench.copy("server-side", options=CopyOptions(level=Level.FULL))


@pytest.mark.parametrize("strategy", ["streamed", "download"])
async def test_a_range_that_the_service_vouches_for_is_not_summed_again(
    bench, strategy, monkeypatch
):
    def again(data, start):
        raise AssertionError("these bytes have a checksum")

    monkeypatch.setattr("transfer.digesting.crc64", again)

    receipt = await bench.copy(strategy, options=CopyOptions(level=Level.RANGES))

    assert receipt.level is Level.RANGES
    assert receipt.moved_bytes == DATA_BYTES


async def test_what_is_one_chunk_alone_has_none_between_to_be_compared(bench):
    bench.service.put(ARTIFACT, [(0, b"x" * 512)], size=MIB)

    receipt = await bench.copy("streamed", options=CopyOptions(level=Level.RANGES))

    assert receipt.level is Level.RANGES


@pytest.mark.parametrize("level", [Level.RANGES, Level.LENGTH])
async def test_beside_what_nobody_has_read_from_end_to_end_stands_no_digest(
    bench, level
):
    await bench.copy("download", options=CopyOptions(level=level))

    assert bench.target.exists()
    assert not [*bench.folder.glob(f"{bench.target.name}.*")]


@pytest.mark.parametrize("strategy", ["download", "local"])
async def test_what_is_read_back_is_told_once_all_has_arrived(
    bench, strategy, monkeypatch
):
    monkeypatch.setattr(read_back, "_HEARD_EVERY", 1)

    await bench.copy(strategy)

    stages = [one.stage for one in bench.heard]
    last = max(at for at, stage in enumerate(stages) if stage is Stage.COPYING)
    told = [one for one in bench.heard if one.stage is Stage.HASHING]
    assert last < stages.index(Stage.HASHING)
    assert {one.total for one in told} == {told[-1].done} == {SIZE}


async def test_a_file_that_is_hashed_at_the_end_tells_how_far_it_is(bench, monkeypatch):
    monkeypatch.setattr(local_artifact, "_HEARD_EVERY", 1)

    await bench.copy("local", options=CopyOptions(level=Level.RANGES))

    told = [one for one in bench.heard if one.stage is Stage.HASHING]
    assert {one.total for one in told} == {told[-1].done} == {SIZE}
