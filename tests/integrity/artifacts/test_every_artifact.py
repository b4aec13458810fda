"""What holds for every artifact, wherever its bytes are."""

import asyncio
import hashlib
from contextlib import aclosing, asynccontextmanager

import pytest
from behaviours import Content, honest, status
from faulty_server import serving
from reading import chunks_of, opening, quick

from integrity.artifacts.artifact import ArtifactRequest
from integrity.artifacts.url_map import UrlMap
from integrity.errors import ArtifactMissing

SOME = b"#!/bin/sh\necho hello\n"
MUCH = bytes(range(256)) * 4096 * 3 + b"and a bit"


@asynccontextmanager
async def over_http(body, time, folder):
    behaviour = status("404 None") if body is None else honest(Content(body))
    async with serving(behaviour) as server, opening(quick(time)) as opener:
        yield opener, ArtifactRequest(server.url(), checksum_declared=True)


@asynccontextmanager
async def by_path(body, time, folder):
    write(folder / "script.sh", body)
    async with opening(quick(time)) as opener:
        yield opener, ArtifactRequest("script.sh", folder=folder)


@asynccontextmanager
async def by_file_address(body, time, folder):
    path = folder / "a script.sh"
    write(path, body)
    async with opening(quick(time)) as opener:
        yield opener, ArtifactRequest(path.as_uri(), folder=folder)


@asynccontextmanager
async def mapped(body, time, folder):
    write(folder / "script.sh", body)
    maps = (UrlMap("https://files.example/v1", folder),)
    async with opening(quick(time), maps=maps) as opener:
        yield opener, ArtifactRequest("https://files.example/v1/script.sh?sig=x")


def write(path, body):
    if body is not None:
        path.write_bytes(body)


@pytest.fixture(params=[over_http, by_path, by_file_address, mapped])
def offering(request, time, tmp_path):
    """Offers bytes, or nothing for None, in one of the ways there are."""
    return lambda body: request.param(body, time, tmp_path)


@pytest.mark.parametrize("body", [b"", b"x", SOME, MUCH], ids=len)
async def test_all_its_bytes_come_in_order(offering, body):
    async with offering(body) as (opener, request), opener.open(request) as artifact:
        read = b"".join([chunk async for chunk in chunks_of(artifact)])
    assert hashlib.sha256(read).digest() == hashlib.sha256(body).digest()


@pytest.mark.parametrize("body", [b"", SOME, MUCH], ids=len)
async def test_its_size_is_known_before_its_bytes(offering, body):
    async with offering(body) as (opener, request), opener.open(request) as artifact:
        assert artifact.description.size == len(body)


async def test_it_can_be_opened_twice(offering):
    async with offering(SOME) as (opener, request):
        for _ in range(2):
            async with opener.open(request) as artifact:
                assert [chunk async for chunk in chunks_of(artifact)] == [SOME]


async def test_it_can_be_left_unread_or_half_read(offering):
    async with offering(MUCH) as (opener, request):
        async with opener.open(request):
            pass
        async with (
            opener.open(request) as artifact,
            aclosing(chunks_of(artifact)) as row,
        ):
            first = await anext(row)
        assert MUCH.startswith(first)


async def test_none_there_is_missing(offering):
    async with offering(None) as (opener, request):
        with pytest.raises(ArtifactMissing):
            await opener.open(request).__aenter__()


async def test_it_can_be_cancelled(offering):
    async with offering(MUCH) as (opener, request):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0), opener.open(request) as artifact:
                _ = [chunk async for chunk in chunks_of(artifact)]
