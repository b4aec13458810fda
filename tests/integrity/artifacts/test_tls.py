"""TLS: whom we believe, what is told of whom we do not, and when roots are read."""

import asyncio
import ssl
import subprocess
import sys
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx
import pytest
import trustme
from behaviours import (
    Content,
    honest,
    until_close,
)
from command import environment
from faulty_server import serving
from reading import LOOPBACK, opening, quick, read_all

from integrity.artifacts import transport as transport_module
from integrity.artifacts.tls import tls_context
from integrity.artifacts.transport import AiohttpTransport
from integrity.errors import (
    ArtifactRefused,
    ArtifactUnbounded,
    DocumentError,
)

CONTENT = Content(b"echo hello")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ALERT_PROTOCOL_VERSION = b"\x15\x03\x01\x00\x02\x02\x46"
"""What a server says that finds our TLS too new."""


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
        with pytest.raises(ArtifactUnbounded, match="declare its checksum"):
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


@asynccontextmanager
async def answering(words):
    """An https address behind which everybody is answered with these bytes."""

    async def answer(reader, writer):
        await reader.read(1)
        writer.write(words)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


async def test_d40_who_speaks_plain_http_is_told_so_and_no_certificate_is_asked_for(
    time,
):
    plain = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
    async with answering(plain) as url, opening(quick(time)) as opener:
        with pytest.raises(ArtifactRefused, match=r"speak TLS: plain http") as caught:
            await read_all(opener, url)
    assert "--ca-file" not in str(caught.value)
    assert time.slept == []


async def test_d40_who_speaks_only_an_older_tls_is_refused(time):
    async with (
        answering(ALERT_PROTOCOL_VERSION) as url,
        opening(quick(time)) as opener,
    ):
        with pytest.raises(ArtifactRefused, match=r"TLS 1\.2"):
            await read_all(opener, url)
    assert time.slept == []


def test_no_older_tls_is_offered():
    assert tls_context().minimum_version == ssl.TLSVersion.TLSv1_2


async def test_a_broken_file_of_roots_is_told_by_its_name(tmp_path):
    (tmp_path / "ca.pem").write_text("no certificate")
    for name in ("ca.pem", "absent.pem"):
        with pytest.raises(DocumentError, match=name):
            tls_context(tmp_path / name)


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
        "from integrity.artifacts import late_wire\n"
        "late_wire._aiohttp_transport()\n"
        "import aiohttp.connector as theirs\n"
        "from integrity.artifacts.tls import tls_context\n"
        "assert theirs._SSL_CONTEXT_VERIFIED.cert_store_stats()['x509'] == 0\n"
        "assert theirs._SSL_CONTEXT_VERIFIED.verify_mode is ssl.CERT_REQUIRED\n"
        "assert 'set_default_verify_paths' not in vars(ssl.SSLContext)\n"
        "tls_context()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], env=environment())
    assert done.returncode == 0
