"""The number of calls side by side follows what they bring."""

import asyncio

import pytest

from integrity.artifacts.retries import TryAgain
from transfer.azure.blobs.pacing import FIRST, Pacer
from transfer.limiting import MOST_STREAMS


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def bring(pacer, clock, rates):
    for rate in rates:
        clock.now += 1.0
        pacer.brought(rate)


def started(clock):
    pacer = Pacer(clock=clock)
    pacer.brought(0)
    return pacer


def test_it_grows_as_long_as_that_brings_more():
    clock = Clock()
    pacer = started(clock)

    bring(pacer, clock, [100, 120, 140])

    assert pacer.width == FIRST + 3


def test_it_stays_where_more_brings_nothing():
    clock = Clock()
    pacer = started(clock)

    bring(pacer, clock, [100, 101, 102, 100])

    assert pacer.width == FIRST + 1


def test_it_never_grows_beyond_what_a_page_blob_can_give():
    clock = Clock()
    pacer = started(clock)

    bring(pacer, clock, [100 * 2**step for step in range(40)])

    assert pacer.width == MOST_STREAMS


def test_it_halves_when_the_service_is_busy_and_holds_that_for_a_while():
    clock = Clock()
    pacer = started(clock)
    bring(pacer, clock, [100, 200, 300, 400])

    for _ in range(5):
        pacer.trouble(TryAgain("busy", status=503))
    bring(pacer, clock, [500] * 15)

    assert pacer.width == 4
    bring(pacer, clock, [500] * 10)
    assert pacer.width == 5


@pytest.mark.parametrize("status", [429, 500, 503])
def test_it_halves_whatever_the_service_is_busy_with(status):
    pacer = started(Clock())

    pacer.trouble(TryAgain("busy", status=status))

    assert pacer.width == FIRST // 2


def test_a_line_that_broke_is_no_reason_to_slow_down():
    pacer = started(Clock())

    pacer.trouble(TryAgain("lost the connection"))

    assert pacer.width == FIRST


async def test_no_more_run_than_may():
    pacer = Pacer(at_most=2)
    running, most = 0, 0

    async def call():
        nonlocal running, most
        async with pacer.turn():
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            running -= 1

    async with asyncio.TaskGroup() as group:
        for _ in range(9):
            group.create_task(call())

    assert (most, running) == (2, 0)


async def test_whoever_has_waited_longest_is_next():
    pacer, order = Pacer(at_most=1), []

    async def calls(names):
        for name in names:
            async with pacer.turn():
                order.append(name)
                await asyncio.sleep(0)

    async with asyncio.TaskGroup() as group:
        for names in ("adg", "beh", "cfi"):
            group.create_task(calls(names))

    assert "".join(order) == "abcdefghi"


async def test_a_gate_that_has_become_narrower_lets_fewer_in():
    pacer = Pacer(at_most=4)
    ends, running = asyncio.Event(), []

    async def call(name):
        async with pacer.turn():
            running.append(name)
            await ends.wait()
            running.remove(name)

    async with asyncio.TaskGroup() as group:
        for name in range(4):
            group.create_task(call(name))
        await settle()
        pacer.trouble(TryAgain("busy", status=503))
        ends.set()
        await settle()
        ends.clear()
        for name in range(4):
            group.create_task(call(name))
        await settle()

        assert len(running) == 2
        ends.set()


async def settle():
    for _ in range(10):
        await asyncio.sleep(0)
