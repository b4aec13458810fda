"""What an artifact's bytes tell: their digest, their number, how they begin."""

from collections.abc import Callable
from contextlib import aclosing
from hashlib import sha256
from time import monotonic

from integrity.artifacts.appearance import BEGINNING
from integrity.artifacts.artifact import Artifact
from integrity.artifacts.local import LocalArtifact, translated
from integrity.dataclass import dataclass
from integrity.digests.algorithms import SHA256
from integrity.digests.counter import TICK_SECONDS
from integrity.digests.on_disk import Gate, feed_from_disk
from integrity.digests.stream import StreamHasher
from integrity.digests.stream_thread import StreamThread
from integrity.digests.takers import DigestTaker
from integrity.digests.turns import Turns
from integrity.errors import ArtifactChanged, FileChanged

Count = Callable[[int], object]
"""Hears now and then how many bytes are behind us."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What the bytes themselves tell."""

    size: int
    beginning: bytes

    sha256: str | None
    """None when there are more bytes than were asked for."""

    cached: bool = False


async def read_contents(
    artifact: Artifact,
    limit: int | None,
    *,
    turns: Turns,
    gate: Gate,
    thread: StreamThread,
    on_read: Count,
) -> Contents:
    """Read an artifact to its end, or a byte beyond a limit.

    Args:
        limit: Holds for what a server sends; a file is read whole.
        turns: A file is read within them.
        gate: Holds files up; a server would not wait.
        thread: Hashes what a server sends.

    Raises:
        ArtifactError: It cannot be read, or changed meanwhile.
    """
    if isinstance(artifact, LocalArtifact):
        return await _from_disk(artifact, turns, gate, on_read)
    return await _as_it_comes(artifact, limit, thread, on_read)


async def _from_disk(
    artifact: LocalArtifact, turns: Turns, gate: Gate, on_read: Count
) -> Contents:
    digest, beginning = DigestTaker(SHA256), _BeginningTaker()
    try:
        await feed_from_disk(
            (digest, beginning),
            artifact.descriptor,
            artifact.status,
            artifact.name,
            turns=turns,
            gate=gate,
            on_read=on_read,
        )
    except FileChanged as error:
        raise ArtifactChanged(artifact.name) from error
    except OSError as error:
        raise translated(artifact.name, error) from error
    return Contents(artifact.status.st_size, beginning.data, digest.hexdigest())


async def _as_it_comes(
    artifact: Artifact, limit: int | None, thread: StreamThread, on_read: Count
) -> Contents:
    size, beginning, told_at = 0, b"", 0.0
    hashing = StreamHasher(thread)
    async with hashing, aclosing(artifact.chunks(hashing.digest)) as row:
        async for chunk in row:
            size += len(chunk)
            if len(beginning) < BEGINNING:
                beginning += chunk[:BEGINNING]
            await hashing.update(chunk)
            if (now := monotonic()) - told_at >= TICK_SECONDS:
                told_at = now
                on_read(size)
        digest = await hashing.digest()
    is_cut = limit is not None and size > limit
    return Contents(size, beginning, None if is_cut else digest)


async def read_beginning(artifact: Artifact) -> bytes:
    """The first bytes, which tell how an artifact looks."""
    beginning = b""

    async def so_far() -> str:
        return sha256(beginning).hexdigest()

    async with aclosing(artifact.chunks(so_far)) as row:
        async for chunk in row:
            beginning += chunk[:BEGINNING]
            if len(beginning) >= BEGINNING:
                break
    return beginning


class _BeginningTaker:
    """Keeps the first bytes of a file."""

    def __init__(self) -> None:
        self.data = b""

    def take(self, data: memoryview) -> None:
        """The next bytes."""
        self.data += bytes(data[: BEGINNING - len(self.data)])

    def take_hole(self, size: int) -> None:
        """As many zeros."""
        self.data += bytes(min(size, BEGINNING - len(self.data)))
