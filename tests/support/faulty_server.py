"""A loopback server that does to each request what its plan says next.

It speaks raw HTTP/1.1, so that it can break every rule of it, and writes down what it
was asked and how many bytes of bodies it sent.
"""

import asyncio
import re
import socket
import ssl
import struct
from asyncio import CancelledError
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Request:
    """One request as it came over the wire."""

    method: str
    target: str
    headers: dict[str, str]
    """By lower-case name."""

    def range(self, size: int) -> tuple[int, int]:
        """First and last byte that are asked for, of `size` bytes."""
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("range", ""))
        if asked is None:
            return 0, size - 1
        return int(asked[1]), min(int(asked[2]), size - 1)


@dataclass
class Exchange:
    """A request and the means to answer it."""

    request: Request
    server: "FaultyServer"
    writer: asyncio.StreamWriter

    async def head(self, status: str, *headers: str) -> None:
        """Send a status line and headers."""
        await self.raw("\r\n".join((f"HTTP/1.1 {status}", *headers, "", "")).encode())

    async def body(self, data: bytes) -> None:
        """Send bytes of a body and count them."""
        for begin in range(0, len(data), 65536):
            piece = data[begin : begin + 65536]
            await self.raw(piece)
            self.server.body_bytes += len(piece)

    async def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.writer.write(data)
        await self.writer.drain()

    def hang_up(self) -> None:
        """Close as a server does that has said everything."""
        self.writer.close()

    def reset(self) -> None:
        """Close as a machine does that knows nothing of the connection."""
        raw = self.writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Behaviour = Callable[[Exchange], Awaitable[None]]


@dataclass
class FaultyServer:
    """Answers each request with the next behaviour of its plan, then the usual one."""

    usual: Behaviour
    plan: deque[Behaviour] = field(default_factory=deque)
    requests: list[Request] = field(default_factory=list)
    body_bytes: int = 0
    port: int = 0
    conversations: set[asyncio.Task] = field(default_factory=set)
    scheme: str = "http"

    def url(self, path: str = "/artifact", host: str = "127.0.0.1") -> str:
        """An address on this server."""
        return f"{self.scheme}://{host}:{self.port}{path}"

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.conversations.add(asyncio.current_task())
        with suppress(ConnectionError, asyncio.IncompleteReadError, CancelledError):
            while not writer.is_closing():
                request = await _read_request(reader)
                self.requests.append(request)
                behave = self.plan.popleft() if self.plan else self.usual
                await behave(Exchange(request, self, writer))
        writer.close()

    async def stop(self) -> None:
        """Break every conversation off and wait until it is."""
        for conversation in self.conversations:
            conversation.cancel()
        if self.conversations:
            await asyncio.wait(self.conversations)


async def _read_request(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    method, target, _ = first.split(" ")
    pairs = (line.split(": ", 1) for line in lines)
    return Request(method, target, {name.lower(): value for name, value in pairs})


@asynccontextmanager
async def serving(
    usual: Behaviour,
    plan: Iterable[Behaviour] = (),
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[FaultyServer]:
    """A server on a free loopback port, gone when the block is left."""
    faulty = FaultyServer(usual, deque(plan), scheme="https" if tls else "http")
    listening = await asyncio.start_server(faulty._serve, "127.0.0.1", 0, ssl=tls)
    faulty.port = listening.sockets[0].getsockname()[1]
    try:
        yield faulty
    finally:
        listening.close()
        await faulty.stop()
