"""Redirects behind a good certificate: encryption makes nobody honest."""

import ssl

import pytest
from behaviours import Content, honest, redirect
from faulty_server import serving
from reading import opening, quick, read_all

from integrity.errors import ArtifactRefused

HOST = "artifacts.example"
CONTENT = Content(b"echo hello")

REFUSED = {
    "to http": "http://artifacts.example:{port}/x",
    "to http elsewhere": "http://other.example/x",
    "to the metadata service": "https://169.254.169.254/metadata",
    "to a private address": "https://10.0.0.1/x",
    "to itself": "/artifact",
    "with a password": "https://user:canary-7c1f@artifacts.example:{port}/x",
    "to a file": "file:///etc/passwd",
}


@pytest.fixture(scope="module")
def tls(authority):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    return context


@pytest.mark.parametrize("location", REFUSED.values(), ids=REFUSED)
async def test_a_redirect_that_leads_astray_is_refused(time, tls, ca_file, location):
    async with (
        serving(honest(CONTENT), tls=tls) as server,
        opening(quick(time), ca_file=ca_file) as opener,
    ):
        server.usual = redirect(location.format(port=server.port))
        with pytest.raises(ArtifactRefused) as refusal:
            await read_all(opener, server.url(host=HOST))
        assert len(server.requests) == (6 if location == "/artifact" else 1)
        assert "canary" not in str(refusal.value)
