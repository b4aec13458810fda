"""What holds while reading, unless somebody says otherwise."""

import asyncio

import pytest

from integrity.artifacts.policy import ReadingPolicy
from integrity.sizes import KIB, MIB


async def test_time_passes_between_two_attempts():
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await ReadingPolicy().sleep(3600)


def test_who_allows_nothing_reads_no_plain_http():
    assert not ReadingPolicy().allow_insecure_http


def test_reading_has_limits_from_the_start():
    policy = ReadingPolicy()

    assert (policy.max_bytes, policy.resume_from) == (64 * MIB, 4 * MIB)
    assert policy.minimum_rate == 1 * KIB
