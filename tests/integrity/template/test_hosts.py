"""The hosts that artifacts come from."""

import pytest

from integrity.template.hosts import has_signature, host_of, is_azure_blob, is_github


@pytest.mark.parametrize(
    "host",
    ["github.com", "raw.githubusercontent.com", "gist.github.com", "contoso.github.io"],
)
def test_github_has_several_hosts(host):
    assert is_github(host)


@pytest.mark.parametrize(
    "host",
    [
        "contoso.blob.core.windows.net",
        "contoso.blob.core.usgovcloudapi.net",
        "contoso.z12.blob.storage.azure.net",
    ],
)
def test_every_cloud_has_blob_storage(host):
    assert is_azure_blob(host)


@pytest.mark.parametrize(
    "host",
    ["notgithub.com", "github.com.example", "blob.core.windows.net", "a.example"],
)
def test_other_hosts_are_neither(host):
    assert not is_github(host)
    assert not is_azure_blob(host)


def test_a_host_is_read_without_case_and_port():
    assert host_of("https://GitHub.com:443/x") == "github.com"


@pytest.mark.parametrize("url", ["", "setup.sh", "https://[half"])
def test_a_text_may_name_no_host(url):
    assert host_of(url) is None
    assert not has_signature(url)


def test_a_signature_is_in_the_query():
    assert has_signature("https://x.example/a?sv=1&SIG=2")
    assert not has_signature("https://x.example/sig=/a?sv=1")
