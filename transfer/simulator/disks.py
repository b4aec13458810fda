"""Fixed VHDs that take no memory: generated data between holes, a boot sector, a footer."""

import struct
import uuid

from integrity.dataclass import dataclass
from integrity.sizes import KIB, MIB
from transfer.simulator.sparse import Extent, Generated, SparseBytes

_SECTOR = 512
_ALIGNMENT = 64 * KIB

_FOOTER = struct.Struct(">8sIIQI4sI4sQQHBBII16sB427x")
_EPOCH_SECONDS = 800_000_000
"""Seconds since 2000 when every one of these disks was made: in May 2025."""


@dataclass(frozen=True, slots=True)
class Disk:
    """A disk to pretend."""

    size: int = 64 * MIB
    """Of the disk, without the footer: whole MiB."""

    data: int = 4 * MIB
    """Bytes of it that were written, boot sector and footer apart."""

    stretches: int = 8
    """Into how many pieces the data is scattered."""

    seed: int = 1

    @property
    def file_size(self) -> int:
        """Bytes of the VHD, its footer included."""
        return self.size + _SECTOR


def fixed_vhd(disk: Disk) -> SparseBytes:
    """Make a disk as a fixed VHD."""
    content = SparseBytes(disk.file_size)
    material = Generated(disk.seed)
    stride = disk.size // disk.stretches // _ALIGNMENT * _ALIGNMENT
    length = min(stride, max(_SECTOR, disk.data // disk.stretches // _SECTOR * _SECTOR))
    content.put(
        Extent(start, start + length, material, start)
        for start in range(0, stride * disk.stretches, stride)
    )
    content.write(0, _boot_sector(disk))
    content.write(disk.size, footer(disk))
    return content


def _boot_sector(disk: Disk) -> bytes:
    """One partition, from the first MiB to the end."""
    first = MIB // _SECTOR
    count = min(disk.size // _SECTOR - first, 2**32 - 1)
    entry = struct.pack("<B3xB3xII", 0x80, 0x83, first, count)
    return bytes(446) + entry + bytes(48) + b"\x55\xaa"


def footer(disk: Disk) -> bytes:
    """The 512 bytes that make a VHD of a disk."""
    fields = [
        b"conectix", 2, 0x00010000, 2**64 - 1, _EPOCH_SECONDS, b"bkfy", 0x00010000,
        b"Wi2k", disk.size, disk.size, 65535, 16, 255, 2, 0,
        uuid.UUID(int=disk.seed).bytes, 0,
    ]  # fmt: skip
    checksum = 14
    fields[checksum] = ~sum(_FOOTER.pack(*fields)) & 0xFFFFFFFF
    return _FOOTER.pack(*fields)
