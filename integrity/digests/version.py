"""Which version of a local file some bytes belong to."""

import os
from typing import NamedTuple, Self

SETTLED_NS = 2 * 10**9
"""A file written to within one tick of its clock keeps its times: wait this out."""


class FileVersion(NamedTuple):
    """What changes when a file is written to, replaced or cut."""

    device: int
    inode: int

    size: int
    """Bytes, holes included."""

    mtime_ns: int
    ctime_ns: int

    @classmethod
    def of(cls, stat: os.stat_result) -> Self:
        """The version that a `stat` has seen."""
        return cls(
            stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
        )
