"""CRC-64/NVME, the checksum of Azure Storage, and how checksums of parts are joined.

`crc64(b"123456789")` is `ae8b14860a799888`. The service writes it into headers as base64
of its eight bytes, the lowest first.
"""

import base64
import binascii
from collections.abc import Iterable

from transfer.ranges import ByteRange

EMPTY = 0
"""Of no bytes at all."""

_WIDTH = 8


def crc64(data: bytes | bytearray | memoryview, start: int = EMPTY) -> int:
    """The checksum of what `start` stands for, followed by `data`."""
    from awscrt import checksums  # 60 ms that only a copy pays

    return int(checksums.crc64nvme(data, start))


def combine(first: int, second: int, second_size: int) -> int:
    """The checksum of two stretches, one after the other, from the checksum of each.

    Args:
        second_size: Bytes that `second` is the checksum of.
    """
    from awscrt import checksums  # as above

    return int(checksums.combine_crc64nvme(first, second, second_size))


def crc64_of_zeros(size: int) -> int:
    """The checksum of `size` zeros, by doubling: a terabyte takes 40 steps."""
    done, power = EMPTY, crc64(b"\0")
    length = 1
    while size:
        if size & 1:
            done = combine(done, power, length)
        size >>= 1
        if size:
            power = combine(power, power, length)
            length *= 2
    return done


def crc64_of_parts(parts: Iterable[tuple[ByteRange, int]], extent: ByteRange) -> int:
    """The checksum of `extent`, of which only some parts are not zeros.

    Args:
        parts: In order, without overlaps: where each stands in the whole, and its
            checksum.
    """
    done, position = EMPTY, extent.start
    for part, checksum in parts:
        done = with_zeros(done, part.start - position)
        done = combine(done, checksum, part.size)
        position = part.stop
    return with_zeros(done, extent.stop - position)


def with_zeros(checksum: int, size: int) -> int:
    """The checksum of what `checksum` stands for, followed by `size` zeros."""
    return combine(checksum, crc64_of_zeros(size), size) if size else checksum


def to_header(checksum: int) -> str:
    """As the service writes it."""
    return base64.b64encode(checksum.to_bytes(_WIDTH, "little")).decode()


def from_header(text: str | None) -> int | None:
    """Out of a header; None when there is none or it is no such checksum."""
    try:
        raw = base64.b64decode(text or "", validate=True)
    except (binascii.Error, ValueError):
        return None
    return int.from_bytes(raw, "little") if len(raw) == _WIDTH else None
