"""Makes do with little memory where the system limits it."""

import ctypes
import resource
import threading
from contextlib import suppress

_ARENAS = -8
"""`M_ARENA_MAX` of glibc's mallopt."""

_STACK = 1024 * 1024
"""Bytes; threads of ours do not go deep."""


def make_do() -> None:
    """Take few addresses where they are limited (`ulimit -v`).

    glibc sets 64 MiB of them aside for each thread, and 8 more for its stack.
    """
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY:
        return
    threading.stack_size(_STACK)
    with suppress(AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(_ARENAS, 1)
