"""CRC-64/NVME over parts is CRC-64/NVME over the whole."""

from hypothesis import given
from hypothesis import strategies as st

from transfer.crc64 import (
    combine,
    crc64,
    crc64_of_parts,
    crc64_of_zeros,
    from_header,
    to_header,
)
from transfer.ranges import ByteRange


def test_the_known_value_of_the_nine_digits():
    assert crc64(b"123456789") == 0xAE8B14860A799888


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_two_parts_join_into_the_whole(first, second):
    assert combine(crc64(first), crc64(second), len(second)) == crc64(first + second)
    assert crc64(second, crc64(first)) == crc64(first + second)


@given(st.integers(0, 5000))
def test_zeros_are_counted_and_not_read(size):
    assert crc64_of_zeros(size) == crc64(bytes(size))


def test_a_terabyte_of_zeros_is_two_halves():
    half = crc64_of_zeros(2**39)

    assert crc64_of_zeros(2**40) == combine(half, half, 2**39)


@given(st.lists(st.tuples(st.integers(0, 50), st.binary(max_size=50)), max_size=6))
def test_parts_and_the_zeros_between_them_join_into_the_whole(pieces):
    whole, parts = b"", []
    for zeros, data in pieces:
        start = len(whole) + zeros
        whole += bytes(zeros) + data
        parts.append((ByteRange(start, len(whole)), crc64(data)))
    extent = ByteRange(0, len(whole) + 7)

    assert crc64_of_parts(parts, extent) == crc64(whole + bytes(7))


@given(st.integers(0, 2**64 - 1))
def test_a_header_brings_the_checksum_back(checksum):
    assert from_header(to_header(checksum)) == checksum


def test_a_header_that_is_no_checksum_says_nothing():
    assert [from_header(text) for text in (None, "", "?", "AAAA")] == [None] * 4
