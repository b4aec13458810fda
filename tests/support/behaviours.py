"""What a server may do to a request: once as it should be, and in many wrong ways."""

import asyncio
import gzip
from dataclasses import dataclass, replace

from faulty_server import Behaviour, Exchange

FOREVER = 3600


@dataclass(frozen=True)
class Content:
    """What stands behind an address."""

    body: bytes
    etag: str | None = '"v1"'
    headers: tuple[str, ...] = ()

    @property
    def described(self) -> tuple[str, ...]:
        """Its headers, etag included."""
        return (*self.headers, f"ETag: {self.etag}") if self.etag else self.headers

    def changed(self, **changes) -> "Content":
        """The same but for something."""
        return replace(self, **changes)


def _part(content: Content, exchange: Exchange) -> tuple[bytes, str]:
    """What was asked for, and what its Content-Range has to be."""
    size = len(content.body)
    start, last = exchange.request.range(size)
    return content.body[start : last + 1], f"bytes {start}-{last}/{size}"


async def _begin_part(content: Content, exchange: Exchange) -> bytes:
    """Send the right head for what was asked for, and give what has to follow."""
    part, told = _part(content, exchange)
    await exchange.head(
        "206 Part",
        f"Content-Range: {told}",
        f"Content-Length: {len(part)}",
        *content.described,
    )
    return part


def honest(content: Content) -> Behaviour:
    """A server that keeps to every rule."""

    async def behave(exchange: Exchange) -> None:
        pinned = exchange.request.headers.get("if-match", content.etag)
        if pinned != content.etag:
            await exchange.head("412 Changed", "Content-Length: 0")
            return
        if not content.body:
            await exchange.head(
                "416 Empty", "Content-Range: bytes */0", "Content-Length: 0"
            )
            return
        await exchange.body(await _begin_part(content, exchange))

    return behave


async def says_nothing(exchange: Exchange) -> None:
    """Take the request, and never answer."""
    await asyncio.sleep(FOREVER)


def status(line: str, *headers: str, body: bytes = b"") -> Behaviour:
    """A server that has nothing but a status to say."""

    async def behave(exchange: Exchange) -> None:
        await exchange.head(line, f"Content-Length: {len(body)}", *headers)
        await exchange.body(body)

    return behave


def whole(content: Content) -> Behaviour:
    """A server that knows no ranges."""
    return status("200 OK", *content.described, body=content.body)


def cut(content: Content, *, at: int) -> Behaviour:
    """A server that hangs up after so many bytes of the part that was asked for."""

    async def behave(exchange: Exchange) -> None:
        part = await _begin_part(content, exchange)
        await exchange.body(part[:at])
        exchange.hang_up()

    return behave


def reset_in_body(content: Content) -> Behaviour:
    """A connection that is reset half-way."""

    async def behave(exchange: Exchange) -> None:
        part = await _begin_part(content, exchange)
        await exchange.body(part[: len(part) // 2])
        exchange.reset()

    return behave


async def reset_at_once(exchange: Exchange) -> None:
    """A connection that is reset before anything was said."""
    exchange.reset()


async def hang_up_at_once(exchange: Exchange) -> None:
    """A server that hangs up before it said anything."""
    exchange.hang_up()


def told_range(content: Content, told: str | None, *more: str) -> Behaviour:
    """A server that sends something else than it should, or does not say what."""

    async def behave(exchange: Exchange) -> None:
        part, _ = _part(content, exchange)
        ranges = (f"Content-Range: {told}",) if told else ()
        length = f"Content-Length: {len(part)}"
        await exchange.head("206 Part", *ranges, length, *content.described, *more)
        await exchange.body(part)

    return behave


def told_lengths(content: Content, *lengths: int) -> Behaviour:
    """A server whose Content-Length is not the length."""

    async def behave(exchange: Exchange) -> None:
        part, told = _part(content, exchange)
        lines = [f"Content-Length: {length}" for length in lengths]
        await exchange.head(
            "206 Part", f"Content-Range: {told}", *lines, *content.described
        )
        await exchange.body(part)
        exchange.hang_up()

    return behave


def chunked(content: Content, *, terminator: bytes = b"0\r\n\r\n") -> Behaviour:
    """A server that does not know how long it will be."""

    async def behave(exchange: Exchange) -> None:
        await exchange.head("200 OK", "Transfer-Encoding: chunked", *content.described)
        await exchange.raw(f"{len(content.body):x}\r\n".encode())
        await exchange.body(content.body)
        await exchange.raw(b"\r\n" + terminator)
        exchange.hang_up()

    return behave


def until_close(content: Content, *, at: int | None = None) -> Behaviour:
    """A server whose body ends where the connection does."""

    async def behave(exchange: Exchange) -> None:
        await exchange.head("200 OK", "Connection: close", *content.described)
        await exchange.body(content.body[:at])
        exchange.hang_up()

    return behave


def drip(content: Content, *, every: float) -> Behaviour:
    """A server that sends a byte now and then."""

    async def behave(exchange: Exchange) -> None:
        part, told = _part(content, exchange)
        await exchange.head(
            "206 Part", f"Content-Range: {told}", f"Content-Length: {len(part)}"
        )
        for byte in part:
            await exchange.body(bytes((byte,)))
            await asyncio.sleep(every)

    return behave


def stall(content: Content) -> Behaviour:
    """A server that falls silent half-way."""

    async def behave(exchange: Exchange) -> None:
        part = await _begin_part(content, exchange)
        await exchange.body(part[: len(part) // 2])
        await asyncio.sleep(FOREVER)

    return behave


async def drip_headers(exchange: Exchange) -> None:
    """A server that never gets to the end of its headers."""
    await exchange.raw(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        await exchange.raw(b"x")
        await asyncio.sleep(0.005)


async def flood_of_1xx(exchange: Exchange) -> None:
    """A server that only ever says that it is about to answer."""
    while True:
        await exchange.raw(b"HTTP/1.1 102 Processing\r\n\r\n")
        await asyncio.sleep(0.001)


async def flood_of_headers(exchange: Exchange) -> None:
    """A server with very many headers."""
    await exchange.head("200 OK", *(f"X-{number}: x" for number in range(5000)))
    exchange.hang_up()


async def one_endless_header(exchange: Exchange) -> None:
    """A server with one very long header."""
    await exchange.head("200 OK", f"X-Long: {'x' * 200_000}")
    exchange.hang_up()


async def garbage(exchange: Exchange) -> None:
    """A server that speaks no HTTP."""
    await exchange.raw(b"220 mail.example ESMTP ready\r\n")
    exchange.hang_up()


def zipped(content: Content, *, times: int = 1) -> Behaviour:
    """A server that compresses, although it was asked not to."""
    body = content.body
    for _ in range(times):
        body = gzip.compress(body, mtime=0)
    coding = ", ".join(["gzip"] * times)
    return status("200 OK", f"Content-Encoding: {coding}", body=body)


def redirect(location: str, line: str = "302 Found") -> Behaviour:
    """A server that sends us elsewhere."""
    return status(line, f"Location: {location}")


async def endless(exchange: Exchange) -> None:
    """A server that never stops to send."""
    await exchange.head("200 OK", "Connection: close")
    while True:
        await exchange.body(b"x" * 65536)
