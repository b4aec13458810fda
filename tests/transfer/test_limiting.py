"""A limit on the rate holds over all that moves."""

import pytest
from copying import DATA_BYTES, MIB

from transfer.copier import copy
from transfer.limiting import RateLimit
from transfer.strategies.all_strategies import ALL_STRATEGIES, Tools, find_way

BY_ITSELF = "service"
"""Its bytes move as the service likes, and nobody is asked before."""


class Clock:
    def __init__(self):
        self.now, self.slept = 0.0, []

    async def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


async def test_bytes_pass_at_the_rate_that_was_given():
    clock = Clock()
    limit = RateLimit(100.0, clock=lambda: clock.now, sleep=clock.sleep)

    for _ in range(5):
        await limit.take(200)

    assert clock.now == 8.0  # the first passes at once, each later one after two more


async def test_time_that_nobody_used_is_not_saved_up():
    clock = Clock()
    limit = RateLimit(100.0, clock=lambda: clock.now, sleep=clock.sleep)
    await limit.take(100)
    clock.now = 60.0

    await limit.take(100)
    await limit.take(100)

    assert clock.slept == [1.0]


async def test_without_a_limit_nobody_waits():
    clock = Clock()
    await RateLimit(None, sleep=clock.sleep).take(2**40)

    assert clock.slept == []


@pytest.mark.parametrize(
    "strategy", [each for each in ALL_STRATEGIES if each != BY_ITSELF]
)
async def test_every_way_of_a_copy_keeps_to_the_rate(bench, strategy):
    began, time = bench.time.now, bench.time
    limit = RateLimit(MIB, clock=lambda: time.now, sleep=time.sleep)
    tools = Tools(bench.service, policy=time.policy(), limit=limit, at_once=1)
    way = find_way(*bench.ends(strategy), tools, only=strategy)

    with bench.journal() as journal:
        await copy(way, journal=journal)

    of_the_last_chunk = 4 * MIB  # whoever is let through need not wait any more
    assert time.now - began > (DATA_BYTES - of_the_last_chunk) / MIB
