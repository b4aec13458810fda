"""What a service may do to HTTP itself: the rows D that only a real wire can show.

The copy goes through the project's own transport to a server on loopback that breaks
the rules; behind it stands the service in memory.
"""

from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest
from behaviours import (
    drip_headers,
    flood_of_1xx,
    flood_of_headers,
    garbage,
    hang_up_at_once,
    one_endless_header,
    reset_at_once,
    status,
)
from blob_service import BlobService
from copying import IMAGE, SIZE, FakeTime, image_pieces
from faulty_server import serving
from reading import LOOPBACK

from integrity.artifacts.transport import AiohttpTransport
from transfer.azure.blobs.address import BlobAddress
from transfer.copier import copy
from transfer.copy_errors import ArtifactReplaced, CopyError, Unreachable
from transfer.journal.store import Journal
from transfer.receipt import Level
from transfer.strategies.all_strategies import Tools, find_way

PATH = "/vhds/disk.vhd"
FOR_EVER = 10**6


class Gateway:
    """Says over a wire what a service in memory answers, but for some ranges."""

    def __init__(self, fault, *, after, times):
        self.service = BlobService()
        self.service.put(f"http://127.0.0.1{PATH}", image_pieces(), size=SIZE)
        self.fault, self.after, self.times = fault, after, times
        self.ranges = 0

    def answer(self, exchange):
        asked = exchange.request
        url = f"http://127.0.0.1{asked.target}"
        return self.service.answer(
            httpx.Request(asked.method, url, headers=asked.headers)
        )

    async def behave(self, exchange):
        answer = self.answer(exchange)
        if exchange.request.method == "GET" and answer.status_code == 206:
            self.ranges += 1
            if 0 < self.ranges - self.after <= self.times:
                await self.fault(self, exchange)
                return
        headers = [f"{name}: {value}" for name, value in answer.headers.items()]
        await exchange.head(f"{answer.status_code} So", *headers)
        if exchange.request.method != "HEAD":
            await exchange.body(answer.stream._data)


def as_it_is(behaviour):
    """A fault that has nothing to do with what was asked for."""
    return lambda gateway, exchange: behaviour(exchange)


async def two_lengths(gateway, exchange):
    answer = gateway.answer(exchange)
    headers = [f"{name}: {value}" for name, value in answer.headers.items()]
    await exchange.head("206 Part", *headers, "Content-Length: 7")
    await exchange.body(answer.stream._data)
    exchange.hang_up()


async def negative_length(gateway, exchange):
    answer = gateway.answer(exchange)
    answer.headers["content-length"] = "-1"
    headers = [f"{name}: {value}" for name, value in answer.headers.items()]
    await exchange.head("206 Part", *headers)
    await exchange.body(answer.stream._data)
    exchange.hang_up()


async def chunks_without_an_end(gateway, exchange):
    answer = gateway.answer(exchange)
    data = answer.stream._data
    del answer.headers["content-length"]
    headers = [f"{name}: {value}" for name, value in answer.headers.items()]
    await exchange.head("206 Part", *headers, "Transfer-Encoding: chunked")
    await exchange.raw(f"{len(data):x}\r\n".encode())
    await exchange.body(data)
    exchange.hang_up()


BROKEN = {
    "D01 reset": as_it_is(reset_at_once),
    "D02 hangs up": as_it_is(hang_up_at_once),
    "D07 a negative length": negative_length,
    "D08 two lengths": two_lengths,
    "D09 chunked without an end": chunks_without_an_end,
    "D36 headers that drip": as_it_is(drip_headers),
    "D37 a flood of 1xx": as_it_is(flood_of_1xx),
    "D38 a flood of headers": as_it_is(flood_of_headers),
    "D38 one endless header": as_it_is(one_endless_header),
    "D39 garbage": as_it_is(garbage),
}
every_fault = pytest.mark.parametrize("fault", BROKEN.values(), ids=BROKEN)


@asynccontextmanager
async def copying(folder, fault, *, after=0, times=1, patience=900.0):
    """A copy that can be called, with its gateway."""
    gateway = Gateway(fault, after=after, times=times)
    quick = FakeTime().policy(idle=0.2, answer=0.3)
    async with (
        serving(gateway.behave) as server,
        AiohttpTransport(addresses=LOOPBACK) as transport,
    ):

        async def run(policy):
            tools = Tools(transport, policy=policy, at_once=1)
            artifact = BlobAddress.parse(server.url(PATH))
            way = find_way(artifact, folder / "disk.vhd", tools)
            with Journal.open(folder / "state") as journal:
                return await copy(way, journal=journal)

        yield gateway, lambda: run(replace(quick, patience=patience))


@every_fault
@pytest.mark.parametrize("after", [0, 3, 5], ids=["first", "inner", "last"])
async def test_a_broken_answer_is_asked_for_again(tmp_path, fault, after):
    async with copying(tmp_path, fault, after=after) as (gateway, run):
        receipt = await run()

    assert gateway.ranges > after + 1
    assert (tmp_path / "disk.vhd").read_bytes() == IMAGE
    assert receipt.level is Level.FULL


@every_fault
async def test_answers_that_stay_broken_end_the_copy_which_can_be_taken_up(
    tmp_path, fault
):
    async with copying(tmp_path, fault, after=2, times=FOR_EVER, patience=1.0) as (
        gateway,
        run,
    ):
        with pytest.raises(CopyError) as ended:
            await run()
        assert type(ended.value) is Unreachable
        assert ended.value.resumable
        assert not (tmp_path / "disk.vhd").exists()
        assert len(list(tmp_path.glob("*.part"))) == 1

        gateway.times = 0
        await run()

    assert (tmp_path / "disk.vhd").read_bytes() == IMAGE


@pytest.mark.parametrize("after", [0, 3, 5], ids=["first", "inner", "last"])
async def test_d30_another_version_is_told_at_once_and_not_asked_for_again(
    tmp_path, after
):
    changed = as_it_is(status("412 Changed", "x-ms-error-code: ConditionNotMet"))

    async with copying(tmp_path, changed, after=after, times=FOR_EVER) as (
        gateway,
        run,
    ):
        with pytest.raises(ArtifactReplaced):
            await run()

    assert gateway.ranges == after + 1
    assert len(list(tmp_path.glob("*.part"))) == 1
