"""Manifests of chunks, made and checked by a worker: one whole file each."""

from integrity.digests.algorithms import ALGORITHMS
from integrity.digests.chunk_check import ChunkCheck, check_chunks
from integrity.digests.chunks import hash_with_manifest
from integrity.digests.manifest import Manifest
from integrity.digests.pool import Pool
from integrity.digests.small import FileDigest
from integrity.errors import DigestError, HashingCancelled
from integrity.progress import Progress, Stage
from tui.cluster.hash_order import Failure, HashOrder
from tui.cluster.work import Teller, ToldCounter, Work

Made = tuple[FileDigest, Manifest]


def make_here(work: Work[HashOrder]) -> Made | Failure:
    """Hash the one file of an order, and its chunks, on the worker that this is called on."""
    teller = Teller(work)
    [path] = work.order.paths
    algorithms = tuple(ALGORITHMS[name] for name in work.order.algorithms)
    by, counter = ALGORITHMS[work.order.chunks_by], ToldCounter(teller, 0)
    try:
        return hash_with_manifest(path, algorithms, chunks_by=by, counter=counter)
    except (DigestError, HashingCancelled) as error:
        return Failure.of(error, teller)


def check_here(work: Work[Manifest]) -> ChunkCheck | Failure:
    """Read a file against its manifest with all threads of the worker."""
    teller = Teller(work)
    pool = Pool(teller.threads)

    def tick() -> None:
        teller.tell(Progress("", Stage.HASHING, pool.bytes_done))

    try:
        return check_chunks(work.order, pool, tick=tick)
    except (DigestError, HashingCancelled) as error:
        return Failure.of(error, teller)
