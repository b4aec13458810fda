"""What the C library does with memory, while bytes are copied."""

import ctypes
import resource
import threading
from contextlib import suppress

from integrity.sizes import MIB

_ARENAS, _MAPPED_FROM, _KEPT = -8, -3, -1
"""`M_ARENA_MAX`, `M_MMAP_THRESHOLD` and `M_TRIM_THRESHOLD` of glibc's mallopt."""

_STACK = MIB
"""Bytes; threads of ours do not go deep."""


def make_do() -> None:
    """Take few addresses where they are limited (`ulimit -v`).

    glibc sets 64 MiB of them aside for each thread, and 8 more for its stack.
    """
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY:
        return
    threading.stack_size(_STACK)
    _set(_ARENAS, 1)


def keep_buffers() -> None:
    """Keep the memory of a chunk that was copied for the next one.

    glibc gives it back and takes it anew, a page fault for each 4 KiB: a tenth of the
    time that a download takes.
    """
    _set(_MAPPED_FROM, 8 * MIB)
    _set(_KEPT, 32 * MIB)


def _set(setting: int, value: int) -> None:
    with suppress(AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(setting, value)
