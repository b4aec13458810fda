"""What is told of a copy that has ended well, and how sure it is."""

import json
from dataclasses import replace
from enum import IntEnum

from integrity.dataclass import dataclass


class Level(IntEnum):
    """How far a copy was verified. Only `FULL` may be called verified."""

    NONE = 0
    """Nothing was compared."""

    LENGTH = 1
    """The length fits, and every answer was a good one."""

    RANGES = 2
    """Each range was held against a checksum that the service computed for it."""

    FULL = 3
    """All of the destination was read back and equals an independent digest."""

    @property
    def words(self) -> str:
        """How a report calls it."""
        return ("unverified", "length-checked", "transfer-checked", "verified")[self]


@dataclass(frozen=True, slots=True)
class Receipt:
    """One finished copy. Holds no secret, so it may be kept and shown."""

    job: str
    artifact: str
    """Where it came from, without the secret part of an address."""

    destination: str

    etag: str
    """Which version it was."""

    size: int
    """Bytes, holes included."""

    data_bytes: int
    """Bytes that hold data."""

    moved_bytes: int
    """Bytes that moved in this run; less than the data when a job was taken up."""

    strategy: str
    level: Level

    sha256: str | None
    """Of the whole; None where nobody read it from end to end."""

    crc64: int | None
    """CRC-64/NVME of the whole; None where the service told no checksums."""

    started: float
    """Seconds since 1970, by this machine's clock."""

    seconds: float
    """How long this run took, by a clock that never jumps."""

    not_kept: tuple[str, ...] = ()
    """The names of properties and metadata that the service takes from nobody."""

    published: str = ""
    """Which version the destination was then; empty where it has none."""


def receipt_from_json(text: str) -> Receipt | None:
    """The receipt that the journal keeps; None where there is none that can be read."""
    try:
        receipt = Receipt(**json.loads(text))
        names = tuple(receipt.not_kept)
        return replace(receipt, level=Level(receipt.level), not_kept=names)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
