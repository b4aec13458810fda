"""The wire: whom we believe, what we send, and how much we let come."""

import asyncio
import logging
import ssl
import subprocess
import sys
import traceback
from datetime import UTC, datetime

import httpx
import pytest
import trustme
from behaviours import (
    Content,
    endless,
    honest,
    redirect,
    reset_at_once,
    status,
    until_close,
    zipped,
)
from command import environment
from faulty_server import serving
from reading import LOOPBACK, chunks_of, opening, quick, read_all

from integrity.artifacts import transport as transport_module
from integrity.artifacts.artifact import ArtifactRequest
from integrity.artifacts.tls import tls_context
from integrity.artifacts.transport import AiohttpTransport
from integrity.errors import (
    ArtifactError,
    ArtifactRefused,
    ArtifactUnreachable,
    DocumentError,
)

CONTENT = Content(b"echo hello")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ALERT_PROTOCOL_VERSION = b"\x15\x03\x01\x00\x02\x02\x46"
"""What a server says that finds our TLS too new."""

CANARY = "canary-7c1f"


@pytest.fixture(scope="module")
def authority():
    """A certificate authority of ours."""
    return trustme.CA()


@pytest.fixture
def ca_file(authority, tmp_path):
    """Its root, as a person would name it."""
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


def server_tls(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


async def test_a_certificate_of_a_named_authority_is_believed(time, authority, ca_file):
    tls = server_tls(authority.issue_cert("artifacts.example"))
    async with (
        serving(honest(CONTENT), tls=tls) as server,
        opening(quick(time), ca_file=ca_file) as opener,
    ):
        url = server.url(host="artifacts.example")
        assert await read_all(opener, url, checksum_declared=False) == CONTENT.body
        assert server.requests[0].headers["host"] == f"artifacts.example:{server.port}"


async def test_d10_a_body_without_a_visible_end_needs_a_checksum(
    time, authority, ca_file
):
    tls = server_tls(authority.issue_cert("artifacts.example"))
    async with (
        serving(until_close(CONTENT), tls=tls) as server,
        opening(quick(time), ca_file=ca_file) as opener,
    ):
        url = server.url(host="artifacts.example")
        assert await read_all(opener, url, checksum_declared=True) == CONTENT.body
        with pytest.raises(ArtifactUnreachable, match="declare its checksum"):
            await read_all(opener, url, checksum_declared=False)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (
            lambda ca: server_tls(ca.issue_cert("other.example")),
            r"Hostname mismatch[^;]*$",
        ),
        (
            lambda ca: server_tls(
                ca.issue_cert(
                    "artifacts.example", not_before=LONG_AGO, not_after=LONG_AGO
                )
            ),
            r"expired$",
        ),
        (
            lambda ca: server_tls(trustme.CA().issue_cert("artifacts.example")),
            r"(self-signed|unable to get).*--ca-file",
        ),
    ],
    ids=["wrong name", "expired", "unknown authority"],
)
async def test_d40_no_other_end_is_believed_or_asked_again(
    time, authority, ca_file, make, reason
):
    async with (
        serving(honest(CONTENT), tls=make(authority)) as server,
        opening(quick(time), ca_file=ca_file) as opener,
    ):
        with pytest.raises(ArtifactRefused, match=reason):
            await read_all(opener, server.url(host="artifacts.example"))
        assert server.requests == []
    assert time.slept == []


async def test_d40_who_speaks_plain_http_is_told_so_and_no_certificate_is_asked_for(
    time,
):
    async def plain(reader, writer):
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    async with (
        await asyncio.start_server(plain, "127.0.0.1", 0) as server,
        opening(quick(time)) as opener,
    ):
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(ArtifactRefused, match=r"speak TLS: plain http") as caught:
            await read_all(opener, f"https://127.0.0.1:{port}/")
    assert "--ca-file" not in str(caught.value)
    assert time.slept == []


async def test_d40_who_speaks_only_an_older_tls_is_refused(time):
    async def too_old(reader, writer):
        await reader.read(1)
        writer.write(ALERT_PROTOCOL_VERSION)
        await writer.drain()
        writer.close()

    async with (
        await asyncio.start_server(too_old, "127.0.0.1", 0) as server,
        opening(quick(time)) as opener,
    ):
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(ArtifactRefused, match=r"TLS 1\.2"):
            await read_all(opener, f"https://127.0.0.1:{port}/")
    assert time.slept == []


def test_no_older_tls_is_offered():
    assert tls_context().minimum_version == ssl.TLSVersion.TLSv1_2


async def test_a_broken_file_of_roots_is_told_by_its_name(tmp_path):
    (tmp_path / "ca.pem").write_text("no certificate")
    for name in ("ca.pem", "absent.pem"):
        with pytest.raises(DocumentError, match=name):
            tls_context(tmp_path / name)


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


async def test_roots_are_read_once_for_all_connections_and_never_for_http(monkeypatch):
    made = []

    def counted(ca_file):
        made.append(tls_context(ca_file))
        return made[-1]

    monkeypatch.setattr(transport_module, "tls_context", counted)
    async with (
        serving(honest(CONTENT)) as server,
        AiohttpTransport(addresses=LOOPBACK) as transport,
    ):
        url = server.url()
        await transport.handle_async_request(httpx.Request("GET", url))
        assert made == []
        for _ in range(3):
            refused = httpx.Request("GET", "https://127.0.0.1:1/")  # nobody there
            with pytest.raises(httpx.ConnectError):
                await transport.handle_async_request(refused)
    assert len(made) == 1


def test_aiohttp_is_loaded_without_roots_and_ours_still_has_them():
    program = (
        "import ssl\n"
        "from integrity.artifacts import late_transport\n"
        "late_transport._aiohttp_transport()\n"
        "import aiohttp.connector as theirs\n"
        "from integrity.artifacts.tls import tls_context\n"
        "assert theirs._SSL_CONTEXT_VERIFIED.cert_store_stats()['x509'] == 0\n"
        "assert theirs._SSL_CONTEXT_VERIFIED.verify_mode is ssl.CERT_REQUIRED\n"
        "assert 'set_default_verify_paths' not in vars(ssl.SSLContext)\n"
        "tls_context()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], env=environment())
    assert done.returncode == 0
