"""A blob's address: what may be one, how it is shown, what of it is kept."""

import pytest

from transfer.azure.blobs.address import BlobAddress
from transfer.copy_errors import Refused

PLAIN = "https://acc.blob.core.windows.net/vhds/folder/disk%20one.vhd"
SIGNED = f"{PLAIN}?sv=2025-11-05&se=2026-01-02T03:04:05Z&sr=b&sp=r&sig=a%2Fb%3D"


def test_a_signature_is_sent_and_never_shown():
    address = BlobAddress.parse(SIGNED)

    assert str(address.asking("comp=page")) == f"{SIGNED}&comp=page"
    assert address.is_signed
    shown = f"{address} {address!r} {address.shown} {address.identity}"
    assert "a%2Fb" not in shown
    assert address.shown == PLAIN


def test_an_address_without_a_query_gets_one():
    assert str(BlobAddress.parse(PLAIN).asking("comp=lease")) == f"{PLAIN}?comp=lease"


def test_what_names_a_blob_is_kept_and_nothing_else():
    snapshot = "snapshot=2026-01-02T03%3A04%3A05.0000000Z"

    assert BlobAddress.parse(SIGNED).identity == PLAIN
    assert BlobAddress.parse(f"{PLAIN}?{snapshot}&sig=x").identity == (
        f"{PLAIN}?{snapshot}"
    )


@pytest.mark.parametrize(
    "spelling",
    [
        "HTTPS://ACC.blob.core.windows.net/vhds/folder/disk%20one.vhd",
        "https://acc.blob.core.windows.net:443/vhds/folder/disk%20one.vhd",
        "https://acc.blob.core.windows.net./vhds/folder/disk%20one.vhd",
        "https://Acc.Blob.core.windows.net.:443/vhds/folder/disk%20one.vhd?sig=x",
    ],
)
def test_one_blob_has_one_identity_however_its_host_is_spelled(spelling):
    address = BlobAddress.parse(spelling)

    assert address.identity == PLAIN
    assert str(address.asking()).startswith("https://")


@pytest.mark.parametrize(
    "other",
    [
        "https://acc.blob.core.windows.net:8443/vhds/folder/disk%20one.vhd",
        "https://acc.blob.core.windows.net/vhds/folder/Disk%20one.vhd",
        "https://acc.blob.core.windows.net/vhds/folder/disk%20one.vhd.",
        "http://127.0.0.1:443/vhds/folder/disk%20one.vhd",
    ],
)
def test_what_may_be_another_blob_keeps_its_own_identity(other):
    assert BlobAddress.parse(other).identity == other


def test_a_signature_says_when_it_ends():
    ends = BlobAddress.parse(SIGNED).signature_ends

    assert ends.isoformat() == "2026-01-02T03:04:05+00:00"
    assert BlobAddress.parse(PLAIN).signature_ends is None


def test_the_name_is_the_last_part_as_the_service_has_it():
    assert BlobAddress.parse(SIGNED).name == "disk one.vhd"


def test_a_blob_below_an_address_keeps_its_signature():
    container = BlobAddress.parse("https://a.blob.core.windows.net/c/f?sig=s")

    assert container.child("disk 1.vhd").url.reveal() == (
        "https://a.blob.core.windows.net/c/f/disk%201.vhd?sig=s"
    )


@pytest.mark.parametrize(
    "text",
    [
        "http://acc.blob.core.windows.net/vhds/disk.vhd",
        "ftp://acc/vhds/disk.vhd",
        "https://user:hunter2@acc.blob.core.windows.net/vhds/disk.vhd",
        "https://acc.blob.core.windows.net/vhds",
        "https:///vhds/disk.vhd",
        "https://[::1/vhds/disk.vhd",
        "https://xn--a.blob.core.windows.net/vhds/disk.vhd",
        "disk.vhd",
    ],
)
def test_what_cannot_be_a_blob_is_refused_without_telling_a_secret(text):
    with pytest.raises(Refused) as refused:
        BlobAddress.parse(text)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("host", ["127.0.0.1:10000", "localhost:10000", "[::1]:10000"])
def test_an_emulator_on_this_machine_may_speak_plain_http(host):
    assert BlobAddress.parse(f"http://{host}/account/vhds/disk.vhd")
