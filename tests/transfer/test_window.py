"""Nothing is written down that a power loss could take back."""

import asyncio
from contextlib import suppress
from itertools import chain
from random import Random

import pytest

from integrity.parallel import for_each
from transfer.copy_errors import DiskFailed
from transfer.digesting import ChunkDigest
from transfer.ranges import ByteRange, Chunk
from transfer.window import BYTES, CHUNKS_AT_STAKE, CommitWindow

DIGEST = ChunkDigest(bytes(16), 0, vouched=True)
MIB = 2**20
CHUNK = 4 * MIB
AT_STAKE = CHUNKS_AT_STAKE * CHUNK


class Ends:
    """A destination and a journal that write down in which order they are called."""

    def __init__(self):
        self.calls = []
        self.failures = []
        self.now = 0.0

    async def flush(self):
        await asyncio.sleep(0)
        if self.failures:
            self.calls.append("failed sync")
            raise self.failures.pop()
        self.calls.append("sync")

    def record(self, job, arrived):
        self.calls.append(sorted(arrived))


class Crashes(Ends):
    """Counts, whenever anything happens, what a kill at this moment would cost."""

    def __init__(self, seed):
        super().__init__()
        self.dice = Random(seed)
        self.asked, self.written, self.costs = 0, 0, []

    def look(self):
        self.costs.append((self.asked - self.written) * CHUNK)

    async def passes(self, most):
        """Others go on meanwhile."""
        for _ in range(self.dice.randrange(most)):
            await asyncio.sleep(0)
            self.look()

    async def flush(self):
        await self.passes(60)

    def record(self, job, arrived):
        self.look()
        self.calls.append(sorted(arrived))
        self.written += len(arrived)

    async def move(self, chunk):
        self.asked += 1
        self.look()
        await self.passes(40)


class SlowDisk(Ends):
    """During its first sync the four chunks arrive that were under way."""

    window = None

    async def flush(self):
        await super().flush()
        for index in range(12, 16) if len(self.calls) == 1 else ():
            await self.window.arrived(chunk(index), DIGEST)


@pytest.fixture
def ends():
    return Ends()


@pytest.fixture
def window(ends):
    return CommitWindow("job", ends, ends, clock=lambda: ends.now)


def chunk(index, size=CHUNK):
    extent = ByteRange(index * size, (index + 1) * size)
    return Chunk(index, extent, (extent,))


async def test_the_data_is_synced_before_the_journal_speaks_of_it(window, ends):
    await window.arrived(chunk(3), DIGEST)
    await window.arrived(chunk(1), DIGEST)
    await window.commit()

    assert ends.calls == ["sync", [1, 3]]


async def test_forty_eight_mebibytes_are_enough(window, ends):
    for index in range(11):
        await window.arrived(chunk(index), DIGEST)
    assert ends.calls == []

    await window.arrived(chunk(11), DIGEST)

    assert ends.calls == ["sync", list(range(12))]


async def test_a_second_is_long_enough(window, ends):
    await window.arrived(chunk(0), DIGEST)
    ends.now = 1.0
    await window.arrived(chunk(1), DIGEST)

    assert ends.calls == ["sync", [0, 1]]


async def test_nothing_is_synced_when_nothing_has_arrived(window, ends):
    await window.commit()

    assert ends.calls == []


async def test_d43_after_a_sync_that_failed_nothing_is_claimed_any_more(window, ends):
    ends.failures.append(DiskFailed("disk", "input/output error"))
    await window.arrived(chunk(0), DIGEST)
    with pytest.raises(DiskFailed):
        await window.commit()

    await window.arrived(chunk(1), DIGEST)
    await window.commit()

    assert ends.calls == ["failed sync"]


async def test_a_cancelled_commit_is_made_up_for(window, ends):
    await window.arrived(chunk(0), DIGEST)
    with suppress(TimeoutError):
        async with asyncio.timeout(0):
            await window.commit()

    await window.commit()

    assert ends.calls[-2:] == ["sync", [0]]


@pytest.mark.parametrize("at_once", [1, 4, 8, 16])
@pytest.mark.parametrize("seed", range(5))
async def test_a_kill_at_any_moment_costs_at_most_sixty_mebibytes(at_once, seed):
    crashes = Crashes(seed)
    window = CommitWindow("job", crashes, crashes, clock=lambda: 0.0)

    async def move(chunk):
        async with window.under_way(chunk):
            await crashes.move(chunk)
        await window.arrived(chunk, DIGEST)

    await for_each(map(chunk, range(200)), move, at_once=at_once)
    await window.commit()

    assert BYTES <= max(crashes.costs) <= AT_STAKE == 60 * MIB
    assert sorted(chain(*crashes.calls)) == list(range(200))
    assert len(crashes.calls) <= 200 * CHUNK / (20 * MIB) + 1


async def test_after_a_sync_that_outlasted_the_wire_the_next_one_begins_earlier():
    disk = SlowDisk()
    window = disk.window = CommitWindow("job", disk, disk, clock=lambda: 0.0)

    for index in (*range(12), *range(16, 24)):
        await window.arrived(chunk(index), DIGEST)

    assert disk.calls == ["sync", list(range(12)), "sync", list(range(12, 23))]


async def test_one_slow_sync_makes_no_more_than_the_next_one_begin_earlier():
    disk = SlowDisk()
    window = disk.window = CommitWindow("job", disk, disk, clock=lambda: 0.0)

    for index in (*range(12), *range(16, 23)):  # as above: the next begins early
        await window.arrived(chunk(index), DIGEST)
    for index in range(23, 35):
        await window.arrived(chunk(index), DIGEST)

    assert disk.calls[2:] == ["sync", list(range(12, 23)), "sync", list(range(23, 35))]


async def test_a_chunk_larger_than_all_that_may_be_lost_moves_alone(window, ends):
    async with window.under_way(chunk(0, size=2 * AT_STAKE)):
        pass
    await window.arrived(chunk(0, size=2 * AT_STAKE), DIGEST)
    async with window.under_way(chunk(1, size=2 * AT_STAKE)):
        pass

    assert ends.calls == ["sync", [0]]


async def test_scattered_pages_count_with_the_gaps_that_are_read_with_them(window):
    pages = tuple(ByteRange(at, at + 512) for at in range(0, CHUNK, 16 * 1024))

    async with window.under_way(Chunk(0, ByteRange(0, CHUNK), pages)):
        assert CHUNK - 16 * 1024 < window.held <= CHUNK


async def test_room_is_made_where_nothing_is_under_way_that_would_make_it(ends):
    window = CommitWindow("job", ends, ends, at_stake=10 * MIB, clock=lambda: ends.now)
    for index in range(3):
        async with window.under_way(chunk(index)):
            pass
        await window.arrived(chunk(index), DIGEST)

    assert ends.calls == ["sync", [0, 1]]


async def test_nobody_turns_in_circles_for_room_after_a_sync_that_failed(ends):
    window = CommitWindow("job", ends, ends, at_stake=4 * MIB, clock=lambda: ends.now)
    ends.failures.append(DiskFailed("disk", "input/output error"))
    async with window.under_way(chunk(0)):
        pass
    with pytest.raises(DiskFailed):
        await window.arrived(chunk(0), DIGEST)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01), window.under_way(chunk(1)):
            pytest.fail("moved without room")


async def test_what_has_failed_to_arrive_is_not_counted_any_more(window):
    with suppress(DiskFailed):
        async with window.under_way(chunk(0)):
            raise DiskFailed("disk", "input/output error")

    assert window.held == 0
