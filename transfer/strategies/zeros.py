"""Where bytes in memory are zeros, which need not be stored."""

from collections.abc import Iterator

_BLOCK = 4096
"""Bytes: what a file system stores or leaves out."""

_ZEROS = bytes(_BLOCK)


def is_zero(data: bytes | bytearray) -> bool:
    """Whether all bytes are zeros."""
    return not any(True for _ in nonzero_stretches(data))


def nonzero_stretches(data: bytes | bytearray) -> Iterator[tuple[int, int]]:
    """Where a row of bytes has blocks that are not zeros, joined."""
    first = 0
    for start in _zero_blocks(data):
        if first < start:
            yield first, start
        first = start + _BLOCK
    if first < len(data):
        yield first, len(data)


def _zero_blocks(data: bytes | bytearray) -> Iterator[int]:
    """Where blocks of zeros begin; most others are known by their first byte."""
    first_bytes = data[::_BLOCK]
    index = first_bytes.find(0)
    while index >= 0:
        start = index * _BLOCK
        if data.startswith(_ZEROS[: len(data) - start], start):
            yield start
        index = first_bytes.find(0, index + 1)
