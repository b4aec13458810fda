"""Disks that real programs make, and partition tables as their formats have them."""

import shutil
import struct
import subprocess
from uuid import UUID

QEMU = shutil.which("qemu-img")

EFI_SYSTEM = UUID("c12a7328-f81f-11d2-ba4b-00a0c93ec93b")
BIOS_BOOT = UUID("21686148-6449-6e6f-744e-656564454649")


def qemu_vhd(path, *, raw, subformat="fixed", force_size=True):
    """Let qemu-img make a VHD of raw bytes."""
    disk = path.with_suffix(".raw")
    disk.write_bytes(raw)
    size = "on" if force_size else "off"
    options = f"subformat={subformat},force_size={size}"
    subprocess.run(
        [QEMU, "convert", "-f", "raw", "-O", "vpc", "-o", options, disk, path],
        check=True,
        capture_output=True,
    )
    return path


def mbr(*partitions):
    """The first sector of a disk: (status, type) of up to four partitions."""
    entries = b"".join(
        struct.pack("<B3xB3xII", status, kind, 2048, 2048)
        for status, kind in partitions
    )
    return bytes(446) + entries.ljust(64, b"\0") + b"\x55\xaa"


def gpt(*types):
    """The first 34 sectors of a disk with a GPT."""
    header = b"EFI PART" + bytes(64) + struct.pack("<QII", 2, 128, 128)
    entries = b"".join(kind.bytes_le + bytes(112) for kind in types)
    return mbr((0, 0xEE)) + header.ljust(512, b"\0") + entries.ljust(32 * 512, b"\0")
