"""What a job that was given up has left at its destination, and how it goes away."""

from pathlib import Path

from transfer.azure.blobs.address import BlobAddress
from transfer.azure.blobs.blocks import BlockBlobWriter
from transfer.azure.blobs.failures import Side
from transfer.azure.blobs.pacing import Pacer
from transfer.azure.blobs.reading import BlobReader
from transfer.azure.blobs.wire import Wire
from transfer.azure.blobs.writing import JOB, PARTIAL, STATE, BlobWriter
from transfer.journal.records import Job
from transfer.settling import settled
from transfer.strategies.all_strategies import Place, Tools
from transfer.strategies.block_blob import is_block_of
from transfer.strategies.local_destination import part_of
from transfer.strategies.part_file import disk_trouble


async def remove_leavings(job: Job, destination: Place, tools: Tools) -> bool:
    """Remove the part of a job that was given up; what was published stays.

    A blob goes only if its own mark says that it is this job's and partial, and only
    under the job's lease, which ends with it.

    Returns:
        Whether there was anything.

    Raises:
        CopyError: It cannot be removed, or somebody else holds it.
    """
    if isinstance(destination, Path):
        return await settled(None, _remove_part, part_of(destination, job))
    return await _remove_blob(job, destination, tools)


def _remove_part(part: Path) -> bool:
    with disk_trouble(part, 0):
        is_there = part.is_file()
        part.unlink(missing_ok=True)
    return is_there


async def _remove_blob(job: Job, address: BlobAddress, tools: Tools) -> bool:
    wire = Wire(tools.transport, tools.policy, tools.version, Pacer().trouble)
    found = await BlobReader(wire, address, Side.DESTINATION).found()
    if found is None:
        return await _drop_blocks(job, BlockBlobWriter(wire, address, job.job_id))
    if found.metadata.get(JOB) != job.job_id:
        return False
    if found.metadata.get(STATE) != PARTIAL:
        return False
    writer = BlobWriter(wire, address, lease=job.job_id)
    await writer.hold()
    await writer.remove()
    return True


async def _drop_blocks(job: Job, writer: BlockBlobWriter) -> bool:
    """Have the service drop blocks that no list names, unless some are another job's.

    It does so when a list is committed, even an empty one; by itself after a week.
    """
    blocks = await writer.blocks()
    if not blocks or not all(is_block_of(job, block) for block in blocks):
        return False
    mark = {STATE: PARTIAL, JOB: job.job_id}
    await writer.commit((), mark, content={}, in_place_of=None)
    await writer.hold()
    await writer.remove()
    return True
