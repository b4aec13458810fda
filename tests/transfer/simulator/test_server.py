"""The simulator as a server on loopback, as clients of sockets meet it."""

import asyncio

import aiohttp
import pytest
from azurite import KEYS
from blob_services import BlobServices, two_accounts
from simulating import START

from integrity.sizes import MIB
from transfer.simulator import faults
from transfer.simulator.accounts import BlobKind
from transfer.simulator.clock import Clock
from transfer.simulator.disks import Disk, fixed_vhd
from transfer.simulator.server import SimulatorServer, served
from transfer.simulator.simulator import Simulator
from transfer.simulator.tokens import STORAGE

ONE = next(iter(KEYS))
BEFORE = {"x-ms-version": "2025-11-05"}


def with_disk(simulator):
    """The simulator, once it has a disk of 9 MiB."""
    disk = fixed_vhd(Disk(size=9 * MIB, data=4 * MIB, stretches=2))
    account = simulator.world.accounts[ONE]
    account.put("vhds", "disk.vhd", disk, START, kind=BlobKind.PAGE)
    return disk


async def ask(server, simulator, **more):
    """Read the disk whole."""
    token = simulator.tokens.issue(STORAGE).text
    headers = BEFORE | {"Authorization": f"Bearer {token}"} | more
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{server.origin}/{ONE}/vhds/disk.vhd", headers=headers) as answer,
    ):
        return answer.status, await answer.read()


async def test_a_large_blob_is_streamed():
    simulator = Simulator(two_accounts(), clock=Clock(START))
    async with SimulatorServer(simulator) as server:
        disk = with_disk(simulator)
        status, data = await ask(server, simulator)

    assert status == 200
    assert data == disk.read(0, disk.size)


async def test_who_hangs_up_while_being_answered_is_no_failure(caplog):
    simulator = Simulator(two_accounts(), clock=Clock(START))
    async with SimulatorServer(simulator) as server:
        with_disk(simulator)
        token = simulator.tokens.issue(STORAGE).text
        host, port = server.origin.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(
            f"GET /{ONE}/vhds/disk.vhd HTTP/1.1\r\nHost: {host}\r\n"
            f"x-ms-version: {BEFORE['x-ms-version']}\r\n"
            f"Authorization: Bearer {token}\r\n\r\n".encode()
        )
        await reader.read(1)
        writer.transport.abort()
        await ask(server, simulator)

    assert caplog.records == []


@pytest.mark.parametrize("act", [faults.cut(5 * MIB), faults.cut(0)])
async def test_a_connection_breaks_where_the_script_says(act):
    simulator = Simulator(two_accounts(), clock=Clock(START))
    async with SimulatorServer(simulator) as server:
        with_disk(simulator)
        simulator.faults.add("Get Blob", act)
        with pytest.raises(aiohttp.ClientError):
            await ask(server, simulator)
        status, _ = await ask(server, simulator)

    assert status == 200


async def test_a_dropped_connection_brings_no_answer():
    simulator = Simulator(two_accounts(), clock=Clock(START))
    async with SimulatorServer(simulator) as server:
        with_disk(simulator)
        simulator.faults.add("Get Blob", faults.drop, times=2)  # aiohttp asks twice
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await ask(server, simulator)

    assert simulator.faults.fired == 2


async def test_what_gave_out_addresses_cannot_move():
    simulator = Simulator(two_accounts())
    assert simulator.world.accounts

    with pytest.raises(RuntimeError):
        async with SimulatorServer(simulator):
            pass


def test_a_client_that_blocks_is_served_from_a_thread():
    simulator = Simulator(two_accounts(), clock=Clock(START))
    with served(simulator) as server:
        disk = with_disk(simulator)
        services = BlobServices(server.origin, "simulator")
        with services.client() as client:
            blob = client.get_blob_client("vhds", "disk.vhd")
            found = blob.download_blob(max_concurrency=1).readall()

    assert found == disk.read(0, disk.size)
