"""The digests of one chunk: what the journal remembers of it."""

from collections.abc import Sequence

from xxhash import xxh3_128

from integrity.dataclass import dataclass
from integrity.digests.buffers import ZEROS
from transfer.crc64 import EMPTY, combine, crc64, with_zeros
from transfer.ranges import ByteRange, Chunk


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes, and where in the whole they stand."""

    extent: ByteRange
    data: bytes | bytearray | memoryview

    vouched: bool = False
    """Checksums of whoever they come from fit all of them."""

    crc64: int | None = None
    """Their CRC-64, where it was one of those checksums."""


@dataclass(frozen=True, slots=True)
class ChunkDigest:
    """What tells whether a chunk is still what it was. Over its zeros, too."""

    xxh3: bytes
    """xxh3-128; empty where the bytes did not pass us. No proof against an enemy."""

    crc64: int | None
    """CRC-64/NVME; None where the service moved the bytes and does not tell."""

    vouched: bool
    """The service had computed a checksum for every range of it, and they fitted."""


def digest_chunk(chunk: Chunk, pieces: Sequence[Piece]) -> ChunkDigest:
    """Digest a chunk of which only some pieces are not zeros.

    Args:
        pieces: In order; what lies between them counts as zeros.
    """
    xxh3, checksum = xxh3_128(), EMPTY
    position = chunk.extent.start
    for piece in pieces:
        gap = piece.extent.start - position
        _take_zeros(xxh3, gap)
        xxh3.update(piece.data)
        checksum = _with(with_zeros(checksum, gap), piece)
        position = piece.extent.stop
    gap = chunk.extent.stop - position
    _take_zeros(xxh3, gap)
    return ChunkDigest(
        xxh3.digest(),
        with_zeros(checksum, gap),
        vouched=all(piece.vouched for piece in pieces),
    )


def cut(pieces: Sequence[Piece], extent: ByteRange) -> bytes | bytearray:
    """The bytes of an extent, which lies in one piece; no copy where they are all of it.

    Raises:
        LookupError: It was not read.
    """
    for piece in pieces:
        whole = piece.extent
        if whole.start <= extent.start and extent.stop <= whole.stop:
            if extent == whole and isinstance(piece.data, bytes | bytearray):
                return piece.data
            first = extent.start - whole.start
            return bytes(memoryview(piece.data)[first : first + extent.size])
    raise LookupError(f"{extent} was not read")


def _with(checksum: int, piece: Piece) -> int:
    if piece.crc64 is None:
        return crc64(piece.data, checksum)
    return combine(checksum, piece.crc64, piece.extent.size)


def _take_zeros(xxh3: xxh3_128, size: int) -> None:
    while size > 0:
        xxh3.update(ZEROS[:size])
        size -= len(ZEROS)
