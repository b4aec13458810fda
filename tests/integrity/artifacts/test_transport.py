"""The wire: what we send, and how much we let come."""

import logging
import traceback

import httpx
import pytest
from behaviours import (
    Content,
    endless,
    honest,
    redirect,
    reset_at_once,
    status,
    zipped,
)
from faulty_server import serving
from reading import LOOPBACK, chunks_of, opening, quick, read_all

from integrity.artifacts.artifact import ArtifactRequest
from integrity.artifacts.transport import AiohttpTransport
from integrity.errors import (
    ArtifactError,
    ArtifactRefused,
)

CONTENT = Content(b"echo hello")

CANARY = "canary-7c1f"


async def test_settings_of_the_environment_are_not_asked(time, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("default login somebody password secret\n")
    async with serving(status("500 Sentinel")) as sentinel:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, sentinel.url(""))
            monkeypatch.setenv(name.lower(), sentinel.url(""))
        monkeypatch.setenv("NETRC", str(netrc))
        async with serving(honest(CONTENT)) as server, opening(quick(time)) as opener:
            assert await read_all(opener, server.url()) == CONTENT.body
            assert "authorization" not in server.requests[0].headers
        assert sentinel.requests == []


async def test_a_proxy_that_was_named_is_asked_and_looks_names_up(time):
    async with (
        serving(honest(CONTENT)) as proxy,
        opening(quick(time), proxy=proxy.url("")) as opener,
    ):
        url = "http://name-of-the-proxys-own.example/x"
        assert await read_all(opener, url) == CONTENT.body
        assert proxy.requests[0].target == url


async def test_no_proxy_makes_a_private_address_public(time):
    async with (
        serving(honest(CONTENT)) as proxy,
        opening(quick(time), proxy=proxy.url("")) as opener,
    ):
        with pytest.raises(ArtifactRefused):
            await read_all(opener, "http://169.254.169.254/metadata")
        assert proxy.requests == []


async def test_a_signature_travels_unchanged(time):
    async with serving(honest(CONTENT)) as server, opening(quick(time)) as opener:
        path = "/a%20b/c%2Fd?sv=2025&sig=a%2Bb%2Fc%3D&x=(1)&y=%7e"
        await read_all(opener, server.url(path))
        assert server.requests[0].target == path


async def test_the_request_says_no_more_than_it_must(time):
    async with serving(honest(CONTENT)) as server, opening(quick(time)) as opener:
        await read_all(opener, server.url("/x#part"))
        assert server.requests[0].target == "/x"
        assert server.requests[0].headers == {
            "host": f"127.0.0.1:{server.port}",
            "user-agent": "bakeferry",
            "accept": "*/*",
            "accept-encoding": "identity",
            "range": f"bytes=0-{64 * 2**20}",
        }


async def test_a_bomb_is_not_inflated(time):
    bomb = zipped(Content(bytes(20_000_000)), times=2)
    async with serving(bomb) as server, opening(quick(time)) as opener:
        request = ArtifactRequest(server.url(), checksum_declared=True)
        async with opener.open(request) as artifact:
            assert artifact.description.content_encoding == "gzip, gzip"
            with pytest.raises(ArtifactRefused, match="served as gzip, gzip"):
                await anext(chunks_of(artifact))


async def test_raw_bytes_stay_raw(time):
    body = Content(bytes(20_000_000))
    async with (
        serving(zipped(body)) as server,
        AiohttpTransport(addresses=LOOPBACK) as transport,
    ):
        reply = await transport.handle_async_request(httpx.Request("GET", server.url()))
        raw = b"".join([chunk async for chunk in reply.stream])
        await reply.aclose()
        assert len(raw) == int(reply.headers["Content-Length"]) < 50_000


async def test_no_byte_beyond_the_limit_is_sent_to_us(time):
    big = Content(bytes(5_000_000))
    async with serving(honest(big)) as server, opening(quick(time)) as opener:
        assert len(await read_all(opener, server.url(), limit=1000)) == 1001
        assert server.body_bytes == 1001


async def test_an_endless_answer_is_left_soon(time):
    policy = quick(time, max_bytes=1_000_000)
    async with serving(endless) as server, opening(policy) as opener:
        with pytest.raises(ArtifactRefused, match=r"1,000,000 bytes.*--max-bytes"):
            await read_all(opener, server.url())
        assert server.body_bytes <= 1_000_000 + 8 * 2**20


async def test_a_size_beyond_the_cap_is_refused_unread(time):
    big = Content(bytes(5_000_000))
    async with (
        serving(status("200 OK", body=big.body)) as server,
        opening(quick(time, max_bytes=1000)) as opener,
    ):
        request = ArtifactRequest(server.url(), checksum_declared=True)
        async with opener.open(request) as artifact:
            assert artifact.description.size == 5_000_000
            with pytest.raises(ArtifactRefused, match="--max-bytes"):
                await anext(chunks_of(artifact))


@pytest.mark.parametrize(
    "behaviour",
    [
        honest(CONTENT),
        status("403 No"),
        status("500 Oops"),
        reset_at_once,
        zipped(CONTENT),
        redirect(f"/b?sig={CANARY}"),
        redirect(f"http://169.254.169.254/?sig={CANARY}"),
        redirect(f"http://{CANARY}:{CANARY}@artifacts.example/"),
        redirect(f"ftp://x/?sig={CANARY}"),
    ],
)
async def test_no_secret_is_told_to_a_log_or_in_an_error(time, caplog, behaviour):
    caplog.set_level(logging.DEBUG)
    told = ""
    async with serving(behaviour) as server, opening(quick(time)) as opener:
        try:
            await read_all(opener, server.url(f"/a?sv=2025&sig={CANARY}"))
        except ArtifactError as error:
            told = "".join(traceback.format_exception(error)) + repr(error.__dict__)
        assert CANARY in server.requests[0].target
    assert CANARY not in told + caplog.text
