"""The bytes of a response, copied as seldom as the interpreter allows."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import cast

import aiohttp
import httpx
from aiohttp.client_proto import ResponseHandler

from integrity.artifacts.spare import RANGE, Pieces, room
from integrity.artifacts.translating import translating
from integrity.sizes import KIB, MIB

LARGE = MIB
"""Bytes of a body from which it is read past aiohttp's parser, which copies each piece."""

_ROOM = 64 * KIB
"""Bytes that a buffer has room for; with less, another one takes over."""

_AHEAD = MIB
"""Bytes that may wait to be taken; then nothing is read from the connection."""

_ENOUGH = 512 * KIB
"""Bytes for which whoever waits is woken at once: a line brings 64 KiB at a time."""

_SOON = 0.02
"""Seconds after which fewer will do."""


class Body(httpx.AsyncByteStream):
    """A response's raw bytes, in the buffers in which they came (decision 18)."""

    def __init__(
        self, response: aiohttp.ClientResponse, pieces: Pieces, silence: float | None
    ) -> None:
        """Take over an answer whose headers are here.

        Args:
            pieces: Buffers for a body that is larger than a range.
            silence: Seconds without a byte after which nobody waits any more.
        """
        self._response = response
        self._pieces = pieces
        self._silence = silence

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with translating():
            line = _line(self._response)
            if line is None:
                async for piece in self._response.content.iter_any():
                    yield piece
                return
            arriving = _Arriving(self._response, self._pieces, self._silence, *line)
            try:
                while view := await arriving.next():
                    yield cast("bytes", view)
            finally:
                arriving.close()

    async def aclose(self) -> None:
        """Give the connection back, or cut it if more was to come."""
        self._response.close()


def _line(
    response: aiohttp.ClientResponse,
) -> tuple[asyncio.Transport, ResponseHandler] | None:
    """The connection of a large body that ends where its headers say; else None."""
    line, content = response.connection, response.content
    if line is None or line.transport is None or line.protocol is None:
        return None
    is_large = (
        response.method == "GET"
        and "Transfer-Encoding" not in response.headers
        and (response.content_length or 0) >= LARGE
        and not content.is_eof()
    )
    return (line.transport, line.protocol) if is_large else None


class _Arriving(asyncio.BufferedProtocol):
    """Has a connection read the rest of a body into buffers.

    It stands in for aiohttp's protocol until the body's last byte is here, and has
    nothing read beyond it. Buffers belong to whoever takes what is in them.
    """

    def __init__(
        self,
        response: aiohttp.ClientResponse,
        pieces: Pieces,
        silence: float | None,
        transport: asyncio.Transport,
        protocol: ResponseHandler,
    ) -> None:
        self._transport, self._protocol = transport, protocol
        self._pieces = pieces
        self._content = response.content
        self._loop = asyncio.get_running_loop()
        self._silence = silence
        self._watch: asyncio.TimerHandle | None = None
        self._waits_since = 0.0
        self._missing = response.content_length or 0
        self._buffer = memoryview(room(self._missing if self._missing <= RANGE else 0))
        self._taken = self._filled = 0
        self._full: deque[memoryview] = deque()
        self._ahead = 0
        self._error: Exception | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._wakes_soon: asyncio.TimerHandle | None = None
        self._begin(b"".join(iter(self._content.read_nowait, b"")))

    def _begin(self, begun: bytes) -> None:
        """Go on behind what aiohttp has of the body already."""
        self._ahead = len(begun)
        self._missing -= len(begun)
        if self._buffer:
            self._buffer[: len(begun)] = begun
            self._filled = len(begun)
        elif begun:
            self._full.append(memoryview(begun))
        if self._missing:
            self._protocol.read_timeout = None
            self._protocol.start_timeout()
            self._transport.set_protocol(self)

    async def next(self) -> memoryview:
        """What has come since the last time; waits for some. Empty at the end.

        Raises:
            TimeoutError: Nothing came for too many seconds.
            aiohttp.ClientPayloadError: The connection was closed too early.
            OSError: It broke.
        """
        while not self._ahead and self._missing and self._error is None:
            await self._some()
        if not self._ahead and self._error is not None:
            raise self._error
        view = self._full.popleft() if self._full else self._take()
        self._ahead -= len(view)
        if self._missing and self._error is None:
            self._transport.resume_reading()
        return view

    async def _some(self) -> None:
        """Wait for bytes; may be woken for some that were taken meanwhile."""
        self._waiter, self._waits_since = self._loop.create_future(), self._loop.time()
        if self._silence is not None and self._watch is None:
            self._watch = self._loop.call_later(self._silence, self._look)
        await self._waiter

    def close(self) -> None:
        """Nobody waits any more."""
        for timer in (self._watch, self._wakes_soon):
            if timer is not None:
                timer.cancel()

    def _look(self) -> None:
        """End a wait that takes too long: one timer is moved on for all of them."""
        self._watch = None
        if self._waiter is None or self._waiter.done() or self._silence is None:
            return
        end = self._waits_since + self._silence
        if self._loop.time() < end:
            self._watch = self._loop.call_at(end, self._look)
        else:
            self._waiter.set_exception(TimeoutError())

    def _take(self) -> memoryview:
        """What was not taken yet; a full buffer belongs to whoever has that."""
        view = self._buffer[self._taken : self._filled]
        self._taken = self._filled
        if self._is_full():
            self._buffer = memoryview(b"")
            self._taken = self._filled = 0
        return view

    def _is_full(self) -> bool:
        return len(self._buffer) - self._filled < min(_ROOM, self._missing)

    def get_buffer(self, _sizehint: int) -> memoryview:
        """Where the next bytes go: never more room than the body still needs."""
        if self._is_full():
            if self._taken < self._filled:
                self._full.append(self._take())
            self._buffer = self._pieces.room()
        return self._buffer[self._filled : self._filled + self._missing]

    def buffer_updated(self, nbytes: int) -> None:
        """Bytes are there."""
        self._filled += nbytes
        self._ahead += nbytes
        self._missing -= nbytes
        if not self._missing:
            self._transport.set_protocol(self._protocol)
            self._content.feed_eof()
        elif self._ahead >= _AHEAD:
            self._transport.pause_reading()
        if self._ahead >= _ENOUGH or not self._missing:
            self._wake()
        elif self._waiter is not None and self._wakes_soon is None:
            self._wakes_soon = self._loop.call_later(_SOON, self._wake)

    def connection_lost(self, exc: Exception | None) -> None:
        """No more bytes will come."""
        self._error = exc or aiohttp.ClientPayloadError("closed too early")
        self._protocol.connection_lost(exc)
        self._wake()

    def pause_writing(self) -> None:
        """Nothing is written meanwhile but what TLS itself has to say."""
        self._protocol.pause_writing()

    def resume_writing(self) -> None:
        """See `pause_writing`."""
        self._protocol.resume_writing()

    def _wake(self) -> None:
        if self._wakes_soon is not None:
            self._wakes_soon.cancel()
            self._wakes_soon = None
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
