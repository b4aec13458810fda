"""How large VHDs are, as values."""

from integrity.dataclass import dataclass
from integrity.safe_text import NOTHING, Safe


@dataclass(frozen=True, slots=True)
class VhdSize:
    """How large one VHD is."""

    size: int
    """Bytes, holes included."""

    data_bytes: int
    """Bytes that were ever written."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A VHD whose size cannot be read."""

    why: Safe

    role: Safe = NOTHING
    """The role that would do; empty where it is not for want of a right."""


@dataclass(frozen=True, slots=True)
class Deleted(Unread):
    """A VHD of which the service says that there is none."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What there is to copy of some VHDs together."""

    size: int
    """Bytes, holes included."""

    data_bytes: int
    unknown: int = 0
    """How many could not be read."""

    why: Safe = NOTHING
    """Why one of them could not."""

    def with_one(self, found: VhdSize | Unread) -> "Measure":
        """The same, and one more."""
        if isinstance(found, Unread):
            return Measure(self.size, self.data_bytes, self.unknown + 1, found.why)
        size, data_bytes = self.size + found.size, self.data_bytes + found.data_bytes
        return Measure(size, data_bytes, self.unknown, self.why)
