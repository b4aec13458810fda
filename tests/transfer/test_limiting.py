"""A limit on the rate holds over all that moves."""

from transfer.limiting import RateLimit


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
