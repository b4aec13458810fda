"""The digests of one chunk: what the journal remembers of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from xxhash import xxh3_128

from transfer.crc64 import EMPTY, crc64, with_zeros
from transfer.ranges import ByteRange, Chunk

_ZEROS = memoryview(bytes(256 * 1024))

Piece = tuple[ByteRange, bytes | bytearray | memoryview]
"""Bytes, and where in the whole they stand."""


@dataclass(frozen=True, slots=True)
class ChunkDigest:
    """What tells whether a chunk is still what it was. Over its zeros, too."""

    xxh3: bytes
    """xxh3-128; empty where the bytes did not pass us. No proof against an enemy."""

    crc64: int | None
    """CRC-64/NVME; None where the service moved the bytes and does not tell."""

    vouched: bool
    """The service had computed a checksum for every range of it, and they fitted."""


def digest_chunk(
    chunk: Chunk, pieces: Iterable[Piece], *, vouched: bool
) -> ChunkDigest:
    """Digest a chunk of which only some pieces are not zeros.

    Args:
        pieces: In order; what lies between them counts as zeros.
    """
    xxh3, checksum = xxh3_128(), EMPTY
    position = chunk.extent.start
    for extent, data in pieces:
        gap = extent.start - position
        _take_zeros(xxh3, gap)
        xxh3.update(data)
        checksum = crc64(data, with_zeros(checksum, gap))
        position = extent.stop
    gap = chunk.extent.stop - position
    _take_zeros(xxh3, gap)
    return ChunkDigest(xxh3.digest(), with_zeros(checksum, gap), vouched)


def _take_zeros(xxh3: xxh3_128, size: int) -> None:
    while size > 0:
        xxh3.update(_ZEROS[:size])
        size -= len(_ZEROS)
