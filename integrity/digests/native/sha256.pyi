"""SHA-256 of several streams at once, by the SHA instructions of x86-64."""

from collections.abc import Iterable
from typing import Any

from integrity.digests.algorithms import Bytes
from integrity.digests.lanes import Take

LANES: int

class Sha256:
    def update(self, data: Bytes, /) -> None: ...
    def digest(self) -> bytes: ...

def hash_files(
    paths: tuple[str, ...],
    rooms: tuple[memoryview, ...],
    flags: int,
    touched_before: int,
    /,
) -> list[tuple[str, tuple[int, int, int, int, int]] | None]: ...
def hexdigests(messages: Iterable[Bytes], /) -> list[str]: ...
def update_ahead(take: Take, /) -> int: ...
def update_each(takes: Iterable[Take | tuple[Any, Bytes]], /) -> list[int]: ...
