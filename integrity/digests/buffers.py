"""Memory to read into."""

import mmap

KIB = 1024
MIB = 1024 * KIB

READ_SIZE = MIB
"""Bytes in one read. From 1 to 4 MiB the kernel's part is cheapest."""

RING_SIZE = 2 * MIB
RING_LENGTH = 4
"""A reader and a hasher in step hand over less often, so their buffers are larger."""

ZEROS = memoryview(bytes(256 * KIB))
"""What a hole reads as. Small enough to stay in the core's own cache."""


def aligned_buffer(size: int) -> memoryview:
    """Anonymous memory that begins on a page.

    The kernel's copy into a `bytearray`, which begins 16 bytes into a page, costs some
    processors twice the time: 9 % of a whole sha256 pass.
    """
    return memoryview(mmap.mmap(-1, size))
