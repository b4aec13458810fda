"""Digests of several streams, SHA-256 side by side on one core, where our extension is.

One stream cannot keep a core's SHA unit busy: each step waits for the one before. The
extension takes the steps of several streams in turn. Where it was not built, or does not
fit the processor, hashlib does the same, one stream after another.
"""

import os
from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Any, NamedTuple, Protocol

from integrity.digests.algorithms import SHA256, Algorithm, Bytes, Hasher


class Stream(Protocol):
    """The digest of a stream."""

    def update(self, data: Bytes, /) -> object:
        """Take the next bytes in; other threads run meanwhile."""

    def digest(self) -> bytes:
        """The digest of all bytes so far."""


Found = tuple[str, tuple[int, int, int, int, int]]
"""The digest of a file, in lower-case hex digits, and what its `FileVersion` consists of."""

HashFiles = Callable[
    [tuple[str, ...], tuple[memoryview, ...], int, int], list[Found | None]
]
"""Reads and hashes files: their paths, a room for each, the flags to open them with, and
before which nanosecond they were last touched. None for one that somebody else must look
at: it is later, does not fit its room, cannot be read, or is no regular file."""


class Take(NamedTuple):
    """What a stream takes next."""

    stream: Any
    """A `Stream`."""

    data: Bytes
    """Its next bytes; or room for them, which is filled again and again."""

    size: int = -1
    """How many it takes: of a file, or of `data` again and again; -1: `data` once."""

    descriptor: int = -1
    """Of the file that is read; -1: `data` is taken as it is."""

    position: int = 0
    """Of the first byte in the file."""


class Lanes(NamedTuple):
    """A way to hash several streams."""

    width: int
    """Streams that one core should have at once; 1 where more of them gain nothing."""

    start: Callable[[], Any]
    """Begins a `Stream`. Only `update_each` of the same way can take it."""

    update_each: Callable[[Iterable[Take | tuple[Any, Bytes]]], list[int]]
    """Gives streams their next bytes; returns how many each took. These are fewer than
    were wanted where a file ended, or could not be read: whoever reads on, sees why."""

    update_ahead: Callable[[Take], int] | None
    """Gives one stream its next bytes, which a thread reads ahead: as many as it can within
    a tenth of a second. None where only Python could do that."""

    hexdigests: Callable[[Iterable[Bytes]], list[str]]
    """The digests of whole messages, in lower-case hex digits."""

    hash_files: HashFiles | None
    """None where Python itself opens and reads them as quickly."""


def _update_in_turn(takes: Iterable[Take | tuple[Any, Bytes]]) -> list[int]:
    return [_update(Take(*take)) for take in takes]


def _update(take: Take) -> int:
    if take.size < 0:
        take.stream.update(take.data)
        return len(take.data)
    taken = 0
    while part := memoryview(take.data)[: take.size - taken]:
        if take.descriptor >= 0:
            part = part[: _read(take.descriptor, part, take.position + taken)]
        if not part:
            break
        take.stream.update(part)
        taken += len(part)
    return taken


def _read(descriptor: int, room: memoryview, position: int) -> int:
    try:
        return os.preadv(descriptor, (room,), position)
    except OSError:
        return 0


def _in_turn(start: Callable[[Bytes], Hasher]) -> Lanes:
    def hexdigests(messages: Iterable[Bytes]) -> list[str]:
        return [start(message).hexdigest() for message in messages]

    return Lanes(1, partial(start, b""), _update_in_turn, None, hexdigests, None)


IN_TURN = _in_turn(SHA256.start)
"""By hashlib, one stream after another."""


def lanes_of(algorithm: Algorithm) -> Lanes:
    """The quickest way to compute this digest that there is here."""
    return best_lanes() if algorithm is SHA256 else _in_turn(algorithm.start)


@cache
def best_lanes() -> Lanes:
    """The quickest way to sha256 that there is here."""
    try:
        from integrity.digests.native.sha256 import (
            LANES,
            Sha256,
            hash_files,
            hexdigests,
            update_ahead,
            update_each,
        )
    except ImportError:
        return IN_TURN
    lanes = Lanes(LANES, Sha256, update_each, update_ahead, hexdigests, hash_files)
    return lanes if is_right(lanes) else IN_TURN


_SIZES = (3, 55, 56, 64, 119, 120, 200)
"""Bytes of messages that end on either side of where padding needs one more block."""

_RIGHT = (
    "ae4b3280e56e2faf83f414a6e3dabe9d5fbe18976544c05fed121accb85b53fc",
    "463eb28e72f82e0a96c0a4cc53690c571281131f672aa229e0d45ae59b598b59",
    "da2ae4d6b36748f2a318f23e7ab1dfdf45acdc9d049bd80e59de82a60895f562",
    "fdeab9acf3710362bd2658cdc9a29e8f9c757fcf9811603a8c447cd1d9151108",
    "da18797ed7c3a777f0847f429724a2d8cd5138e6ed2895c3fa1a6d39d18f7ec6",
    "f52b23db1fbb6ded89ef42a23ce0c8922c45f25c50b568a93bf1c075420bbb7c",
    "1901da1c9f699b48f6b2636e65cbf73abf99d0441ef67f5c540a42f7051dec6f",
)
"""The digest of 0, 1, 2… up to each size: to ask hashlib for it would load libcrypto."""


def is_right(lanes: Lanes) -> bool:
    """Whether digests are right, whatever number of lanes is busy."""
    messages = [bytes(range(size)) for size in _SIZES]
    for count in range(1, len(messages) + 1):
        some, wanted = messages[:count], list(_RIGHT[:count])
        streams = [lanes.start() for _ in some]
        for part in (slice(None, 50), slice(50, None)):
            lanes.update_each(
                [
                    (stream, data[part])
                    for stream, data in zip(streams, some, strict=True)
                ]
            )
        if not (
            lanes.hexdigests(some)
            == [each.digest().hex() for each in streams]
            == wanted
        ):
            return False
    return True
