"""What a job that was given up has left at its destination, and how it goes away."""

from enum import Enum
from pathlib import Path

from transfer.azure.blobs.address import BlobAddress
from transfer.azure.blobs.answers import Properties
from transfer.azure.blobs.blocks import BlockBlobWriter
from transfer.azure.blobs.failures import Side
from transfer.azure.blobs.pacing import ignore
from transfer.azure.blobs.reading import BlobReader
from transfer.azure.blobs.writing import JOB, PARTIAL, STATE
from transfer.copy_errors import DestinationMissing
from transfer.journal.records import Job
from transfer.settling import settled
from transfer.strategies.all_strategies import Place, Tools
from transfer.strategies.block_blob import is_block_of
from transfer.strategies.disk_trouble import disk_trouble
from transfer.strategies.local_destination import part_of
from transfer.strategies.marked_blob import is_of, remove_partial


class Leavings(Enum):
    """What became of what a job has left, in words."""

    NOTHING = "nothing was left"
    REMOVED = "its part was removed"
    FADING = (
        "its blocks lie unseen beside what is somebody else's; the service drops them "
        "a week after the last was put, or as soon as that blob is replaced"
    )


async def remove_leavings(job: Job, destination: Place, tools: Tools) -> Leavings:
    """Remove the part of a job that was given up; what was published stays.

    A blob goes only if its own mark says that it is this job's and partial, and only
    under the job's lease, which ends with it.

    Raises:
        CopyError: It cannot be removed, or somebody else holds it.
    """
    if isinstance(destination, Path):
        return await settled(None, remove_part, job, destination)
    return await _remove_blob(job, destination, tools)


def remove_part(job: Job, destination: Path) -> Leavings:
    """Remove the part file of a job that was given up.

    Raises:
        CopyError: It cannot be removed.
    """
    part = part_of(destination, job)
    with disk_trouble(part, 0):
        is_there = part.is_file()
        part.unlink(missing_ok=True)
    return Leavings.REMOVED if is_there else Leavings.NOTHING


async def _remove_blob(job: Job, address: BlobAddress, tools: Tools) -> Leavings:
    wire = tools.wire(ignore)
    try:
        found = await BlobReader(wire, address, Side.DESTINATION).found()
    except DestinationMissing:
        return Leavings.NOTHING
    if found is None or not is_of(job, found):
        blocks = BlockBlobWriter(wire, address, job.job_id)
        return await _drop_blocks(job, blocks, beside=found)
    if found.metadata.get(STATE) != PARTIAL:
        return Leavings.NOTHING
    await remove_partial(wire, address, found, job)
    return Leavings.REMOVED


async def _drop_blocks(
    job: Job, writer: BlockBlobWriter, *, beside: Properties | None
) -> Leavings:
    """Have the service drop blocks that no list names, where nobody else loses by it.

    It does so when a list is committed, even an empty one. The list of a blob that is
    somebody else's is not committed again: what was put whole has none, so it would
    lose its bytes, and any blob its tags, its tier and its time of change.
    """
    if beside is not None and beside.blob_type != BlockBlobWriter.kind:
        return Leavings.NOTHING
    blocks = await writer.blocks()
    if not any(is_block_of(job, block) for block in blocks):
        return Leavings.NOTHING
    if beside is not None or not all(is_block_of(job, block) for block in blocks):
        return Leavings.FADING
    mark = {STATE: PARTIAL, JOB: job.job_id}
    await writer.commit((), mark, content={}, in_place_of=None)
    await writer.hold()
    await writer.remove()
    return Leavings.REMOVED
