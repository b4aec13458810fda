"""A block blob whose service loses replies, refuses, or tells another checksum."""

import pytest
from blobs_of_both import CONTENT, ONE, SIZE
from copying import MIB

from transfer.copy_errors import AccessDenied, ArtifactGone, ContentDiffers
from transfer.simulator import faults


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
