"""One way to hash all files below a folder, as a program: what stands in for peers.

python tests/benchmarks/hashing_way.py engine|aiofiles|remember|recall FOLDER [CACHE]
python tests/benchmarks/hashing_way.py hit FILE CACHE
"""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from integrity.digests.engine import hash_together, one_by_one
from integrity.digests.walk import find_files

_CHUNK = 4 * 2**20
"""Bytes; with less, aiofiles is slower still."""


def engine(folder: str) -> Iterable[str]:
    """Ours, without a command line."""
    outcomes = one_by_one(hash_together(find_files([folder])))
    return [outcome.digests["sha256"] for outcome in outcomes]


def aiofiles(folder: str) -> Iterable[str]:
    """The asynchronous way of the books: as many coroutines as cores."""
    import asyncio  # which takes longer to load than a thousand small files

    waiting = find_files([folder])
    found: list[str] = []

    async def take() -> None:
        found.extend([await _hashed_by_aiofiles(path) for path in waiting])

    async def all_of_them() -> None:
        async with asyncio.TaskGroup() as takers:
            for _ in os.sched_getaffinity(0):
                takers.create_task(take())

    asyncio.run(all_of_them())
    return found


async def _hashed_by_aiofiles(path: str) -> str:
    import asyncio

    import aiofiles

    hasher = sha256()
    async with aiofiles.open(path, "rb") as file:
        while data := await file.read(_CHUNK):
            await asyncio.to_thread(hasher.update, data)
    return hasher.hexdigest()


def remember(folder: str, cache: str) -> Iterable[str]:
    """Hash, and keep it in a digest cache."""
    from integrity.digests.cache import DigestCache

    with DigestCache.open(Path(cache), now_ns=lambda: 2**62) as kept:
        for outcome in one_by_one(hash_together(find_files([folder]))):
            kept.remember_local(outcome.version, outcome.digests["sha256"])
            yield outcome.digests["sha256"]


def recall(folder: str, cache: str) -> Iterator[str]:
    """Ask the digest cache for each."""
    from integrity.digests.cache import DigestCache
    from integrity.digests.version import FileVersion

    with DigestCache.open(Path(cache)) as kept:
        for path in find_files([folder]):
            told = os.stat(path)  # noqa: PTH116 -- pathlib takes longer than SQLite
            yield kept.local(FileVersion.of(told)) or "not remembered"


def hit(file: str, cache: str) -> Iterator[str]:
    """Ask for one: the milliseconds of the first question."""
    from integrity.digests.cache import DigestCache
    from integrity.digests.version import FileVersion

    with DigestCache.open(Path(cache)) as kept:
        began = time.perf_counter()
        found = kept.local(FileVersion.of(Path(file).stat()))
        taken = time.perf_counter() - began
    yield f"{taken * 1000}" if found else "not remembered"


if __name__ == "__main__":
    way, *arguments = sys.argv[1:]
    for digest in globals()[way](*arguments):
        sys.stdout.write(f"{digest}\n")
