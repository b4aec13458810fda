"""A journal with one job in it, some of whose chunks have arrived."""

from transfer.digesting import ChunkDigest
from transfer.journal.holder import Holder
from transfer.journal.records import Job
from transfer.journal.store import FILE_NAME, Journal

JOB = Job(
    job_id="00000000-0000-0000-0000-000000000001",
    artifact="https://staging.blob.core.windows.net/vhds/disk.vhd",
    destination="/images/disk.vhd",
    etag='"0x8D"',
    size=2**40,
    chunk=2**22,
    strategy="download",
)
ARRIVED = {
    0: ChunkDigest(bytes(16), 7, vouched=True),
    9: ChunkDigest(b"", 2**64 - 1, vouched=False),
    11: ChunkDigest(b"x" * 16, None, vouched=False),
}


def filled(directory):
    """The file of a journal with the job, left by whoever wrote it."""
    with Journal.open(directory, now=lambda: 5.0) as journal:
        journal.begin(JOB, Holder.this_process())
        journal.record(JOB.job_id, ARRIVED)
    return directory / FILE_NAME
