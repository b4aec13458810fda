"""Any file and any block blob goes up as a block blob, on Azurite and the simulator."""

import hashlib
import os
from dataclasses import replace

import pytest
from azurite import KEYS
from blob_services import BlobServices, two_accounts
from blobs_of_both import CONTENT, SIZE, Blobs
from copying import MIB, FakeTime

from integrity.artifacts.addresses import AddressPolicy
from integrity.artifacts.transport import AiohttpTransport
from transfer.copy_errors import (
    AccessDenied,
    ArtifactGone,
    ArtifactReplaced,
    ContentDiffers,
    DestinationExists,
    DestinationLost,
    DestinationUnfit,
)
from transfer.copy_options import CopyOptions
from transfer.journal.store import Journal
from transfer.receipt import Level
from transfer.simulator import faults
from transfer.simulator.server import served
from transfer.simulator.simulator import Simulator
from transfer.strategies import block_blob
from transfer.strategies.all_strategies import Tools, find_way
from transfer.strategies.leavings import Leavings, remove_leavings

ONE, TWO = KEYS
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def sources(blobs):
    return {"upload": lambda: blobs.file, "streamed": blobs.first}


UP = pytest.mark.parametrize("strategy", ["upload", "streamed"])


@UP
async def test_every_byte_arrives_as_a_block_blob(blobs, strategy):
    start = sources(blobs)[strategy]()

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
    await blobs.copy(sources(blobs)[strategy](), only=strategy, after=2)

    assert not blobs.there().exists()


@UP
async def test_what_was_put_before_a_stop_is_not_put_again(blobs, strategy):
    start = sources(blobs)[strategy]()
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


@pytest.fixture
def simulated(tmp_path):
    """The simulator alone, which can be told what goes wrong."""
    simulator = Simulator(two_accounts())
    with served(simulator) as server:
        blobs = Blobs(BlobServices(server.origin, "simulator"), tmp_path)
        blobs.faults = simulator.faults
        yield blobs


async def test_a_server_side_copy_that_was_stopped_goes_on_by_blocks(simulated):
    start = simulated.first()
    await simulated.copy(start, after=2)

    receipt = await simulated.copy(start)

    assert (receipt.strategy, receipt.moved_bytes) == ("server-side", SIZE - 8 * MIB)
    assert simulated.there().download_blob().readall() == CONTENT


@pytest.mark.parametrize("overwrite", [False, True])
async def test_a_list_that_was_committed_and_not_answered_is_ours(simulated, overwrite):
    if overwrite:
        simulated.there().upload_blob(b"the old one")
    simulated.faults.add("Put Block List", faults.done_but_reply_lost)

    await simulated.copy(simulated.file, overwrite=overwrite)

    assert simulated.there().download_blob().readall() == CONTENT


async def test_a_block_that_was_put_and_not_answered_is_put_again(simulated):
    simulated.faults.add("Put Block", faults.done_but_reply_lost, after=1)

    await simulated.copy(simulated.file)

    assert simulated.there().download_blob().readall() == CONTENT


async def test_s10_a_block_whose_checksum_is_another_is_never_accepted(simulated):
    wrong = faults.change_headers(x_ms_content_crc64="AAAAAAAAAAA=")
    simulated.faults.add("Put Block", wrong, times=9)

    with pytest.raises(ContentDiffers):
        await simulated.copy(simulated.file)

    assert not simulated.there().exists()


async def test_s12_a_mark_that_stays_is_taken_off_by_the_next_run(simulated):
    refused = faults.refuse(403, "AuthorizationFailure")
    simulated.faults.add("Set Blob Metadata", refused)
    with pytest.raises(AccessDenied):
        await simulated.copy(simulated.file)
    told = simulated.there().get_blob_properties()

    receipt = await simulated.copy(simulated.file)

    assert told.metadata["bakeferry_state"] == "partial"
    assert told.lease.state == "leased"
    assert receipt.moved_bytes == 0
    told = simulated.there().get_blob_properties()
    assert told.metadata["bakeferry_state"] == "complete"


async def test_s06_a_blob_that_is_gone_meanwhile_ends_the_copy(simulated):
    start = simulated.first()
    await simulated.copy(start, after=2)
    simulated.there(ONE, "rootfs.tar").delete_blob()

    with pytest.raises(ArtifactGone):
        await simulated.copy(start)


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
    start = sources(blobs)[strategy]()
    options = CopyOptions(level=Level.FULL)
    await blobs.copy(start, only=strategy, after=1, options=options)

    receipt = await blobs.copy(start, only=strategy, options=options)

    blocks, _ = blobs.there().get_block_list()
    assert [each.size for each in blocks] == [8 * MIB, SIZE - 8 * MIB]
    assert receipt.moved_bytes == SIZE - 8 * MIB
    assert (receipt.level, receipt.sha256) == (Level.FULL, SHA256)
