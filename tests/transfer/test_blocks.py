"""The blocks of a blob: how large they are, and what becomes of those of a stopped job."""

import pytest
from blobs_of_both import CONTENT, SHA256, SIZE, UP
from copying import MIB, FakeTime

from integrity.artifacts.addresses import AddressPolicy
from integrity.artifacts.transport import AiohttpTransport
from transfer.copy_errors import DestinationUnfit
from transfer.copy_options import CopyOptions
from transfer.journal.store import Journal
from transfer.receipt import Level
from transfer.strategies import block_blob
from transfer.strategies.all_strategies import Tools, find_way
from transfer.strategies.leavings import Leavings, remove_leavings


@UP
async def test_what_was_put_before_a_stop_is_not_put_again(blobs, strategy):
    start = blobs.start(strategy)
    await blobs.copy(start, only=strategy, after=2)

    receipt = await blobs.copy(start, only=strategy)

    assert receipt.moved_bytes == SIZE - 8 * MIB
    assert blobs.there().download_blob().readall() == CONTENT


async def test_blocks_that_the_service_has_dropped_are_put_again(blobs):
    await blobs.copy(blobs.file, after=2)
    blobs.there().upload_blob(b"", overwrite=True)  # which drops all uncommitted ones
    blobs.there().delete_blob()

    receipt = await blobs.copy(blobs.file)

    assert receipt.moved_bytes == SIZE
    assert blobs.there().download_blob().readall() == CONTENT


@pytest.mark.parametrize("others", [False, True], ids=["ours", "another's too"])
async def test_blocks_of_a_job_that_was_given_up_are_removed_if_all_are_its(
    blobs, others
):
    await blobs.copy(blobs.file, after=2)
    if others:
        blobs.there().stage_block("ffffffff-00000000", b"another's")

    first, again = await leavings_removed(blobs), await leavings_removed(blobs)

    stay = (Leavings.FADING, Leavings.FADING)
    go = (Leavings.REMOVED, Leavings.NOTHING)
    assert (first, again) == (stay if others else go)
    assert not blobs.there().exists()


async def test_what_was_not_overwritten_in_the_end_is_not_touched_to_drop_our_blocks(
    blobs,
):
    whole = b"put whole, so no list names its bytes"
    blobs.there().upload_blob(whole, metadata={"owner": "somebody"})
    before = blobs.there().get_blob_properties()
    await blobs.copy(blobs.file, after=2, overwrite=True)

    assert await leavings_removed(blobs) is Leavings.FADING

    after = blobs.there().get_blob_properties()
    assert (after.etag, after.metadata) == (before.etag, before.metadata)
    assert blobs.there().download_blob().readall() == whole


async def leavings_removed(blobs):
    """What becomes of the only job's leavings."""
    with Journal.open(blobs.folder / "state") as journal:
        (job,) = journal.jobs()
    addresses = AddressPolicy(frozenset(("127.0.0.1",)))
    async with AiohttpTransport(addresses=addresses) as transport:
        tools = Tools(transport, policy=FakeTime().policy())
        return await remove_leavings(job, blobs.target, tools)


async def test_more_than_blocks_can_hold_is_refused_at_once(simulated, monkeypatch):
    monkeypatch.setattr(block_blob, "MOST_BLOCKS", 2)
    with simulated.file.open("wb") as file:
        file.truncate(2 * 4000 * MIB + 1)

    with pytest.raises(DestinationUnfit, match="2 blocks"):
        await simulated.copy(simulated.file)


@pytest.mark.parametrize(
    ("size", "mebibytes"),
    [(0, 4), (50_000 * 4 * MIB, 4), (50_000 * 4 * MIB + 1, 8), (5 * 2**40, 108)],
)
def test_the_larger_a_blob_is_the_larger_are_its_blocks(simulated, size, mebibytes):
    way = find_way(simulated.file, simulated.target, Tools(None))

    assert way.for_no_disk.destination.chunk(size) == mebibytes * MIB


@UP
async def test_blocks_of_eight_mebibytes_arrive_and_are_taken_up(
    blobs, monkeypatch, strategy
):
    monkeypatch.setattr(block_blob, "MOST_BLOCKS", 3)
    start = blobs.start(strategy)
    options = CopyOptions(level=Level.FULL)
    await blobs.copy(start, only=strategy, after=1, options=options)

    receipt = await blobs.copy(start, only=strategy, options=options)

    blocks, _ = blobs.there().get_block_list()
    assert [each.size for each in blocks] == [8 * MIB, SIZE - 8 * MIB]
    assert receipt.moved_bytes == SIZE - 8 * MIB
    assert (receipt.level, receipt.sha256) == (Level.FULL, SHA256)
