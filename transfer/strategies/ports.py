"""The ports of a copy: both its ends, and what moves bytes between them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from typing import Protocol, TypeVar

from integrity.dataclass import dataclass
from transfer.azure.blobs.pacing import Pacer
from transfer.digesting import ChunkDigest, Piece
from transfer.journal.records import Job
from transfer.ranges import ByteRange, Chunk
from transfer.strategies.plan import Plan, Proof, Survey, Wish

Part = TypeVar("Part")


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

    async def digest(self, heard: Callable[[int], object]) -> str:
        """The sha256 of the whole, if nothing has to come over a wire for it; else empty.

        Args:
            heard: Hears how many bytes have been read in all; on the event loop's thread.

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

    async def give_up(self, job: Job) -> None:
        """Make room for another job, where what this one has begun is in the way.

        Raises:
            CopyError: It cannot be removed, or is somebody else's now.
        """

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

    async def publish(self, plan: Plan, proof: Proof) -> str:
        """Give it its name, or take its mark off; safe to do twice.

        Returns:
            The version that it has then: whoever writes to it makes another. Empty where
            nothing tells versions apart.

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


def prepared(part: Part | None) -> Part:
    """What a destination has from `begin` or `take_up` on."""
    if part is None:
        raise RuntimeError("a destination is used before it is prepared")
    return part
