"""Large bodies: read past the parser, whole, and never further than they go."""

import asyncio
import ssl
from contextlib import aclosing, asynccontextmanager, suppress
from random import Random

import httpx
import pytest
from behaviours import FOREVER, Content, honest
from faulty_server import serving
from reading import LOOPBACK, chunks_of, opening, quick, read_all

from integrity.artifacts import body
from integrity.artifacts.artifact import ArtifactRequest
from integrity.artifacts.spare import RANGE, Pieces, give_back
from integrity.artifacts.transport import AiohttpTransport

MIB = 1024 * 1024
SIZES = (MIB - 1, MIB, 4 * MIB - 7, 4 * MIB, 4 * MIB + 1, 6 * MIB + 64 * 1024 + 1)


@pytest.fixture(params=["plain", "TLS"])
def way(request, authority, ca_file):
    """What a server and a reader need to know, without TLS and with it."""
    if request.param == "plain":
        return None, None
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    return tls, ca_file


def content(size: int) -> Content:
    return Content(Random(size).randbytes(size))


async def test_every_byte_comes_and_the_connection_is_used_again(time, way):
    tls, ca_file = way
    bodies = [content(size) for size in SIZES]
    async with (
        serving(honest(content(1)), map(honest, bodies), tls=tls) as server,
        opening(quick(time), ca_file=ca_file) as opener,
    ):
        for each in bodies:
            assert await read_all(opener, server.url()) == each.body
        assert await read_all(opener, server.url()) == content(1).body
        assert len(server.requests) == len(bodies) + 1
        assert len(server.conversations) == 1


async def test_a_range_comes_in_one_buffer(way):
    tls, ca_file = way
    served = content(4 * MIB)
    transport = AiohttpTransport(addresses=LOOPBACK, ca_file=ca_file)
    async with serving(honest(served), tls=tls) as server, transport:
        request = httpx.Request("GET", server.url())
        response = await transport.handle_async_request(request)
        pieces = [piece async for piece in response.aiter_raw()]
        buffers = {id(piece.obj) for piece in pieces}
        assert len(buffers) == 1
        assert bytes(pieces[0].obj) == served.body
        await response.aclose()


def by_64_kib(served):
    """A server whose line brings so much at a time."""

    async def behave(exchange):
        await exchange.head("200 OK", f"Content-Length: {len(served.body)}")
        for start in range(0, len(served.body), 64 * 1024):
            await exchange.body(served.body[start : start + 64 * 1024])
            await asyncio.sleep(0)

    return behave


async def test_whoever_waits_is_not_woken_for_every_packet(way):
    tls, ca_file = way
    served = content(4 * MIB)
    transport = AiohttpTransport(addresses=LOOPBACK, ca_file=ca_file)
    async with serving(by_64_kib(served), tls=tls) as server, transport:
        request = httpx.Request("GET", server.url())
        response = await transport.handle_async_request(request)
        pieces = [bytes(piece) async for piece in response.aiter_raw()]
        assert b"".join(pieces) == served.body
        assert len(pieces) < 20
        await response.aclose()


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def test_a_wake_for_bytes_that_were_taken_already_is_not_the_end(
    monkeypatch, way
):
    monkeypatch.setattr(body, "_SOON", 0.001)
    tls, ca_file = way
    served, few, rest = content(4 * MIB), asyncio.Event(), asyncio.Event()
    first = 700 * 1024

    async def behave(exchange):
        await exchange.head("200 OK", f"Content-Length: {len(served.body)}")
        await exchange.body(served.body[:first])
        await few.wait()
        await exchange.body(served.body[first : first + 1])
        await rest.wait()
        await exchange.body(served.body[first + 1 :])

    transport = AiohttpTransport(addresses=LOOPBACK, ca_file=ca_file)
    async with (
        serving(behave, tls=tls) as server,
        transport,
        asyncio.TaskGroup() as group,
    ):
        request = httpx.Request("GET", server.url())
        response = await transport.handle_async_request(request)
        received = b""
        async for piece in response.aiter_raw():
            received += piece
            if len(received) == first:
                few.set()
                await turns(20)  # so busy that the byte comes meanwhile
            elif len(received) == first + 1:
                group.create_task(turns(2000)).add_done_callback(lambda _: rest.set())
        assert received == served.body
        await response.aclose()


async def test_a_range_fills_a_buffer_that_was_given_back(way):
    tls, ca_file = way
    served, spare = content(RANGE), bytearray(b"x") * RANGE
    give_back(spare)
    transport = AiohttpTransport(addresses=LOOPBACK, ca_file=ca_file)
    async with serving(honest(served), tls=tls) as server, transport:
        request = httpx.Request("GET", server.url())
        response = await transport.handle_async_request(request)
        pieces = [piece async for piece in response.aiter_raw()]
        assert all(piece.obj is spare for piece in pieces)
        assert spare == served.body
        await response.aclose()


def test_a_piece_is_filled_anew_once_nobody_has_a_view_of_it():
    pieces = Pieces(8, at_most=1)
    first = pieces.room()
    part, further = first[2:4], pieces.room()
    assert further.obj is not first.obj
    kept = first.obj
    first.release()
    assert pieces.room().obj is not kept
    part.release()
    assert pieces.room().obj is kept


def test_a_piece_that_is_held_for_long_keeps_no_other_from_being_filled_anew():
    pieces = Pieces(8)
    held, *further = [pieces.room() for _ in range(3)]
    known = {id(piece.obj) for piece in further}
    del further
    for _ in range(5):
        assert id(pieces.room().obj) in known
    assert held.obj is not pieces.room().obj


async def test_a_larger_body_fills_few_buffers_again_and_again(way):
    tls, ca_file = way
    served, buffers, comes = content(24 * MIB), set(), 0
    transport = AiohttpTransport(addresses=LOOPBACK, ca_file=ca_file)
    async with serving(honest(served), tls=tls) as server, transport:
        request = httpx.Request("GET", server.url())
        response = await transport.handle_async_request(request)
        async for piece in response.aiter_raw():
            assert piece == served.body[comes : comes + len(piece)]
            comes += len(piece)
            buffers.add(id(piece.obj))
        await response.aclose()
    assert comes == len(served.body)
    assert len(buffers) <= 8


@asynccontextmanager
async def tunnelling():
    """The address of a proxy that connects to whatever is named, and looks away."""

    async def carry(reader, writer):
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def connect(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        host, _, port = head.split()[1].decode().partition(":")
        there = await asyncio.open_connection(host, int(port))
        writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
        async with asyncio.TaskGroup() as both:
            both.create_task(carry(reader, there[1]))
            both.create_task(carry(there[0], writer))

    async with await asyncio.start_server(connect, "127.0.0.1", 0) as listening:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"


@pytest.mark.parametrize("way", ["TLS"], indirect=True)
async def test_large_bodies_come_through_a_proxy(time, way):
    tls, ca_file = way
    served = content(6 * MIB)
    async with (
        tunnelling() as proxy,
        serving(honest(served), tls=tls) as server,
        opening(quick(time), ca_file=ca_file, proxy=proxy) as opener,
    ):
        for _ in range(2):
            assert await read_all(opener, server.url()) == served.body
        assert len(server.conversations) == 1


async def test_no_more_is_read_than_is_taken(time, way):
    tls, ca_file = way
    async with (
        serving(honest(Content(bytes(64 * MIB))), tls=tls) as server,
        opening(quick(time), ca_file=ca_file) as opener,
        opener.open(ArtifactRequest(server.url(), checksum_declared=True)) as artifact,
        aclosing(chunks_of(artifact)) as chunks,
    ):
        await anext(chunks)
        await turns(2000)
        assert server.body_bytes < 32 * MIB  # what the system itself keeps, and a bit
        taken = [len(chunk) async for chunk in chunks]
        assert server.body_bytes == 64 * MIB
        assert max(taken) <= MIB


async def test_what_was_taken_stays_as_it_is(time, way):
    tls, ca_file = way
    served = content(6 * MIB)
    async with (
        serving(honest(served), tls=tls) as server,
        opening(quick(time), ca_file=ca_file) as opener,
        opener.open(ArtifactRequest(server.url(), checksum_declared=True)) as artifact,
    ):
        kept = [(chunk, bytes(chunk)) async for chunk in chunks_of(artifact)]
        assert all(chunk == then for chunk, then in kept)


async def test_who_falls_silent_in_a_large_body_is_given_up(way):
    tls, ca_file = way
    served = content(4 * MIB)

    async def behave(exchange):
        await exchange.head("200 OK", f"Content-Length: {len(served.body)}")
        await exchange.body(served.body[: 2 * MIB])
        await asyncio.sleep(0.05)  # not yet silent
        await exchange.body(served.body[2 * MIB : 2 * MIB + 1])
        await asyncio.sleep(FOREVER)

    transport = AiohttpTransport(addresses=LOOPBACK, ca_file=ca_file)
    async with serving(behave, tls=tls) as server, transport, asyncio.timeout(10):
        silence = {"timeout": {"read": 0.1}}
        request = httpx.Request("GET", server.url(), extensions=silence)
        response = await transport.handle_async_request(request)
        with pytest.raises(httpx.ReadTimeout, match="fell silent"):
            _ = [piece async for piece in response.aiter_raw()]
        await response.aclose()
