"""A container in each of two accounts, of the simulator or Azurite, to copy between."""

import hashlib
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from azure.storage.blob import ContainerSasPermissions, generate_container_sas
from azurite import KEYS
from copying import MIB, FakeTime
from stopping import stopped

from integrity.artifacts.addresses import AddressPolicy
from integrity.artifacts.transport import AiohttpTransport
from transfer.azure.blobs.address import BlobAddress
from transfer.copier import copy
from transfer.copy_options import DEFAULTS
from transfer.journal.store import Journal
from transfer.strategies.all_strategies import Tools, find_way

ONE, TWO = KEYS
SIZE = 13 * MIB + 77
CONTENT = hashlib.shake_128(b"an image of no disk").digest(SIZE)
SHA256 = hashlib.sha256(CONTENT).hexdigest()

UP = pytest.mark.parametrize("strategy", ["upload", "streamed"])
"""The ways that lead to a block blob: from `Blobs.start`."""


class Blobs:
    """What a test copies from and to."""

    def __init__(self, services, folder):
        self.services, self.folder = services, folder
        self.container = f"c{uuid.uuid4().hex}"
        self.clients = {}
        for account in KEYS:
            client = services.client(account)
            self.clients[account] = client.create_container(self.container)
        self.file = folder / "rootfs.tar"
        self.file.write_bytes(CONTENT)
        self.target = self.address(TWO, "copy.tar")

    def address(self, account, name):
        signature = generate_container_sas(
            account,
            self.container,
            account_key=KEYS[account],
            permission=ContainerSasPermissions.from_string("rwdcl"),
            expiry=datetime.now(UTC) + timedelta(hours=1),
        )
        origin = self.services.origin
        return BlobAddress.parse(
            f"{origin}/{account}/{self.container}/{name}?{signature}"
        )

    def there(self, account=TWO, name="copy.tar"):
        return self.clients[account].get_blob_client(name)

    def first(self):
        """The file as a block blob of the first account."""
        client = self.there(ONE, "rootfs.tar")
        client.upload_blob(CONTENT, overwrite=True)
        return self.address(ONE, "rootfs.tar")

    def start(self, strategy):
        """The file, or what is streamed from: the same as a block blob."""
        return self.file if strategy == "upload" else self.first()

    async def copy(
        self, start, end=None, *, only=None, after=None, options=DEFAULTS, **more
    ):
        """Copy; `after` so many chunks, stop as a person who presses Ctrl-C."""
        addresses = AddressPolicy(frozenset(("127.0.0.1",)))
        async with AiohttpTransport(addresses=addresses) as transport:
            tools = Tools(transport, policy=FakeTime().policy(), at_once=1)
            end = end or self.target
            way = find_way(start, end, tools, only=only, **more)
            with Journal.open(self.folder / "state") as journal:
                if after is None:
                    return await copy(way, journal=journal, options=options)
                return await stopped(way, after, journal=journal, options=options)
