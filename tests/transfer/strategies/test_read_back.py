"""A file is read back whole: it is proven by its own bytes, and by all of them."""

import asyncio
from dataclasses import replace

import pytest
from copying import MIB
from journals import JOB

from transfer.copy_errors import DiskFailed
from transfer.receipt import Level
from transfer.strategies.plan import Plan, Survey, Wish
from transfer.strategies.read_back import Follower, read_back

SIZE = 10 * MIB  # the last chunk is a shorter one
HOLES = Plan(
    replace(JOB, size=SIZE, chunk=4 * MIB),
    Survey(etag="e", size=SIZE, data=(), is_disk=True),
)
ALL_OF_IT = Wish(HOLES, {}, Level.FULL, heard=lambda done: None)


@pytest.mark.parametrize(
    ("size", "differing"),
    [(SIZE, ()), (8 * MIB, (0, 1, 2)), (16 * MIB, (0, 1, 2))],
    ids=["whole", "shorter", "longer"],
)
async def test_a_file_of_another_length_differs_in_every_chunk(
    tmp_path, size, differing
):
    path = tmp_path / "disk.vhd"
    with path.open("wb") as file:
        file.truncate(size)

    assert (await read_back(path, ALL_OF_IT)).differing == differing


async def test_bytes_where_a_hole_should_be_differ(tmp_path):
    path = tmp_path / "disk.vhd"
    with path.open("wb") as file:
        file.truncate(SIZE)
        file.seek(5 * MIB)
        file.write(b"x")

    assert (await read_back(path, ALL_OF_IT)).differing == (1,)


async def test_a_file_that_cannot_be_read_is_a_failure_of_its_disk(tmp_path):
    with pytest.raises(DiskFailed, match=r"disk\.vhd"):
        await read_back(tmp_path / "disk.vhd", ALL_OF_IT)


async def test_a_file_that_nothing_is_missing_of_is_followed_to_its_end(tmp_path):
    path = tmp_path / "disk.vhd"
    with path.open("wb") as file:
        file.truncate(SIZE)

    async with asyncio.timeout(10):
        proof = await Follower(path, ALL_OF_IT).read()

    assert proof == await read_back(path, ALL_OF_IT)
