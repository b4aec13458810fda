"""The sha256 of a whole file and a digest of each of its chunks, in one pass."""

from collections.abc import Sequence
from io import BytesIO

from integrity.digests.algorithms import SHA256, Algorithm
from integrity.digests.buffers import ZEROS
from integrity.digests.lanes import Stream, best_lanes, lanes_of
from integrity.digests.manifest import CHUNK
from integrity.digests.takers import DigestTaker, Taker, digest_of_zeros


class WholeAndChunks:
    """Both digests of the same bytes: two lanes of one thread, or two threads."""

    def __init__(self, chunk: int = CHUNK, *, by: Algorithm = SHA256) -> None:
        """Nothing is taken yet.

        Args:
            chunk: Bytes of each.
            by: Their digest; the whole has its sha256.
        """
        lanes = best_lanes()
        self.near: tuple[Taker, ...]
        """Fed by the thread that reads."""

        self.far: tuple[Taker, ...]
        """Fed by the other one."""

        if lanes.width > 1 and by is SHA256:
            whole = lanes.start()
            self._chunks = ChunkTaker(chunk, wholes=[whole])
            self._whole: DigestTaker | Stream = whole
            self.near, self.far = (), (self._chunks,)
        else:
            self._chunks = ChunkTaker(chunk, by=by)
            self._whole = DigestTaker(SHA256)
            self.near, self.far = (self._chunks,), (self._whole,)

    def hexdigest(self) -> str:
        """The digest of all bytes."""
        if isinstance(self._whole, DigestTaker):
            return self._whole.hexdigest()
        return self._whole.digest().hex()

    def chunk_digests(self) -> bytes:
        """As `ChunkTaker.digests`."""
        return self._chunks.digests()


class ChunkTaker:
    """Hashes each chunk by itself; one that lies in a hole costs nothing."""

    def __init__(
        self,
        chunk: int = CHUNK,
        *,
        by: Algorithm = SHA256,
        wholes: Sequence[Stream] = (),
    ) -> None:
        """Nothing is taken yet.

        Args:
            by: Their digest.
            wholes: Streams of its quickest way, which take all bytes beside the chunks.
        """
        self._chunk = chunk
        self._lanes = lanes_of(by)
        self._wholes = wholes
        self._zeros = digest_of_zeros(chunk, by)
        self._digests = BytesIO()
        self._begin()

    def take(self, data: memoryview) -> None:
        """Hash the next bytes."""
        while data:
            part, data = data[: self._room], data[self._room :]
            self._feed((self._stream, *self._wholes), part)
            self._advance(len(part))

    def take_hole(self, size: int) -> None:
        """Hash the ends of a hole, and count the chunks between them."""
        if self._room < self._chunk:
            size -= self._take_zeros(min(size, self._room))
        whole, rest = divmod(size, self._chunk)
        self._digests.write(self._zeros * whole)
        self._feed_zeros(self._wholes, whole * self._chunk)
        if rest:
            self._take_zeros(rest)

    def digests(self) -> bytes:
        """The digest of each chunk, one behind the other; to be asked once, at the end."""
        if self._room < self._chunk:
            self._finish()
        return self._digests.getvalue()

    def _take_zeros(self, size: int) -> int:
        self._feed_zeros((self._stream, *self._wholes), size)
        self._advance(size)
        return size

    def _feed_zeros(self, streams: Sequence[Stream], size: int) -> None:
        """Hash zeros that stay in the processor's cache."""
        while streams and size:
            part = ZEROS[:size]
            self._feed(streams, part)
            size -= len(part)

    def _feed(self, streams: Sequence[Stream], data: memoryview) -> None:
        self._lanes.update_each([(stream, data) for stream in streams])

    def _advance(self, size: int) -> None:
        self._room -= size
        if not self._room:
            self._finish()

    def _finish(self) -> None:
        self._digests.write(self._stream.digest())
        self._begin()

    def _begin(self) -> None:
        self._stream: Stream = self._lanes.start()
        self._room = self._chunk
