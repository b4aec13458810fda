"""What a disk's partition table says about how the machine starts."""

import struct
from collections.abc import Iterator
from enum import StrEnum
from uuid import UUID

from integrity.dataclass import dataclass

_SECTOR = 512

HEAD_SIZE = 34 * _SECTOR
"""Bytes at the start of a disk that hold an MBR and a whole GPT of the usual size."""

_BOOT_SIGNATURE = b"\x55\xaa"
_ENTRIES_AT = 446
_PROTECTIVE = 0xEE
_EFI_IN_MBR = 0xEF
_ACTIVE = 0x80

_EFI_SYSTEM = UUID("c12a7328-f81f-11d2-ba4b-00a0c93ec93b")
_BIOS_BOOT = UUID("21686148-6449-6e6f-744e-656564454649")


class Scheme(StrEnum):
    """How a disk is divided."""

    GPT = "gpt"
    MBR = "mbr"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Partitions:
    """What a partition table hints at; only a start of the machine can prove it."""

    scheme: Scheme

    starts_from_bios: bool
    """There is what a machine of generation 1 starts from."""

    starts_from_efi: bool
    """There is what a machine of generation 2 starts from."""

    @property
    def generations(self) -> tuple[int, ...]:
        """The Hyper-V generations that it seems to be made for; perhaps none."""
        return (1,) * self.starts_from_bios + (2,) * self.starts_from_efi


def partitions(head: bytes) -> Partitions:
    """Read the table at the start of a disk.

    Args:
        head: The first `HEAD_SIZE` bytes, or fewer of a smaller disk.
    """
    if head[510:512] != _BOOT_SIGNATURE:
        return Partitions(Scheme.NONE, starts_from_bios=False, starts_from_efi=False)
    entries = list(_mbr_entries(head))
    if any(kind == _PROTECTIVE for _, kind in entries) and _has_gpt(head):
        kinds = set(_gpt_types(head))
        return Partitions(
            Scheme.GPT,
            starts_from_bios=_BIOS_BOOT in kinds,
            starts_from_efi=_EFI_SYSTEM in kinds,
        )
    return Partitions(
        Scheme.MBR,
        starts_from_bios=any(status == _ACTIVE for status, _ in entries),
        starts_from_efi=any(kind == _EFI_IN_MBR for _, kind in entries),
    )


def _mbr_entries(head: bytes) -> Iterator[tuple[int, int]]:
    """Status and type of each partition that is there."""
    for start in range(_ENTRIES_AT, _ENTRIES_AT + 4 * 16, 16):
        status, kind = head[start], head[start + 4]
        if kind:
            yield status, kind


def _has_gpt(head: bytes) -> bool:
    return len(head) >= 2 * _SECTOR and head[_SECTOR:].startswith(b"EFI PART")


def _gpt_types(head: bytes) -> Iterator[UUID]:
    first, count, size = struct.unpack_from("<QII", head, _SECTOR + 72)
    if size < 16:
        return
    for index in range(min(count, 128)):
        start = first * _SECTOR + index * size
        raw = head[start : start + 16]
        if len(raw) == 16 and any(raw):
            yield UUID(bytes_le=raw)
