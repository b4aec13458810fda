"""The digests of an open file, for an event loop: read and hashed in one thread."""

import asyncio
import errno
import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from threading import Event, Thread
from typing import Protocol

from integrity.digests.buffers import aligned_buffer
from integrity.digests.counter import TICK_SECONDS, Counter
from integrity.digests.opening import check_unchanged
from integrity.digests.reading import pieces, wait_and_read
from integrity.digests.takers import Taker, feed
from integrity.digests.turns import ALWAYS, Turns
from integrity.errors import FileChanged, HashingCancelled
from integrity.parallel import wait_at_most
from integrity.sizes import KIB, MIB

_AT_ONCE = 256 * KIB
"""So much is read from memory and hashed sooner than a thread begins."""

_STEP = 4 * MIB
"""Read and hashed in one turn: a few milliseconds, which a cancel waits for."""

_NO_WAIT = getattr(os, "RWF_NOWAIT", None)
"""Reads what is in memory or nothing; only Linux knows it."""

_WOULD_WAIT = frozenset((errno.EAGAIN, errno.ENOTSUP))
"""It is not in memory, or the file system cannot tell."""


class Gate(Protocol):
    """What holds reading up; an `asyncio.Event` is one."""

    def is_set(self) -> bool:
        """Whether reading may go on."""

    async def wait(self) -> object:
        """Wait until it may."""


class _Open:
    def is_set(self) -> bool:
        return True

    async def wait(self) -> object:
        return True


OPEN: Gate = _Open()
"""Nothing holds reading up."""


async def feed_from_disk(
    takers: Sequence[Taker],
    descriptor: int,
    stat: os.stat_result,
    path: str,
    *,
    turns: Turns = ALWAYS,
    gate: Gate = OPEN,
    on_read: Callable[[int], object],
) -> None:
    """Give all bytes of a file to takers, its holes unread.

    What waits for the disk holds no turn. A cancel returns at once: a thread that still
    waits has a descriptor of its own, and touches nothing but the takers.

    Args:
        path: Names the file in what is raised.
        on_read: Hears now and then how many bytes are behind us.

    Raises:
        FileChanged: It was written to meanwhile.
        OSError: A read failed.
    """
    if _fed_at_once(takers, descriptor, stat.st_size):
        await asyncio.sleep(0)  # many such files must not keep the loop to themselves
    else:
        thread = _ReadingThread(takers, descriptor, stat, path, turns)
        try:
            await thread.follow(gate, on_read)
        finally:
            thread.cancel()
    check_unchanged(descriptor, stat, path)
    on_read(stat.st_size)


def _fed_at_once(takers: Sequence[Taker], descriptor: int, size: int) -> bool:
    """Feed a small file that is in memory; else nothing was done."""
    if size > _AT_ONCE:
        return False
    buffer = aligned_buffer(size + 1)  # one more would show that it has grown
    if _read_if_in_memory(descriptor, buffer, 0) != size:
        return False
    for taker in takers:
        taker.take(buffer[:size])
    return True


def _read_if_in_memory(
    descriptor: int, buffer: memoryview, position: int
) -> int | None:
    """Bytes that were read; None when the disk would have to be waited for."""
    if _NO_WAIT is None:
        return None
    try:
        return os.preadv(descriptor, (buffer,), position, _NO_WAIT)
    except OSError as error:
        if error.errno in _WOULD_WAIT:
            return None
        raise


class _ReadingThread:
    """Reads a file and feeds it to takers. Its public methods belong to the loop.

    It is a daemon: a disk that hangs keeps nobody from ending.
    """

    def __init__(
        self,
        takers: Sequence[Taker],
        descriptor: int,
        stat: os.stat_result,
        path: str,
        turns: Turns,
    ) -> None:
        self._takers, self._stat, self._path, self._turns = takers, stat, path, turns
        self._is_cancelled = Event()
        self._counter = Counter(self._is_cancelled)
        self._may_read = Event()
        self._may_read.set()
        self._error: BaseException | None = None
        self._loop = asyncio.get_running_loop()
        self._has_ended = asyncio.Event()
        self._turn = ExitStack()
        self._descriptor = os.dup(descriptor)
        Thread(target=self._work, daemon=True).start()

    async def follow(self, gate: Gate, on_read: Callable[[int], object]) -> None:
        """Wait for the end; raises what went wrong."""
        while not self._has_ended.is_set():
            await wait_at_most(self._has_ended, TICK_SECONDS)
            on_read(self._counter.done)
            if not gate.is_set():
                self._may_read.clear()
                await gate.wait()
                self._may_read.set()
        if self._error is not None:
            raise self._error

    def cancel(self) -> None:
        """Read no more; the thread ends after its step."""
        self._is_cancelled.set()
        self._may_read.set()

    def _work(self) -> None:
        try:
            self._feed()
        except HashingCancelled:
            pass  # nobody waits
        except BaseException as error:  # noqa: BLE001 -- raised in whoever waits
            self._error = error
        finally:
            os.close(self._descriptor)
            with suppress(RuntimeError):  # the loop was closed: nobody waits any more
                self._loop.call_soon_threadsafe(self._has_ended.set)

    def _feed(self) -> None:
        buffer = aligned_buffer(_STEP)

        def next_buffer() -> memoryview:
            self._may_read.wait()
            self._turn.enter_context(self._turns)
            return buffer

        row = pieces(
            self._descriptor, self._stat, self._path, next_buffer, read=self._read
        )
        with self._turn:
            for piece in row:
                feed(self._takers, piece)
                self._turn.close()
                self._counter.add(piece.size)
        if os.pread(self._descriptor, 1, self._stat.st_size):
            raise FileChanged(self._path)

    def _read(self, descriptor: int, buffer: memoryview, position: int) -> int:
        """Read in the turn what is in memory; wait for a disk outside it."""
        size = _read_if_in_memory(descriptor, buffer, position)
        if size is None:
            self._turn.close()
            size = wait_and_read(descriptor, buffer, position)
            self._turn.enter_context(self._turns)
        return size
