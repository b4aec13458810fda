"""What is to be copied, and what has to be proven of the copy."""

from collections.abc import Callable, Mapping
from dataclasses import field
from functools import cached_property

from integrity.dataclass import dataclass
from integrity.sizes import MIB
from transfer.digesting import ChunkDigest
from transfer.journal.records import Job
from transfer.ranges import ByteRange, Chunk, chunks, extent_of, total
from transfer.receipt import Level

CHUNK = 4 * MIB
"""Bytes: what one call may write, and what the service computes a checksum for."""

_HELD = 64 * CHUNK
"""Bytes of chunks that are held in memory at once, at most."""


@dataclass(frozen=True, slots=True)
class Survey:
    """One version of an artifact, before anything of it has moved."""

    etag: str
    """Equal ones mean equal bytes."""

    size: int
    """Bytes, holes included."""

    data: tuple[ByteRange, ...]
    """Where it holds data, in order, without overlaps; all else is zeros."""

    is_disk: bool
    """It has to arrive as a page blob, if it goes to a storage account."""

    content: Mapping[str, str] = field(default_factory=dict)
    """What a blob is served with, by the headers that set it; goes along to a blob."""

    metadata: Mapping[str, str] = field(default_factory=dict)
    """What somebody has noted on a blob; goes along likewise."""

    unsendable: tuple[str, ...] = ()
    """The names of such things that no blob can be given; nothing else is lost."""


@dataclass(frozen=True)
class Plan:
    """A job and the chunks it consists of."""

    job: Job
    survey: Survey

    @cached_property
    def chunks(self) -> tuple[Chunk, ...]:
        """Those that hold data."""
        return chunks(self.survey.data, size=self.job.size, chunk=self.job.chunk)

    @cached_property
    def by_index(self) -> Mapping[int, Chunk]:
        """The same, to be looked up."""
        return {chunk.index: chunk for chunk in self.chunks}

    @cached_property
    def data_bytes(self) -> int:
        """Bytes that hold data."""
        return total(self.survey.data)

    def at_once(self, most: int) -> int:
        """How many chunks to hold side by side: fewer where they are large."""
        return max(1, min(most, _HELD // self.job.chunk))

    def extent_of(self, index: int) -> ByteRange:
        """Where a chunk stands, whether it holds data or not."""
        return extent_of(index, size=self.job.size, chunk=self.job.chunk)

    def __len__(self) -> int:
        """All chunks, also those without data."""
        return -(-self.job.size // self.job.chunk)


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found when the destination was held against what should be there."""

    level: Level
    differing: tuple[int, ...] = ()
    """The chunks that are not what they should be."""

    sha256: str = ""
    """Of the whole; empty where nobody read it from end to end."""

    chunk_digests: bytes = b""
    """The sha256 of each chunk, for a manifest; empty likewise."""

    crc64: int | None = None
    """Of the whole, where it is known."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What has to be proven of a destination."""

    plan: Plan
    digests: Mapping[int, ChunkDigest]
    """Of every chunk that holds data."""

    level: Level | None
    """None: what costs nothing but time."""

    heard: Callable[[int], object]
    """Hears how many bytes have been read back in all; on the event loop's thread."""

    @property
    def is_vouched_for(self) -> bool:
        """Whether the service told a checksum of every range that moved."""
        return all(digest.vouched for digest in self.digests.values())

    @property
    def level_in_flight(self) -> Level:
        """What the checks of ranges as they moved have proven."""
        return Level.RANGES if self.is_vouched_for else Level.LENGTH
