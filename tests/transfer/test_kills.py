"""A process that is killed at any moment leaves nothing that is silently wrong."""

import os
from random import Random

from copying import ARTIFACT
from killable import CHUNKS, PAUSE, SIZE, copy_once, expected

from transfer.digesting import Piece, digest_chunk
from transfer.journal.store import Journal
from transfer.ranges import Chunk, extent_of

KILLS = int(os.environ.get("BAKEFERRY_KILLS", "50"))
"""`BAKEFERRY_KILLS=200 pytest tests/transfer/test_kills.py` takes some minutes."""

REQUESTS = CHUNKS + 4
"""About as many as a whole copy takes: its end is hit now and then, too."""

CHUNK = 4 * 2**20
SEED = 11


def run(processes, folder, requests=None, moment=0.0):
    """Copy in another process; whether it came to its end before it was killed.

    Args:
        requests: So many are let begin until it is killed; None: it is not.
        moment: Seconds from the last of them on.
    """
    asked = processes.Semaphore(0)
    child = processes.Process(target=copy_once, args=(folder, asked))
    child.start()
    while requests and child.is_alive():
        requests -= asked.acquire(timeout=0.05)
    child.join(None if requests is None else moment)
    child.kill()
    child.join()
    code = child.exitcode
    child.close()
    assert code in (0, -9)
    return code == 0


def claimed(folder):
    with Journal.open(folder / "state") as journal:
        job = journal.find(ARTIFACT, str(folder / "disk.vhd"))
        return journal.chunks(job.job_id) if job else {}


def lies(folder):
    """The chunks that the journal claims and the part does not hold."""
    chunks = claimed(folder)
    (part, *_others) = [*folder.glob("*.part"), folder / "disk.vhd"]
    found = []
    if not chunks:
        return found
    with part.open("rb") as file:
        for index, digest in chunks.items():
            extent = extent_of(index, size=SIZE, chunk=CHUNK)
            file.seek(extent.start)
            data = file.read(extent.size)
            chunk = Chunk(index, extent, (extent,))
            if digest_chunk(chunk, [Piece(extent, data)]).xxh3 != digest.xxh3:
                found.append(index)
    return found


def start_over(folder):
    """Take away what an earlier copy has finished."""
    for each in (*folder.glob("disk*"), *(folder / "state").iterdir()):
        each.unlink()


def test_j07_killed_at_random_moments_it_never_leaves_a_wrong_byte(processes, tmp_path):
    image, dice, target = expected(), Random(SEED), tmp_path / "disk.vhd"
    kills = resumed = 0
    while kills < KILLS:
        if target.exists() and not list(tmp_path.glob("*.part")):
            start_over(tmp_path)
        moment = dice.uniform(0.0, PAUSE)
        kills += not run(processes, tmp_path, dice.randint(1, REQUESTS), moment)
        if target.exists():
            assert target.read_bytes() == image
        assert lies(tmp_path) == []
        resumed += 0 < len(claimed(tmp_path)) < CHUNKS

    assert run(processes, tmp_path)
    assert target.read_bytes() == image
    assert resumed >= KILLS // 10, "the kills did not hit the middle"
