"""What stands at a destination already, for every way that leads to one."""

import pytest
from copying import ARTIFACT, DESTINATION, IMAGE, SIZE
from every_strategy import EVERY, TO_BLOB, stopped_copy

from transfer.copy_errors import DestinationExists, DestinationLost, Refused
from transfer.copy_options import CopyOptions
from transfer.crc64 import crc64
from transfer.journal.records import JobState
from transfer.receipt import Level


def occupy_the_destination(bench, strategy):
    if strategy in TO_BLOB:
        bench.service.put(DESTINATION, [(0, b"x" * 512)], size=1024)
    else:
        bench.target.write_bytes(b"somebody's")


@EVERY
async def test_a_destination_that_exists_is_left_alone(bench, strategy):
    occupy_the_destination(bench, strategy)
    before = bench.content(strategy)

    with pytest.raises(DestinationExists):
        await bench.copy(strategy)

    assert bench.content(strategy) == before
    assert bench.parts == []


@EVERY
async def test_a_destination_may_be_overwritten_when_somebody_says_so(bench, strategy):
    occupy_the_destination(bench, strategy)

    await bench.copy(strategy, overwrite=True)

    assert bench.content(strategy) == IMAGE


@EVERY
async def test_the_same_copy_again_moves_nothing_and_is_content(bench, strategy):
    first = await bench.copy(strategy)

    again = await bench.copy(strategy)

    assert again.moved_bytes == 0
    assert (again.job, again.sha256) == (first.job, first.sha256)


@EVERY
async def test_a_copy_that_somebody_wrote_to_is_not_called_one_again(bench, strategy):
    await bench.copy(strategy)
    if strategy in TO_BLOB:
        blob = bench.service.blob(DESTINATION)
        blob.write(0, b"wrong".ljust(512))
        blob.etag = '"0xANOTHER"'
    else:
        with bench.target.open("r+b") as file:
            file.write(b"wrong")

    with pytest.raises(DestinationExists):
        await bench.copy(strategy)
    await bench.copy(strategy, overwrite=True)

    assert bench.content(strategy) == IMAGE


UNSEEN = (0x9A6C9329AC4BC9B5 << 1 | 1).to_bytes(9, "little")
"""The CRC-64 does not see these bits flipped, wherever they stand."""


async def test_a_copy_is_called_one_again_by_its_sha256_and_not_by_checksums(bench):
    await bench.copy()
    begin = bytes(a ^ b for a, b in zip(IMAGE, UNSEEN, strict=False))
    with bench.target.open("r+b") as file:
        file.write(begin)
    assert crc64(begin) == crc64(IMAGE[:9])

    with pytest.raises(DestinationExists):
        await bench.copy()


async def test_a_link_to_what_was_copied_is_no_copy(bench):
    await bench.copy()
    bench.target.rename(bench.folder / "moved.vhd")
    bench.target.symlink_to("moved.vhd")

    with pytest.raises(DestinationExists):
        await bench.copy()


async def test_a_block_blob_with_the_marks_of_a_disks_copy_is_no_copy(bench):
    await bench.copy("server-side")
    bench.service.blob(DESTINATION).kind = "BlockBlob"

    with pytest.raises(DestinationExists):
        await bench.copy("server-side")


@EVERY
@pytest.mark.parametrize("level", [None, Level.RANGES])
async def test_a_copy_that_was_removed_is_made_again(bench, strategy, level):
    await bench.copy(strategy)
    if strategy in TO_BLOB:
        del bench.service.blobs[DESTINATION.removeprefix("https://")]
    else:
        bench.target.unlink()

    again = await bench.copy(strategy, options=CopyOptions(level=level))

    assert again.moved_bytes == again.data_bytes
    assert bench.content(strategy) == IMAGE


@pytest.mark.parametrize("strategy", TO_BLOB)
async def test_a_blob_that_somebody_else_put_there_stops_the_copy(bench, strategy):
    await stopped_copy(bench, strategy, moves=2)
    bench.service.put(DESTINATION, [], size=SIZE)

    with pytest.raises(DestinationLost):
        await bench.copy(strategy)


def another_version(bench):
    bench.service.put(ARTIFACT, [(0, b"n" * 512)], size=SIZE)


async def test_what_is_whole_already_does_not_go_with_a_job_that_starts_afresh(bench):
    done = await bench.copy("server-side")
    with bench.journal() as journal:
        journal.mark(done.job, JobState.PUBLISHING, sha256="", receipt="")
    another_version(bench)

    with pytest.raises(DestinationExists):
        await bench.copy("server-side", options=CopyOptions(afresh=True))

    assert bench.content("server-side") == IMAGE


async def test_what_others_have_begun_does_not_go_with_a_job_that_starts_afresh(bench):
    await stopped_copy(bench, "server-side", moves=2)
    bench.service.blob(DESTINATION).metadata["bakeferry_job"] = "another"
    another_version(bench)

    with pytest.raises(DestinationExists):
        await bench.copy("server-side", options=CopyOptions(afresh=True))


async def test_a_part_that_is_gone_is_not_in_the_way_of_a_start_afresh(bench):
    await stopped_copy(bench, "server-side", moves=2)
    del bench.service.blobs[DESTINATION.removeprefix("https://")]
    another_version(bench)

    await bench.copy("server-side", options=CopyOptions(afresh=True))

    assert bench.content("server-side").startswith(b"n" * 512)


@pytest.mark.parametrize("strategy", ["server-side", "streamed", "service"])
@pytest.mark.parametrize("kind", ["PageBlob", "BlockBlob"])
async def test_a_blob_is_not_written_over_by_itself_under_another_spelling(
    bench, strategy, kind
):
    bench.service.put(ARTIFACT, [(0, IMAGE)], size=SIZE, kind=kind)
    before = bench.service.blob(ARTIFACT).etag
    ends = bench.place(ARTIFACT), bench.place(ARTIFACT.replace("disk", "d%69sk"))

    with pytest.raises(Refused, match="is the very blob that is to be copied"):
        await bench.copy(strategy, ends=ends, overwrite=True)

    assert bench.service.blob(ARTIFACT).etag == before
