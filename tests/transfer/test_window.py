"""Nothing is written down that a power loss could take back."""

import asyncio
from contextlib import suppress

import pytest

from transfer.copy_errors import DiskFailed
from transfer.digesting import ChunkDigest
from transfer.ranges import ByteRange, Chunk
from transfer.window import CommitWindow

DIGEST = ChunkDigest(bytes(16), 0, vouched=True)
MIB = 2**20


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


@pytest.fixture
def ends():
    return Ends()


@pytest.fixture
def window(ends):
    return CommitWindow("job", ends, ends, clock=lambda: ends.now)


def chunk(index, size=4 * MIB):
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
