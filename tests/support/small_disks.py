"""A VHD that a real program made, and addresses of Azurite that let one in."""

from datetime import UTC, datetime, timedelta
from random import Random

from azure.storage.blob import (
    AccountSasPermissions,
    BlobServiceClient,
    ResourceTypes,
    generate_account_sas,
)
from azurite import API_VERSION, KEYS
from virtual_disks import qemu_vhd

MIB = 2**20
DATA = 8 * MIB
SIZE = 64 * MIB + 512


def small_vhd(path):
    """64 MiB of which 8 hold data, as a fixed VHD by qemu-img."""
    raw = bytearray(64 * MIB)
    dice = Random(5)
    for part in range(4):
        start = (3 + part * 14) * MIB
        raw[start : start + 2 * MIB] = dice.randbytes(2 * MIB)
    qemu_vhd(path, raw=bytes(raw))
    path.with_suffix(".raw").unlink()
    return path


def signed(address, account, *, hours=1):
    """An address of Azurite with the right to do everything for some hours."""
    query = generate_account_sas(
        account,
        KEYS[account],
        resource_types=ResourceTypes(service=True, container=True, object=True),
        permission=AccountSasPermissions(
            read=True, write=True, delete=True, list=True, create=True
        ),
        start=datetime.now(UTC) - timedelta(days=2),
        expiry=datetime.now(UTC) + timedelta(hours=hours),
    )
    return f"{address}?{query}"


def container(azurite, account, name):
    """The address of a container, which is made if it is not there."""
    client = BlobServiceClient(
        azurite.url(account),
        credential={"account_name": account, "account_key": KEYS[account]},
        api_version=API_VERSION,
    )
    with client:
        if not client.get_container_client(name).exists():
            client.create_container(name)
    return f"{azurite.url(account)}/{name}"
