"""Any file and any block blob goes up as a block blob, on Azurite and the simulator."""

import os
from dataclasses import replace

import pytest
from blobs_of_both import CONTENT, ONE, SHA256, SIZE, UP
from copying import MIB

from transfer.copy_errors import (
    ArtifactReplaced,
    DestinationExists,
    DestinationLost,
    DestinationUnfit,
)
from transfer.copy_options import CopyOptions
from transfer.receipt import Level


@UP
async def test_every_byte_arrives_as_a_block_blob(blobs, strategy):
    start = blobs.start(strategy)

    receipt = await blobs.copy(start, only=strategy)

    there = blobs.there()
    assert there.download_blob().readall() == CONTENT
    told = there.get_blob_properties()
    assert told.blob_type == "BlockBlob"
    assert told.lease.state == "available"
    assert told.metadata["bakeferry_state"] == "complete"
    assert (receipt.strategy, receipt.level) == (strategy, Level.RANGES)
    assert receipt.moved_bytes == SIZE


@UP
async def test_nothing_is_seen_before_all_of_it_is_there(blobs, strategy):
    await blobs.copy(blobs.start(strategy), only=strategy, after=2)

    assert not blobs.there().exists()


async def test_a_name_that_is_taken_is_left_alone(blobs):
    blobs.there().upload_blob(b"somebody's")

    with pytest.raises(DestinationExists):
        await blobs.copy(blobs.file)

    assert blobs.there().download_blob().readall() == b"somebody's"


async def test_a_name_that_is_taken_meanwhile_is_left_alone(blobs):
    await blobs.copy(blobs.file, after=2)
    blobs.there().upload_blob(b"somebody's", overwrite=True)

    with pytest.raises(DestinationLost, match="somebody else"):
        await blobs.copy(blobs.file)

    assert blobs.there().download_blob().readall() == b"somebody's"


async def test_what_may_be_overwritten_stays_until_all_is_there(blobs):
    blobs.there().upload_blob(b"the old one")
    await blobs.copy(blobs.file, after=2, overwrite=True)
    before = blobs.there().download_blob().readall()

    await blobs.copy(blobs.file, overwrite=True)

    assert before == b"the old one"
    assert blobs.there().download_blob().readall() == CONTENT


async def test_a_disk_is_not_overwritten_by_what_is_none(blobs):
    blobs.there().create_page_blob(MIB)

    with pytest.raises(DestinationUnfit, match="is a PageBlob"):
        await blobs.copy(blobs.file, overwrite=True)


async def test_a_blob_that_changed_since_is_never_mixed_in(blobs):
    start = blobs.first()
    await blobs.copy(start, only="streamed", after=2)
    blobs.there(ONE, "rootfs.tar").upload_blob(CONTENT[::-1], overwrite=True)

    with pytest.raises(ArtifactReplaced):
        await blobs.copy(start, only="streamed")

    assert not blobs.there().exists()


async def test_an_empty_file_is_an_empty_blob(blobs):
    blobs.file.write_bytes(b"")

    await blobs.copy(blobs.file)

    assert blobs.there().get_blob_properties().size == 0


async def test_holes_of_a_file_are_zeros_of_the_blob(blobs):
    with blobs.file.open("wb") as file:
        file.truncate(9 * MIB)
        os.pwrite(file.fileno(), b"data", 5 * MIB)

    await blobs.copy(blobs.file)

    expected = bytes(5 * MIB) + b"data" + bytes(4 * MIB - 4)
    assert blobs.there().download_blob().readall() == expected


async def test_full_verification_reads_all_of_it_and_tells_the_sha256(blobs):
    options = CopyOptions(level=Level.FULL)

    receipt = await blobs.copy(blobs.first(), only="streamed", options=options)

    assert (receipt.level, receipt.sha256) == (Level.FULL, SHA256)
    metadata = blobs.there().get_blob_properties().metadata
    assert metadata["bakeferry_sha256"] == SHA256


async def test_the_same_copy_again_moves_nothing(blobs):
    first = await blobs.copy(blobs.file)

    again = await blobs.copy(blobs.file)

    assert replace(again, started=0, seconds=0, moved_bytes=0) == replace(
        first, started=0, seconds=0, moved_bytes=0
    )
    assert again.moved_bytes == 0


async def test_between_accounts_the_service_makes_the_blocks_where_it_can(blobs):
    receipt = await blobs.copy(blobs.first())

    can = {"simulator": "server-side", "azurite": "streamed"}
    assert receipt.strategy == can[blobs.services.name]
    assert receipt.level is Level.RANGES
    assert blobs.there().download_blob().readall() == CONTENT
