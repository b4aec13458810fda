"""What a job that was given up has left, where the service does not let go of it yet."""

import httpx
import pytest
from blob_copies import COPY, DISK, ONE, copy_of, somebody_with_a_disk
from copying import FakeTime
from simulating import Asking
from small_disks import signed

from transfer.azure.blobs.address import BlobAddress
from transfer.copier import copy
from transfer.copy_errors import Unreachable
from transfer.journal.store import Journal
from transfer.simulator.tokens import STORAGE
from transfer.simulator.transport import SimulatorTransport
from transfer.strategies.all_strategies import Tools, find_way
from transfer.strategies.leavings import Leavings, remove_leavings


class SignedIn(SimulatorTransport):
    """Sends requests to the simulator with a token."""

    def __init__(self, asking: Asking) -> None:
        super().__init__(asking.simulator)
        self.headers = asking.headers(STORAGE)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.headers.update(self.headers)
        return await super().handle_async_request(request)


async def test_a_copy_of_the_services_own_is_ended_before_its_blob_is_removed(tmp_path):
    asking = somebody_with_a_disk()
    tools = Tools(SignedIn(asking), policy=FakeTime().policy())
    disk, there = BlobAddress.parse(signed(DISK, ONE)), BlobAddress.parse(COPY)
    way = find_way(disk, there, tools, only="service")
    with Journal.open(tmp_path) as journal:
        with pytest.raises(Unreachable, match="has stopped"):
            await copy(way, journal=journal)
        (job,) = journal.jobs()
    blob = copy_of(asking)
    assert blob.copy.status == "pending"

    assert await remove_leavings(job, there, tools) is Leavings.REMOVED

    assert blob.copy.status == "aborted"
    with pytest.raises(KeyError):
        copy_of(asking)
