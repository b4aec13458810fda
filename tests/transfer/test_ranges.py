"""Ranges are arithmetic on sets of bytes."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from transfer.ranges import ByteRange, chunks, coalesce, subtract, total

RANGES = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 60)).map(
        lambda pair: ByteRange(pair[0], pair[0] + pair[1])
    ),
    max_size=8,
)


def bytes_of(ranges):
    return {byte for each in ranges for byte in range(each.start, each.stop)}


@given(RANGES)
def test_coalescing_keeps_every_byte_and_leaves_order_and_gaps(ranges):
    joined = coalesce(ranges)

    assert bytes_of(joined) == bytes_of(ranges)
    assert all(one.stop < two.start for one, two in itertools.pairwise(joined))


@given(RANGES, st.integers(0, 20))
def test_coalescing_over_gaps_adds_no_gap_that_is_larger(ranges, gap):
    joined = coalesce(ranges, gap=gap)

    assert bytes_of(joined) >= bytes_of(ranges)
    assert all(two.start - one.stop > gap for one, two in itertools.pairwise(joined))
    assert total(joined) - len(bytes_of(ranges)) <= gap * max(0, len(ranges) - 1)


@given(RANGES, RANGES)
def test_subtracting_is_the_difference_of_the_sets(whole, taken):
    left = subtract(whole, taken)

    assert bytes_of(left) == bytes_of(whole) - bytes_of(taken)
    assert total(left) == len(bytes_of(left))
    assert all(each.size for each in left)


@given(st.integers(0, 500), st.integers(1, 300), st.integers(1, 64))
def test_splitting_cuts_at_multiples_and_loses_nothing(start, size, piece):
    whole = ByteRange(start, start + size)
    parts = list(whole.split(piece))

    assert bytes_of(parts) == bytes_of([whole])
    assert all(part.start // piece == (part.stop - 1) // piece for part in parts)


@given(st.integers(0, 500), st.integers(1, 300))
def test_aligning_reaches_outward_to_the_grid(start, size):
    aligned = ByteRange(start, start + size).aligned(512)

    assert aligned.start <= start < start + size <= aligned.stop
    assert aligned.start % 512 == aligned.stop % 512 == 0
    assert aligned.size < size + 2 * 512


@given(RANGES, st.integers(1, 300), st.integers(1, 50))
def test_chunks_hold_all_data_of_the_file_and_nothing_else(ranges, size, chunk):
    pieces = chunks(coalesce(ranges), size=size, chunk=chunk)

    held = bytes_of(part for piece in pieces for part in piece.data)
    assert held == {byte for byte in bytes_of(ranges) if byte < size}
    assert all(
        bytes_of(piece.data) <= bytes_of([piece.extent]) and piece.data
        for piece in pieces
    )


def test_a_range_writes_itself_with_its_last_byte():
    assert ByteRange(512, 1024).header == "bytes=512-1023"
