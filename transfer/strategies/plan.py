"""What is to be copied, and the ports of both ends of a copy."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from integrity.sizes import MIB
from transfer.azure.blobs.pacing import Pacer
from transfer.digesting import ChunkDigest, Piece
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


class ReadableArtifact(Protocol):
    """Where bytes come from."""

    @property
    def shown(self) -> str:
        """For messages: holds no secret."""

    @property
    def identity(self) -> str:
        """For the journal: the same whenever the same artifact is meant."""

    async def survey(self) -> Survey:
        """Ask what is there; nothing is written before.

        Raises:
            CopyError: Nothing that can be copied.
        """

    async def read(self, extent: ByteRange) -> Piece:
        """Bytes of the version that was surveyed.

        Raises:
            CopyError: They cannot be had, or another version is there.
        """

    async def digest(self) -> str:
        """The sha256 of the whole, if nothing has to come over a wire for it; else empty.

        Raises:
            CopyError: It changed meanwhile, or cannot be read.
        """

    async def check_unchanged(self) -> None:
        """Look whether the version that was surveyed is still there.

        Raises:
            ArtifactReplaced: Another one is.
        """

    async def close(self) -> None:
        """Let go of it."""


class WritableDestination(Protocol):
    """Where bytes go. Until `publish` has returned, all of it is marked partial."""

    @property
    def shown(self) -> str:
        """For messages: holds no secret."""

    @property
    def identity(self) -> str:
        """For the journal: the same whenever the same place is meant."""

    @property
    def back(self) -> ReadableArtifact | None:
        """Reads what was written, for a comparison; None if `prove` does all of that."""

    def needs(self, survey: Survey) -> Survey:
        """The same, with all as data that has to move there."""

    def chunk(self, size: int) -> int:
        """Bytes of each chunk in which so many are written here."""

    async def vacant(self, survey: Survey) -> None:
        """Look whether a new copy may be begun here.

        Raises:
            CopyError: Something is there, or it cannot take these bytes.
        """

    async def begin(self, plan: Plan) -> None:
        """Make it, for a new job.

        Raises:
            CopyError: It cannot be made, or something has appeared there meanwhile.
        """

    async def take_up(self, plan: Plan) -> None:
        """Open what was begun; make it anew where nothing of it is left.

        Raises:
            CopyError: It cannot be opened, or is somebody else's now.
        """

    async def holds(self, chunk: Chunk, digest: ChunkDigest) -> bool:
        """Whether a chunk that the journal claims is really there."""

    async def tidy(self, held: Iterable[ByteRange]) -> None:
        """Make zeros of all that lies elsewhere, where an earlier run left anything."""

    async def write(self, chunk: Chunk, pieces: Sequence[Piece]) -> ChunkDigest:
        """Put the data of a chunk where it belongs.

        Args:
            pieces: As they were read: each of its data is in one of them.

        Raises:
            CopyError: They were not written.
        """

    async def flush(self) -> None:
        """Make what was written so far survive a power loss.

        Raises:
            DiskFailed: Nobody can say whether it does.
        """

    async def follow(self, wish: Wish) -> None:
        """Read what is there while the rest comes, where `prove` would read all of it.

        Raises:
            CopyError: It cannot be read.
        """

    def arrived(self, index: int) -> None:
        """This chunk has been written, and will not be written again."""

    async def prove(self, wish: Wish) -> Proof:
        """Hold what is there against what should be.

        Raises:
            CopyError: It cannot be read.
        """

    async def publish(self, plan: Plan, proof: Proof) -> None:
        """Give it its name, or take its mark off; safe to do twice.

        Raises:
            CopyError: It stays partial.
        """

    async def published(self, wish: Wish) -> Proof | None:
        """What an earlier run has published, proven; None if there is nothing."""

    async def close(self) -> None:
        """Let go of it; what was begun stays."""


class Mover(Protocol):
    """Gets one chunk from an artifact to a destination."""

    @property
    def name(self) -> str:
        """How reports and the journal call this way."""

    async def move(self, chunk: Chunk) -> ChunkDigest:
        """Move a chunk; safe to do twice.

        Raises:
            CannotVerifyOrigin: This way is closed; another may be open.
            CopyError: The copy has to stop.
        """


@dataclass(frozen=True, slots=True)
class Way:
    """Two ends, and how bytes get from one to the other."""

    artifact: ReadableArtifact
    destination: WritableDestination
    movers: tuple[Mover, ...]
    """The best first; another is tried when the service may not read the artifact."""

    pacer: Pacer = field(default_factory=Pacer)

    for_no_disk: "Way | None" = None
    """The way of what is no disk, where the destination takes it in another form."""

    def fitting(self, survey: Survey) -> "Way":
        """The way of what was found."""
        return self if survey.is_disk or not self.for_no_disk else self.for_no_disk
