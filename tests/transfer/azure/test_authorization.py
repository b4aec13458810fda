"""Which addresses are Azure's, and may see a token at all."""

import random
import re

import httpx
import pytest
from authorized import ARM, BLOBS, CREDENTIALS, sending
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scripted_azure import in_turn, reply

from transfer.azure.authorization import Audience, audience, authorize
from transfer.azure.clouds import CHINA, PUBLIC, US_GOVERNMENT, custom_cloud
from transfer.errors import HostRefused

LOOPBACK = custom_cloud(
    "demo",
    resource_manager="http://127.0.0.1:8080",
    authority="https://127.0.0.1:8443",
    blob_endpoints=["http://127.0.0.1:10000"],
)


@pytest.mark.parametrize(
    ("cloud", "url", "expected"),
    [
        (PUBLIC, f"{ARM}/subscriptions?api-version=1", Audience.MANAGEMENT),
        (PUBLIC, "https://MANAGEMENT.Azure.com:443/x", Audience.MANAGEMENT),
        (PUBLIC, f"{BLOBS}/vhds/a.vhd", Audience.BLOBS),
        (PUBLIC, "https://account.z01.blob.storage.azure.net/vhds", Audience.BLOBS),
        (US_GOVERNMENT, "https://management.usgovcloudapi.net/", Audience.MANAGEMENT),
        (US_GOVERNMENT, "https://a12.blob.core.usgovcloudapi.net/", Audience.BLOBS),
        (CHINA, "https://management.chinacloudapi.cn/", Audience.MANAGEMENT),
        (CHINA, "https://a12.blob.core.chinacloudapi.cn/", Audience.BLOBS),
        (LOOPBACK, "http://127.0.0.1:8080/subscriptions", Audience.MANAGEMENT),
        (LOOPBACK, "http://127.0.0.1:10000/account/vhds", Audience.BLOBS),
    ],
)
def test_azures_own_addresses_pass(cloud, url, expected):
    assert authorize(cloud, url) is expected


HOSTILE = [
    "http://management.azure.com/",
    "https://management.azure.com:8443/",
    "https://management.azure.com./",
    "https://management.azure.com.evil.example/",
    "https://evil-management.azure.com/",
    "https://x.management.azure.com/",
    "https://management.azure.com@evil.example/",
    "https://user@management.azure.com/",
    "https://management.azure.com\\.evil.example/",
    "https://management.azure.com%2eevil.example/",
    "https://management.azure.com\t.evil.example/",
    "https://management.azure.com\n/",
    " https://management.azure.com/",
    "https:///management.azure.com/",
    "https:management.azure.com/",
    "//management.azure.com/",
    "https://m\u0430nagement.azure.com/",
    "https://management\u3002azure\u3002com/",
    "https://xn--mnagement-3of.azure.com/",
    "https://20.0.0.1/",
    "https://[::1]/",
    "https://blob.core.windows.net/",
    "https://.blob.core.windows.net/",
    "https://a.b.blob.core.windows.net/",
    "https://account.blob.core.windows.net.evil.example/",
    "https://evil-blob.core.windows.net/",
    "https://account.xblob.core.windows.net/",
    "https://account.file.core.windows.net/",
    "https://account-x.blob.core.windows.net/",
    "https://account.blob.core.chinacloudapi.cn/",
    "https://account.blob.storage.azure.net/",
    "https://a.b.z01.blob.storage.azure.net/",
    "https://account.z01.blob.storage.azure.net.evil.example/",
    "https://management.chinacloudapi.cn/",
    "http://127.0.0.1:8080/",
    "file:///etc/passwd",
    "",
]


@pytest.mark.parametrize("url", HOSTILE)
def test_addresses_that_only_look_like_azures_do_not_pass(url):
    with pytest.raises(HostRefused):
        authorize(PUBLIC, url)


@pytest.mark.parametrize("scheme", ["https://", ""])
def test_a_refusal_names_the_host_and_hides_the_rest(scheme):
    with pytest.raises(HostRefused) as refused:
        authorize(PUBLIC, f"{scheme}user:pw@evil.example/path?sig=canary")

    assert "evil.example is no host of AzureCloud" in str(refused.value)
    assert "canary" not in str(refused.value)
    assert "pw" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8081/",
        "https://127.0.0.1:8080/",
        "http://127.0.0.2:8080/",
        "http://localhost:8080/",
        f"{ARM}/",
    ],
)
def test_a_custom_cloud_has_its_own_endpoints_and_no_others(url):
    assert audience(LOOPBACK, url) is None


PIECES = [
    "management", "azure", "com", "account", "blob", "core", "windows", "net", "z01",
    "storage", "evil", "example", "xn--a", "127", "0", "1", "MANAGEMENT", "a" * 25,
]  # fmt: skip

JOINTS = [".", "..", "-", "@", ":", "%2e", "/", "\\", "?", "#", "\u3002", " ", "\t", ""]

hosts = st.lists(
    st.tuples(st.sampled_from(PIECES), st.sampled_from(JOINTS)), min_size=1, max_size=8
).map(lambda pairs: "".join(piece + joint for piece, joint in pairs))

schemes = st.sampled_from(["https://", "http://", "HTTPS://", "https:", "https:/"])

suffixed = st.sampled_from(
    [
        "",
        "@",
        ".",
        ":443",
        ":444",
        "management.azure.com",
        "/",
        ".blob.core.windows.net",
    ]
)


def is_azures(host: str) -> bool:
    """The allow-list again, written by labels and not as a pattern."""
    labels = host.lower().split(".")
    match labels:
        case ["management", "azure", "com"]:
            return True
        case [account, "blob", "core", "windows", "net"]:
            pass
        case [account, zone, "blob", "storage", "azure", "net"]:
            if not (zone[:1] == "z" and zone[1:].isdigit()):
                return False
        case _:
            return False
    return 3 <= len(account) <= 24 and account.isascii() and account.isalnum()


generated = st.builds(lambda *parts: "".join(parts), schemes, suffixed, hosts, suffixed)


def is_allowed(url: str) -> bool:
    """The allow-list again, by httpx's own idea of what the address is."""
    plain = url.isascii() and url.isprintable() and " " not in url
    before_path = re.split("[/?#]", url.partition("://")[2])[0]
    try:
        parsed = httpx.URL(url)
        return (
            plain
            and not set(before_path) & set("\\@%")
            and parsed.scheme == "https"
            and parsed.port in (None, 443)
            and not parsed.userinfo
            and is_azures(parsed.host)
        )
    except (httpx.InvalidURL, ValueError):
        return False


@settings(max_examples=500, deadline=None)
@given(url=generated)
@example(url="https://management.azure.com")
@example(url="https://account.blob.core.windows.net@evil.example")
@example(url="https://a@management.azure.com")
@example(url="https://account.z01.blob.storage.azure.net/")
def test_over_generated_addresses_nothing_passes_but_what_is_allowed(url):
    assert audience(PUBLIC, url) is None or is_allowed(url)


@settings(max_examples=200, deadline=None)
@given(url=generated)
@example(url="https://management.azure.com")
@example(url="https://account.blob.core.windows.net.evil.example")
async def test_over_generated_hosts_no_credential_leaves_the_allow_list(url):
    try:
        request = httpx.Request("GET", url)
    except (httpx.InvalidURL, ValueError):
        return
    request.headers.update(dict.fromkeys(CREDENTIALS - {"proxy-authorization"}, "own"))
    transport, inner, _ = sending(in_turn(reply()))

    await transport.handle_async_request(request)

    sent = inner.requests[0]
    if not is_allowed(str(sent.url)):
        assert not CREDENTIALS & set(sent.headers)


def addresses(count: int) -> list[str]:
    """Addresses put together of parts that are nearly right, the same each time."""
    chosen = random.Random(29)
    whole = ("management.azure.com", "account.blob.core.windows.net")
    parts = (*whole, *PIECES)
    return [
        chosen.choice(("https://", "https://", "HTTPS://", "http://"))
        + "".join(
            chosen.choice(parts) + chosen.choice(("", "", *JOINTS))
            for _ in range(chosen.randint(1, 4))
        )
        for _ in range(count)
    ]


def test_of_twenty_thousand_addresses_those_pass_that_are_allowed():
    judged = [(audience(PUBLIC, url), is_allowed(url)) for url in addresses(20_000)]

    assert [allowed for found, allowed in judged if found] == [True] * sum(
        bool(found) for found, _ in judged
    )
    assert sum(bool(found) for found, _ in judged) > 200
    assert sum(found is None for found, _ in judged) > 10_000


ONE_ORIGIN = custom_cloud(
    "simulator",
    resource_manager="http://127.0.0.1:1234",
    authority="https://login.example.com",
    blob_endpoints=("http://127.0.0.1:1234",),
)


@pytest.mark.parametrize(
    ("path", "whose"),
    [
        ("/subscriptions", Audience.MANAGEMENT),
        ("/subscriptions/s/resourceGroups?api-version=1", Audience.MANAGEMENT),
        ("/PROVIDERS/x", Audience.MANAGEMENT),
        ("/subscriptionsaccount/vhds/a.vhd", Audience.BLOBS),
        ("/account/packerlogs/a.log?comp=list", Audience.BLOBS),
    ],
)
def test_where_everything_is_at_one_origin_the_path_decides(path, whose):
    assert audience(ONE_ORIGIN, f"http://127.0.0.1:1234{path}") is whose
