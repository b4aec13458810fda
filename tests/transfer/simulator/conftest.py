"""Fixtures of the simulator's tests."""

import ssl

import pytest
import trustme
from simulating import Asking, seed, simulator


@pytest.fixture(scope="session")
def certificates(tmp_path_factory):
    """TLS for a server on loopback, and the file that makes clients trust it."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    path = tmp_path_factory.mktemp("tls") / "authority.pem"
    authority.cert_pem.write_to_path(path)
    return context, path


@pytest.fixture
def asking():
    """Somebody who asks a simulator with one template, built an hour ago."""
    return Asking(simulator(templates=(seed(ran_before=(3600.0,)),)))
