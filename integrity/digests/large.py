"""Files that are worth a thread, on all cores."""

from collections.abc import Generator, Sequence

from integrity.digests.algorithms import Algorithm
from integrity.digests.counter import Counter, Tick
from integrity.digests.files import hash_file, hash_file_in_relay, hash_pipe
from integrity.digests.plan import Task, batches, share_out
from integrity.digests.pool import Pool
from integrity.digests.small import FileDigest, hash_small_files
from integrity.digests.walk import STANDARD_INPUT
from integrity.errors import DigestError

_Ordered = tuple[int, FileDigest | DigestError]
"""What became of a file after its place in the row."""


def hash_on_all_cores(
    tasks: Sequence[Task], algorithms: Sequence[Algorithm], pool: Pool, tick: Tick
) -> Generator[_Ordered, None, None]:
    """Hash files; what became of each comes when it is ready, after its order.

    Raises:
        HashingCancelled: The pool was cancelled.
    """

    def do(task: Task, counter: Counter, buffer: memoryview) -> _Ordered:
        try:
            return task.order, _digest_of(task, algorithms, counter, buffer)
        except DigestError as error:
            return task.order, error

    shared_out = batches(share_out(tasks, pool.threads))
    return pool.map(do, shared_out, useful=len(tasks), tick=tick)


def _digest_of(
    task: Task, algorithms: Sequence[Algorithm], counter: Counter, buffer: memoryview
) -> FileDigest:
    if task.path == STANDARD_INPUT:
        return hash_pipe(0, algorithms, counter=counter)
    if task.by_relay:
        return hash_file_in_relay(task.path, algorithms, counter=counter)
    if task.size <= len(buffer):
        (found,) = hash_small_files([task.path], algorithms, [buffer])
        if found:
            counter.add(found.size)
            return found
    return hash_file(task.path, algorithms, counter=counter, buffer=buffer)
