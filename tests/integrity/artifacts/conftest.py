"""A certificate authority of ours."""

import pytest
import trustme


@pytest.fixture(scope="module")
def authority():
    """Who signs the certificates of servers."""
    return trustme.CA()


@pytest.fixture
def ca_file(authority, tmp_path):
    """Its root, as a person would name it."""
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path
