"""The 512 bytes at the end of every VHD, all numbers with the highest byte first.

The format: https://learn.microsoft.com/windows/win32/vstor/about-vhd
"""

import struct
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from uuid import UUID

from integrity.dataclass import dataclass

FOOTER_SIZE = 512
COOKIE = b"conectix"

_FIELDS = struct.Struct(">8sIIQI4sI4sQQHBBII16sB")
_CHECKSUM = slice(64, 68)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class DiskType(IntEnum):
    """How a VHD keeps the bytes of its disk."""

    FIXED = 2
    DYNAMIC = 3
    DIFFERENCING = 4


_TYPES = {int(each): each for each in DiskType}


class NoFooter(ValueError):
    """These bytes are not the footer of a VHD."""


@dataclass(frozen=True, slots=True)
class Footer:
    """What a VHD says of itself."""

    disk_type: DiskType | None
    """None: a number that nobody uses."""

    current_size: int
    """Bytes of the disk, without the footer."""

    created: datetime
    creator: str
    """Four letters of the program that made it: `qem2` and `win ` are common."""

    unique_id: UUID
    version: int
    data_offset: int
    """Where the header of a dynamic disk stands; all bits set for a fixed one."""

    checksum_holds: bool
    """Whether the footer's own checksum is the sum of its bytes."""


def parse_footer(data: bytes) -> Footer:
    """Read a footer.

    Raises:
        NoFooter: It is none.
    """
    if len(data) != FOOTER_SIZE:
        raise NoFooter("it is shorter than a VHD's footer, which has 512 bytes")
    if not data.startswith(COOKIE):
        raise NoFooter(
            "the last 512 bytes do not begin with the cookie `conectix`: "
            "it is a raw disk, or was cut short"
        )
    fields = _FIELDS.unpack_from(data)
    _, _, version, data_offset, seconds, creator, _, _, _, current = fields[:10]
    kind, checksum, unique_id = fields[13], fields[14], fields[15]
    return Footer(
        disk_type=_TYPES.get(kind),
        current_size=current,
        created=_EPOCH + timedelta(seconds=seconds),
        creator=creator.decode("latin-1"),
        unique_id=UUID(bytes=unique_id),
        version=version,
        data_offset=data_offset,
        checksum_holds=checksum == footer_checksum(data),
    )


def may_be_vhd(size: int) -> bool:
    """Whether a file of so many bytes can be one: sectors, the last of them a footer."""
    return size >= FOOTER_SIZE and size % FOOTER_SIZE == 0


def footer_checksum(data: bytes) -> int:
    """What the checksum field of a footer has to be: the complement of its sum."""
    return ~(sum(data) - sum(data[_CHECKSUM])) & 0xFFFF_FFFF
