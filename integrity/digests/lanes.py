"""SHA-256 of several streams side by side on one core, where our extension is.

One stream cannot keep a core's SHA unit busy: each step waits for the one before. The
extension takes the steps of several streams in turn. Where it was not built, or does not
fit the processor, hashlib does the same, one stream after another.
"""

from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple, Protocol

from integrity.digests.algorithms import Bytes


class Sha256(Protocol):
    """The SHA-256 of a stream."""

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


class Lanes(NamedTuple):
    """A way to hash several streams."""

    width: int
    """Streams that one core should have at once; 1 where more of them gain nothing."""

    start: Callable[[], Any]
    """Begins a stream: a `Sha256`. Only `update_each` of the same way can take it."""

    update_each: Callable[[Iterable[tuple[Any, Bytes]]], object]
    """Gives streams their next bytes."""

    hexdigests: Callable[[Iterable[Bytes]], list[str]]
    """The digests of whole messages, in lower-case hex digits."""

    hash_files: HashFiles | None
    """None where Python itself opens and reads them as quickly."""


def _update_in_turn(pairs: Iterable[tuple[Sha256, Bytes]]) -> None:
    for stream, data in pairs:
        stream.update(data)


def _hexdigests_in_turn(messages: Iterable[Bytes]) -> list[str]:
    return [sha256(message).hexdigest() for message in messages]


IN_TURN = Lanes(1, sha256, _update_in_turn, _hexdigests_in_turn, None)
"""By hashlib, one stream after another."""


@cache
def best_lanes() -> Lanes:
    """The quickest way that there is here."""
    try:
        from integrity.digests.native.sha256 import (
            LANES,
            Sha256,
            hash_files,
            hexdigests,
            update_each,
        )
    except ImportError:
        return IN_TURN
    lanes = Lanes(LANES, Sha256, update_each, hexdigests, hash_files)
    return lanes if is_right(lanes) else IN_TURN


def is_right(lanes: Lanes) -> bool:
    """Whether digests are those of hashlib, whatever number of lanes is busy."""
    messages = [bytes(range(size)) for size in (3, 55, 56, 64, 119, 120, 200)]
    for count in range(1, len(messages) + 1):
        some = messages[:count]
        wanted = _hexdigests_in_turn(some)
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
