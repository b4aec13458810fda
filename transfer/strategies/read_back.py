"""Reads a whole local file once: its sha256, its manifest, and what differs.

While a copy is under way a `Follower` reads behind what has arrived, so that little is
left to be read when the last chunk has come.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from threading import Event

from integrity.digests.counter import Counter
from integrity.digests.files import hash_with_chunks
from integrity.digests.following import Frontier, sha256_behind
from integrity.digests.takers import Taker
from integrity.digests.whole_and_chunks import WholeAndChunks
from integrity.errors import DigestError
from integrity.sizes import MIB
from transfer.crc64 import EMPTY, combine, crc64, crc64_of_zeros, with_zeros
from transfer.most_telling import unread
from transfer.receipt import Level
from transfer.settling import cancellable
from transfer.strategies.plan import Plan, Proof, Wish

_HEARD_EVERY = 64 * MIB


class _Crc64Taker:
    """The CRC-64 of each chunk of a file; those in holes are not computed."""

    def __init__(self, chunk: int, heard: Callable[[int], object]) -> None:
        """Nothing is taken yet.

        Args:
            heard: Hears how many bytes were taken in all, now and then.
        """
        self._chunk = chunk
        self._heard = heard
        self._of_hole = crc64_of_zeros(chunk)
        self._done: list[int] = []
        self._open, self._filled = EMPTY, 0
        self._taken, self._told = 0, 0

    def take(self, data: memoryview) -> None:
        """The next bytes."""
        while data:
            part = data[: self._chunk - self._filled]
            self._open = crc64(part, self._open)
            self._advance(len(part))
            data = data[len(part) :]

    def take_hole(self, size: int) -> None:
        """The next zeros."""
        while size:
            if not self._filled and size >= self._chunk:
                part, self._open = self._chunk, self._of_hole
            else:
                part = min(size, self._chunk - self._filled)
                self._open = with_zeros(self._open, part)
            self._advance(part)
            size -= part

    def checksums(self) -> list[int]:
        """One for each chunk; to be asked once, at the end."""
        return [*self._done, self._open] if self._filled else self._done

    def _advance(self, size: int) -> None:
        self._filled += size
        self._taken += size
        if self._filled == self._chunk:
            self._done.append(self._open)
            self._open, self._filled = EMPTY, 0
        if self._taken - self._told >= _HEARD_EVERY:
            self._told = self._taken
            self._heard(self._taken)


async def read_back(path: Path, wish: Wish) -> Proof:
    """Read a file from end to end and hold each chunk against its digest.

    Raises:
        DiskFailed: It cannot be read, or somebody else writes to it.
        OutOfMemory: There is none to read it with.
    """

    def read(whole_and_chunks: WholeAndChunks, counter: Counter, beside: Taker) -> str:
        hash_with_chunks(path, whole_and_chunks, counter=counter, beside=[beside])
        return whole_and_chunks.hexdigest()

    return await _proof(path, wish, read, executor=None)


class Follower:
    """Reads a file back while it is being written, each chunk once it has arrived."""

    def __init__(self, path: Path, wish: Wish) -> None:
        """Begin with the chunks that are there already.

        Args:
            wish: Its digests are looked at when all have come.
        """
        self._path, self._wish = path, wish
        chunks = reversed(wish.plan.chunks)
        self._missing = [each for each in chunks if each.index not in wish.digests]
        self._there: set[int] = set()
        self._frontier = Frontier()
        self._advance()

    def arrived(self, index: int) -> None:
        """This chunk is there, and will not be written again."""
        self._there.add(index)
        self._advance()

    def _advance(self) -> None:
        while self._missing and self._missing[-1].index in self._there:
            self._there.discard(self._missing.pop().index)
        end = self._wish.plan.job.size
        self._frontier.advance(self._missing[-1].extent.start if self._missing else end)

    async def read(self) -> Proof:
        """Read all of it, as it comes.

        Raises:
            DiskFailed: As `read_back`.
        """

        def read(
            whole_and_chunks: WholeAndChunks, counter: Counter, beside: Taker
        ) -> str:
            return sha256_behind(
                self._frontier,
                str(self._path),
                self._wish.plan.job.size,
                whole_and_chunks,
                counter=counter,
                beside=[beside],
            )

        # A thread of its own: it waits for what other threads have yet to write.
        with ThreadPoolExecutor(1, thread_name_prefix="read-back") as thread:
            return await _proof(self._path, self._wish, read, executor=thread)


async def _proof(
    path: Path,
    wish: Wish,
    sha256_of: Callable[[WholeAndChunks, Counter, Taker], str],
    *,
    executor: Executor | None,
) -> Proof:
    cancel, loop = Event(), asyncio.get_running_loop()

    def heard(taken: int) -> None:
        loop.call_soon_threadsafe(wish.heard, taken)

    whole_and_chunks, checks = WholeAndChunks(), _Crc64Taker(wish.plan.job.chunk, heard)

    def read() -> str:
        return sha256_of(whole_and_chunks, Counter(cancel), checks)

    try:
        sha256 = await cancellable(executor, read, cancel)
    except DigestError as error:
        raise unread(str(path), error) from error
    checksums = checks.checksums()
    return Proof(
        level=_level_of(wish),
        differing=tuple(_differing(wish, checksums)),
        sha256=sha256,
        chunk_digests=whole_and_chunks.chunk_digests(),
        crc64=_whole_crc64(wish.plan, checksums),
    )


def _level_of(wish: Wish) -> Level:
    """What equal checksums prove: more, if the service vouched for every range."""
    return Level.FULL if wish.is_vouched_for else Level.LENGTH


def _differing(wish: Wish, checksums: list[int]) -> Iterator[int]:
    plan, digests = wish.plan, wish.digests
    of_hole = crc64_of_zeros(plan.job.chunk)
    if len(checksums) != len(plan):
        yield from range(len(plan))
        return
    for index, checksum in enumerate(checksums):
        if digest := digests.get(index):
            if checksum != digest.crc64:
                yield index
        elif checksum != of_hole:
            extent = plan.extent_of(index)
            if checksum != crc64_of_zeros(extent.size):
                yield index


def _whole_crc64(plan: Plan, checksums: list[int]) -> int:
    """The checksum of a whole out of those of all its chunks."""
    done = EMPTY
    for index, checksum in enumerate(checksums[: len(plan)]):  # it may have grown
        done = combine(done, checksum, plan.extent_of(index).size)
    return done
