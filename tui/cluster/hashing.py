"""Files hashed by the workers of a cluster, their results in the order of the files."""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, wait
from typing import NamedTuple, TypeVar

from integrity.digests.algorithms import ALGORITHMS, Algorithm
from integrity.digests.buffers import READ_SIZE, aligned_buffer
from integrity.digests.chunk_check import ChunkCheck
from integrity.digests.counter import TICK_SECONDS, Tick
from integrity.digests.engine import Outcomes
from integrity.digests.files import hash_file
from integrity.digests.manifest import Manifest
from integrity.digests.opening import size_of
from integrity.digests.small import FileDigest, Outcome
from integrity.errors import DigestError, HashingCancelled
from integrity.progress import Progress, Stage
from integrity.sizes import MIB
from tui.cluster.chunks import check_here, make_here
from tui.cluster.connection import Cluster
from tui.cluster.errors import WorkFailed
from tui.cluster.hash_order import Failure, HashOrder
from tui.cluster.work import Order, Teller, ToldCounter, Work

Result = TypeVar("Result")

_MOST_TOGETHER = 256
"""Files of one work: handing it over costs 2 ms, as much as hashing 3 MiB."""

_BYTES_TOGETHER = 64 * MIB

_AHEAD = 32_768
"""Files handed out whose turn to be told has not come: this bounds memory."""


class _Handed(NamedTuple):
    """Files that a worker has."""

    paths: Sequence[str]
    future: Future[list[FileDigest | Failure]]


class ClusterHashing:
    """Hashes on a cluster."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._under_way: dict[int, Progress] = {}
        self._done = 0

    @property
    def bytes_done(self) -> int:
        """Bytes hashed in all. Any thread may ask, at any time."""
        return self._done + sum(one.done for one in self.snapshots())

    def snapshots(self) -> list[Progress]:
        """The files under way. Any thread may ask, at any time."""
        return list(self._under_way.values())

    def together(
        self, paths: Iterable[str], algorithms: Sequence[Algorithm], tick: Tick
    ) -> Generator[Outcomes, None, None]:
        """Hash files; what became of them comes in their order, several at once.

        Raises:
            SchedulerUnreachable: The scheduler went away.
        """
        names = [algorithm.name for algorithm in algorithms]
        handed: deque[_Handed] = deque()
        ahead = 0
        for batch in _batches(paths):
            handed.append(self._hand_out(batch, names))
            ahead += len(batch)
            tick()
            while handed and (ahead > _AHEAD or handed[0].future.done()):
                ahead -= len(handed[0].paths)
                yield from self._outcomes(handed.popleft(), tick)
        while handed:
            yield from self._outcomes(handed.popleft(), tick)

    def with_manifest(
        self,
        path: str,
        algorithms: Sequence[Algorithm],
        chunks_by: Algorithm,
        tick: Tick,
    ) -> tuple[FileDigest, Manifest]:
        """Have one worker hash a file and its chunks in one pass.

        Raises:
            DigestError: The worker could not.
            SchedulerUnreachable: The scheduler went away.
        """
        names = [one.name for one in algorithms]
        order = HashOrder([_absolute(path)], names, chunks_by.name)
        digest, manifest = self._one(make_here, order, path, tick)
        self._done += digest.size
        return digest._replace(path=path), manifest._replace(path=path)

    def check(self, manifest: Manifest, tick: Tick) -> ChunkCheck:
        """Have one worker read a file against its manifest.

        Raises:
            DigestError: The worker could not.
            SchedulerUnreachable: The scheduler went away.
        """
        order = manifest._replace(path=_absolute(manifest.path))
        return self._one(check_here, order, manifest.path, tick)

    def _one(
        self,
        do: Callable[[Work[Order]], Result | Failure],
        order: Order,
        path: str,
        tick: Tick,
    ) -> Result:
        """What one worker has found in one file."""
        future = self._submit(do, order, [path])
        _await(future, tick)
        try:
            found = self._cluster.result(future)
        except WorkFailed as error:
            raise DigestError(path, str(error)) from error
        if isinstance(found, Failure):
            raise found.error(path)
        return found

    def _submit(
        self, do: Callable[[Work[Order]], Result], order: Order, paths: Sequence[str]
    ) -> Future[Result]:
        """Hand work out, and show how far it is by the names that its files have here."""
        mark = id(paths)

        def hear(part: int, stage: str, done: int, total: int | None) -> None:
            self._under_way[mark] = Progress(paths[part], Stage(stage), done, total)

        future = self._cluster.submit(do, order, hear)
        future.add_done_callback(lambda _: self._under_way.pop(mark, None))
        return future

    def _hand_out(self, batch: Sequence[str], names: Sequence[str]) -> _Handed:
        order = HashOrder([_absolute(path) for path in batch], names)
        return _Handed(batch, self._submit(hash_files_here, order, batch))

    def _outcomes(self, handed: _Handed, tick: Tick) -> Iterator[Outcomes]:
        _await(handed.future, tick)
        in_a_row: list[FileDigest] = []
        for outcome in self._found(handed):
            if isinstance(outcome, FileDigest):
                self._done += outcome.size
                in_a_row.append(outcome)
                continue
            if in_a_row:
                yield in_a_row
                in_a_row = []
            yield outcome
        if in_a_row:
            yield in_a_row

    def _found(self, handed: _Handed) -> Iterator[Outcome]:
        """What the worker has found, by the names that the files have here."""
        try:
            found = self._cluster.result(handed.future)
        except WorkFailed as error:
            for path in handed.paths:
                yield DigestError(path, str(error))
            return
        for path, one in zip(handed.paths, found, strict=True):
            yield (
                one._replace(path=path)
                if isinstance(one, FileDigest)
                else one.error(path)
            )


def _await(future: Future[Result], tick: Tick) -> None:
    while not future.done():
        tick()
        wait([future], timeout=TICK_SECONDS)


def _absolute(path: str) -> str:
    """A worker stands elsewhere."""
    return os.path.abspath(path)  # noqa: PTH100 -- bytes of a name stay as they are


def _batches(paths: Iterable[str]) -> Iterator[Sequence[str]]:
    """Files in their order, as many together as handing them over is worth."""
    batch: list[str] = []
    size = 0
    for path in paths:
        batch.append(path)
        size += size_of(path)
        if len(batch) == _MOST_TOGETHER or size >= _BYTES_TOGETHER:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def hash_files_here(work: Work[HashOrder]) -> list[FileDigest | Failure]:
    """Hash files on the worker that this is called on."""
    teller = Teller(work)
    algorithms = [ALGORITHMS[name] for name in work.order.algorithms]
    buffer = aligned_buffer(READ_SIZE)
    found: list[FileDigest | Failure] = []
    for part, path in enumerate(work.order.paths):
        counter = ToldCounter(teller, part)
        try:
            found.append(hash_file(path, algorithms, counter=counter, buffer=buffer))
        except DigestError as error:
            found.append(Failure.of(error, teller))
        except HashingCancelled:
            return found  # to nobody
    return found
