"""The digests of one local file, or of what a pipe brings."""

import errno
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from integrity.digests.algorithms import SHA256, Algorithm
from integrity.digests.buffers import READ_SIZE, TURN_SIZE, WIDE_SIZE, aligned_buffer
from integrity.digests.counter import Counter
from integrity.digests.lanes import best_lanes
from integrity.digests.opening import check_unchanged, opened, unreadable
from integrity.digests.reading import pieces
from integrity.digests.small import FileDigest
from integrity.digests.takers import DigestTaker, Taker, feed
from integrity.digests.version import FileVersion
from integrity.digests.walk import STANDARD_INPUT
from integrity.errors import DigestError

if TYPE_CHECKING:
    from integrity.digests.whole_and_chunks import WholeAndChunks

_DEAR = 30
"""The cost of a digest that is best computed by one thread while another one reads. The
quicker ones would lose more by what is handed over than they gain."""

_READERS = 4
"""Threads that read one file: beyond that, memory has no more to give."""

_Read = Callable[[int, os.stat_result], Mapping[str, str]]
"""Reads an open file to its end and returns its digests."""


def hash_file(
    path: str | os.PathLike[str],
    algorithms: Sequence[Algorithm] = (SHA256,),
    *,
    counter: Counter | None = None,
    buffer: memoryview | None = None,
) -> FileDigest:
    """Hash one file in this thread, all digests in one pass, its holes unread.

    Args:
        buffer: What to read into, from `aligned_buffer`, to be used again and again.

    Raises:
        DigestError: It could not be read, is no regular file, or changed meanwhile.
        HashingCancelled: The counter was cancelled; at most 1 MiB was hashed since.
    """
    name = os.fspath(path)
    counter = counter or Counter()
    place = aligned_buffer(READ_SIZE) if buffer is None else buffer

    def read(descriptor: int, stat: os.stat_result) -> Mapping[str, str]:
        takers = [DigestTaker(algorithm) for algorithm in algorithms]
        if is_size_a_guess(descriptor, stat):
            _take_all(descriptor, takers, counter, place)
            return _hexdigests(takers)
        for piece in pieces(descriptor, stat, name, lambda: place):
            feed(takers, piece)
            counter.add(piece.size)
        return _hexdigests(takers)

    return _hash_one_version(name, counter, read)


def hash_large_file(
    path: str | os.PathLike[str],
    algorithms: Sequence[Algorithm] = (SHA256,),
    *,
    threads: int = 2,
    counter: Counter | None = None,
) -> FileDigest:
    """Hash one large file in two threads, or in more where digests are quick.

    Args:
        threads: At least two. More of them gain nothing for sha256.

    Raises:
        DigestError: As `hash_file`.
        HashingCancelled: As `hash_file`.
    """
    name = os.fspath(path)
    counter = counter or Counter()

    def read(descriptor: int, stat: os.stat_result) -> Mapping[str, str]:
        file = (descriptor, stat, name)
        lanes = best_lanes()
        if tuple(algorithms) == (SHA256,) and (ahead := lanes.update_ahead):
            from integrity.digests.ahead import read_ahead

            digest = read_ahead(*file, lanes=lanes, update_ahead=ahead, counter=counter)
            return {SHA256.name: digest.hex()}
        dearest, *others = sorted(algorithms, key=lambda each: -each.cost)
        if dearest.cost < _DEAR:
            quick = [DigestTaker(each, threads=threads) for each in algorithms]
            is_wide = any(each.start_wide for each in algorithms)
            from integrity.digests.alternating import read_alternating

            read_alternating(
                *file,
                takers=quick,
                counter=counter,
                threads=min(threads, _READERS),
                piece_size=WIDE_SIZE if is_wide else TURN_SIZE,
            )
            return _hexdigests(quick)
        from integrity.digests.relay import read_in_relay

        far = DigestTaker(dearest)
        near = [DigestTaker(algorithm) for algorithm in others]
        read_in_relay(*file, near=near, far=[far], counter=counter)
        return _hexdigests([far, *near])

    return _hash_one_version(name, counter, read)


def hash_with_chunks(
    path: str | os.PathLike[str],
    whole_and_chunks: "WholeAndChunks",
    others: Sequence[Algorithm] = (),
    *,
    counter: Counter | None = None,
    beside: Sequence[Taker] = (),
) -> FileDigest:
    """Hash one large file and its chunks in two threads.

    Args:
        whole_and_chunks: Computes the sha256; asked for its chunks' digests afterwards.
        others: Digests beside that one.
        beside: Are fed in the same pass.

    Raises:
        DigestError: As `hash_file`.
        HashingCancelled: As `hash_file`.
    """
    from integrity.digests.relay import read_in_relay

    name = os.fspath(path)
    counter = counter or Counter()

    def read(descriptor: int, stat: os.stat_result) -> Mapping[str, str]:
        takers = [DigestTaker(algorithm) for algorithm in others]
        near = [*takers, *whole_and_chunks.near, *beside]
        read_in_relay(
            descriptor, stat, name, near=near, far=whole_and_chunks.far, counter=counter
        )
        return {SHA256.name: whole_and_chunks.hexdigest(), **_hexdigests(takers)}

    return _hash_one_version(name, counter, read)


def hash_pipe(
    descriptor: int,
    algorithms: Sequence[Algorithm] = (SHA256,),
    *,
    counter: Counter | None = None,
) -> FileDigest:
    """Hash what a descriptor brings until its end: standard input, mostly.

    Raises:
        DigestError: It could not be read.
        HashingCancelled: The counter was cancelled.
    """
    counter = counter or Counter()
    counter.begin(STANDARD_INPUT, None)
    takers = [DigestTaker(algorithm) for algorithm in algorithms]
    buffer = aligned_buffer(READ_SIZE)
    try:
        _take_all(descriptor, takers, counter, buffer)
    except OSError as error:
        if error.errno == errno.EBADF:  # the system speaks of a bad descriptor
            why = "is closed; give it a file or a pipe"
            raise DigestError(STANDARD_INPUT, why) from error
        raise unreadable(STANDARD_INPUT, error) from error
    return FileDigest(STANDARD_INPUT, counter.file_done, _hexdigests(takers), None)


@contextmanager
def one_version(name: str, counter: Counter) -> Iterator[tuple[int, os.stat_result]]:
    """An open file inside of a block, which is the same version at its end.

    Raises:
        DigestError: It is none to hash, changed, or the block has not read all of it.
    """
    with opened(name) as (descriptor, stat):
        counter.begin(name, stat.st_size)
        yield descriptor, stat
        check_unchanged(descriptor, stat, name)
        if os.pread(descriptor, 1, counter.file_done):
            raise DigestError(name, "gives more bytes than its size says")


def digest_of_version(
    name: str, counter: Counter, digests: Mapping[str, str], stat: os.stat_result
) -> FileDigest:
    """What was found, with its version if all of its bytes were there."""
    size = counter.file_done
    version = FileVersion.of(stat) if size == stat.st_size else None
    return FileDigest(name, size, digests, version)


def _hash_one_version(name: str, counter: Counter, read: _Read) -> FileDigest:
    with one_version(name, counter) as (descriptor, stat):
        digests = read(descriptor, stat)
    return digest_of_version(name, counter, digests, stat)


def is_size_a_guess(descriptor: int, stat: os.stat_result) -> bool:
    """Files below /proc say nothing, those below /sys a page: the kernel's own."""
    if not stat.st_size:
        return True
    return not stat.st_blocks and not os.fstatvfs(descriptor).f_blocks


def _take_all(
    descriptor: int, takers: Sequence[Taker], counter: Counter, buffer: memoryview
) -> None:
    """Take what comes until the end, whatever the size was said to be."""
    while size := os.readv(descriptor, (buffer,)):
        for taker in takers:
            taker.take(buffer[:size])
        counter.add(size)


def _hexdigests(takers: Sequence[DigestTaker]) -> dict[str, str]:
    return {taker.name: taker.hexdigest() for taker in takers}
