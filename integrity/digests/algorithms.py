"""The table of digests: their names, their widths, and how one is started."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol

Bytes = bytes | memoryview
"""What can be hashed without a copy."""


class Hasher(Protocol):
    """A digest under way, as hashlib, blake3 and xxhash all have it."""

    def update(self, data: Bytes, /) -> object:
        """Take the next bytes in; may let other threads run meanwhile."""

    def digest(self) -> bytes:
        """The digest of all bytes so far."""

    def hexdigest(self) -> str:
        """The same, in lower-case hex digits."""


class Algorithm(NamedTuple):
    """One way to compute a digest."""

    name: str
    """As on the command line and in reports."""

    tag: str
    """As in a BSD line, `SHA256 (name) = …`: what the known tools print."""

    hex_digits: int

    cost: int
    """Rough CPU time for a byte, xxh3 being 1: the dearest gets its own thread."""

    start: Callable[[Bytes], Hasher]
    """Begins a digest with its first bytes, which may be none."""

    start_wide: Callable[[int], Hasher] | None = None
    """Begins one that so many threads compute together; None: they cannot."""


def _start_sha256(data: Bytes) -> Hasher:
    from hashlib import sha256  # libcrypto: 2 ms, where our extension does without

    return sha256(data)


def _start_blake3(data: Bytes) -> Hasher:
    from blake3 import blake3  # 3 ms that only those who ask for it pay

    return blake3(data, max_threads=1)


def _start_wide_blake3(threads: int) -> Hasher:
    from blake3 import blake3

    from integrity.out_of_memory import see_threads_start

    see_threads_start(2 * threads)  # where one is refused, the library dies aloud
    return blake3(max_threads=threads)


def _start_xxh3(data: Bytes) -> Hasher:
    from xxhash import xxh3_128

    return xxh3_128(data)


ALGORITHMS: Mapping[str, Algorithm] = MappingProxyType(
    {
        algorithm.name: algorithm
        for algorithm in (
            Algorithm("sha256", "SHA256", 64, cost=30, start=_start_sha256),
            Algorithm(
                "blake3",
                "BLAKE3",
                64,
                cost=9,
                start=_start_blake3,
                start_wide=_start_wide_blake3,
            ),
            Algorithm("xxh3-128", "XXH128", 32, cost=1, start=_start_xxh3),
        )
    }
)
"""Every digest we compute. sha256 is the contract; the others are for speed."""

SHA256 = ALGORITHMS["sha256"]
