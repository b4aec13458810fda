"""Bytes that were mostly never written: the same as plain bytes, at no cost."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from integrity.sizes import MIB
from transfer.simulator.disks import Disk, fixed_vhd
from transfer.simulator.sparse import Extent, Generated, SparseBytes

SIZE = 64
PLACES = st.integers(0, SIZE - 1)


@st.composite
def changes(draw):
    """One write or clearing: where, how long, and which byte; None clears."""
    start = draw(PLACES)
    stop = draw(st.integers(start + 1, SIZE))
    return start, stop, draw(st.none() | st.integers(1, 255))


@given(st.lists(changes(), max_size=12), PLACES, PLACES)
def test_they_read_as_plain_bytes_do(steps, one, other):
    plain, sparse, written = bytearray(SIZE), SparseBytes(SIZE), [False] * SIZE
    for start, stop, value in steps:
        size = stop - start
        plain[start:stop] = bytes([value or 0]) * size
        written[start:stop] = [value is not None] * size
        if value is None:
            sparse.clear(start, stop)
        else:
            sparse.write(start, bytes([value]) * size)
    first, last = min(one, other), max(one, other) + 1

    assert sparse.read(first, last) == plain[first:last]
    told = [False] * SIZE
    for start, stop in sparse.ranges(0, SIZE):
        told[start:stop] = [True] * (stop - start)
    assert told == written


def test_neighbours_are_told_as_one_range():
    sparse = SparseBytes(SIZE)
    sparse.write(0, b"ab")
    sparse.write(2, b"cd")
    sparse.write(9, b"x")

    assert sparse.ranges(0, SIZE) == [(0, 4), (9, 10)]


@given(st.integers(0, 300_000), st.integers(1, 200_000))
def test_generated_bytes_are_the_same_however_they_are_cut(start, size):
    material = Generated(7)
    middle = start + size // 2

    whole = material.read(start, start + size)

    assert len(whole) == size
    if size > 1:
        halves = material.read(start, middle), material.read(middle, start + size)
        assert b"".join(halves) == whole


def test_no_two_blocks_of_generated_bytes_are_alike():
    data = Generated(7).read(0, 2 * MIB)
    blocks = {data[place : place + 65536] for place in range(0, 2 * MIB, 65536)}

    assert len(blocks) == 32


def test_a_terabyte_with_two_gibibytes_of_data_takes_no_memory():
    tracemalloc.start()
    disk = fixed_vhd(Disk(size=2**40, data=2 * 2**30, stretches=512))
    copied = SparseBytes(disk.size)
    for start, stop in disk.ranges(0, disk.size):
        copied.take(start, disk, start, stop)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    held = sum(stop - start for start, stop in copied.ranges(0, copied.size))
    assert held == 2 * 2**30 + 512
    assert peak < 4 * MIB
    assert copied.read(2**30, 2**30 + MIB) == disk.read(2**30, 2**30 + MIB)


def test_a_fixed_vhd_ends_in_a_footer_whose_checksum_holds():
    disk = fixed_vhd(Disk(size=3 * MIB))
    footer = bytearray(disk.read(3 * MIB, disk.size))
    stated = int.from_bytes(footer[64:68], "big")
    footer[64:68] = bytes(4)

    assert (disk.size - 512) % MIB == 0
    assert footer.startswith(b"conectix")
    assert stated == ~sum(footer) & 0xFFFFFFFF


def test_taking_a_hole_writes_zeros():
    holes, other = SparseBytes(SIZE), SparseBytes(SIZE)
    holes.put([Extent(8, 16, Generated(1), 0)])

    other.take(0, holes, 0, 32)

    assert other.ranges(0, SIZE) == [(0, 32)]
    assert other.read(0, 32) == holes.read(0, 32)
