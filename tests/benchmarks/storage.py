"""Azurite behind a relay that counts, with disks to copy from and to it."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import azurite
import relay
from azure.storage.blob import BlobServiceClient
from azurite import API_VERSION, KEYS, Azurite
from measuring import MIB, environment
from small_disks import container, signed

from transfer.simulator.disks import Disk, fixed_vhd

ONE, TWO = KEYS
CONTAINER = "vhds"


@dataclass(frozen=True, slots=True)
class Storage:
    """Two accounts with a container each, and a folder for files."""

    azurite: Azurite
    """As clients see it: the relay's address."""

    relay: relay.Relay
    folder: Path

    def blob(self, account: str, name: str) -> str:
        """An address with the right to do everything."""
        address = f"{self.azurite.url(account)}/{CONTAINER}/{name}"
        return signed(address, account, hours=6)

    def client(self, account: str) -> BlobServiceClient:
        """The official client."""
        return BlobServiceClient(
            self.azurite.url(account),
            credential={"account_name": account, "account_key": KEYS[account]},
            api_version=API_VERSION,
        )

    def forget(self, account: str, name: str) -> None:
        """Remove a blob, if it is there."""
        with self.client(account) as client:
            blob = client.get_blob_client(CONTAINER, name)
            if blob.exists():
                blob.delete_blob()


@contextmanager
def running(folder: Path) -> Iterator[Storage]:
    """Azurite with two accounts, which takes clients that are newer than itself."""
    with azurite.running(folder / "azurite", "--skipApiVersionCheck") as server:
        host, _, port = server.origin.rpartition("//")[2].partition(":")
        with relay.running(host, int(port)) as counting:
            seen = Azurite(f"http://{host}:{counting.port}")
            for account in KEYS:
                container(seen, account, CONTAINER)
            yield Storage(seen, counting, folder)


def write_disk(path: Path, disk: Disk) -> int:
    """Write a fixed VHD with holes; the bytes that it takes on the disk."""
    content = fixed_vhd(disk)
    with path.open("wb") as file:
        file.truncate(content.size)
        for start, stop in content.ranges(0, content.size):
            for place in range(start, stop, 4 * MIB):
                data = content.read(place, min(stop, place + 4 * MIB))
                os.pwrite(file.fileno(), data, place)
    os.sync()
    return stored(path)


def stored(path: Path) -> int:
    """The bytes that a file takes on the disk; 0 if it is not there."""
    return path.stat().st_blocks * 512 if path.exists() else 0


def killed_at(storage: Storage, size: int, command: tuple[str, ...]) -> int:
    """Kill a tool as soon as so many bytes have passed; how many have in the end."""
    with subprocess.Popen(
        command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        storage.relay.cut_at(size, process.kill)
        process.wait()
    if process.returncode >= 0:
        raise SystemExit(f"{command[0]} ended before it could be killed")
    return storage.relay.count()
