"""A disk in one simulated account, to be copied to the other."""

import base64

from awscrt.checksums import crc64nvme
from azurite import KEYS
from blob_services import two_accounts
from simulating import START, Asking

from integrity.sizes import MIB
from transfer.simulator.accounts import BlobKind
from transfer.simulator.clock import Clock
from transfer.simulator.disks import Disk, fixed_vhd
from transfer.simulator.simulator import Simulator
from transfer.simulator.tokens import STORAGE

ONE, TWO = KEYS
DISK = f"https://{ONE}.blob.core.windows.net/vhds/disk.vhd"
COPY = f"https://{TWO}.blob.core.windows.net/vhds/copy.vhd"
FROM_URL = {"x-ms-page-write": "update", "x-ms-copy-source": DISK}


def disk_of(asking):
    """The blob that is copied from."""
    return asking.simulator.world.accounts[ONE].containers["vhds"].blobs["disk.vhd"]


def copy_of(asking):
    """The blob that is copied to."""
    return asking.simulator.world.accounts[TWO].containers["vhds"].blobs["copy.vhd"]


def crc64(data):
    """As the service writes it."""
    return base64.b64encode(crc64nvme(data).to_bytes(8, "little")).decode()


def asked_range(first, last):
    """The headers of Put Page From URL for one range."""
    bounds = f"bytes={first}-{last - 1}"
    return {"x-ms-range": bounds, "x-ms-source-range": bounds}


async def make_copy(asking):
    """Create the destination."""
    size = {
        "x-ms-blob-type": "PageBlob",
        "x-ms-blob-content-length": str(16 * MIB + 512),
    }
    assert (await asking.blobs("PUT", COPY, headers=size)).status_code == 201


async def take(asking, first, last, **more):
    """Put Page From URL with a token for the source."""
    token = asking.headers(STORAGE)["Authorization"]
    headers = FROM_URL | {"x-ms-copy-source-authorization": token}
    headers |= asked_range(first, last) | more
    return await asking.blobs("PUT", f"{COPY}?comp=page", headers=headers)


def code(answer):
    """Status and code of a refusal."""
    return answer.status_code, answer.headers.get("x-ms-error-code")


def somebody_with_a_disk():
    """A disk of 16 MiB in the first account, a container in the second."""
    simulator = Simulator(two_accounts(), clock=Clock(START))
    accounts = simulator.world.accounts
    disk = fixed_vhd(Disk(size=16 * MIB, data=8 * MIB, stretches=4))
    accounts[ONE].put("vhds", "disk.vhd", disk, START, kind=BlobKind.PAGE)
    accounts[TWO].container("vhds", START)
    return Asking(simulator)
