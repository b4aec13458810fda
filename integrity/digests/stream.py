"""The sha256 of bytes that arrive on the event loop, computed off it."""

from hashlib import sha256
from typing import TYPE_CHECKING, Self

from integrity.digests.stream_thread import StreamThread
from integrity.sizes import MIB

if TYPE_CHECKING:
    from integrity.digests.lanes import Stream

_INLINE = MIB
"""So much is hashed on the loop in about a millisecond: no thread for a script."""

_MANY = 256
"""So many chunks are kept on the loop, however small each is."""


class StreamHasher:
    """Takes chunks on the event loop; the thread that hashes them may have more streams.

    A cancelled `update` or `digest` leaves nothing behind, once the context is left.

        async with StreamHasher(thread) as hasher:
            async for chunk in chunks:
                await hasher.update(chunk)
            digest = await hasher.digest()
    """

    def __init__(self, thread: StreamThread) -> None:
        self._thread = thread
        self._kept: list[bytes] = []
        self._kept_size = 0
        self._stream: Stream | None = None  # of the thread, once it has begun

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        if self._stream is not None:
            self._thread.end(self._stream)

    async def update(self, chunk: bytes) -> None:
        """Take the next bytes; waits while too many are waiting."""
        if self._stream is not None:
            await self._thread.give(self._stream, chunk)
            return
        self._kept.append(chunk)
        self._kept_size += len(chunk)
        if self._kept_size > _INLINE or len(self._kept) > _MANY:
            await self._hand_over()

    async def digest(self) -> str:
        """The digest of all bytes so far, in lower-case hex digits."""
        if self._stream is None:
            return sha256(b"".join(self._kept)).hexdigest()
        await self._thread.caught_up()
        return self._stream.digest().hex()

    async def _hand_over(self) -> None:
        self._stream = self._thread.begin()
        kept, self._kept = self._kept, []
        for chunk in kept:
            await self._thread.give(self._stream, chunk)
