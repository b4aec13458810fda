"""The tools of blake3 and xxh3, which are quicker than sha256: ours, and their own."""

from collections.abc import Iterator
from pathlib import Path

from digest_tools import MANIFEST, all_digests, is_there, over_all, sha256_lines
from measuring import OURS, Tool

BLAKE3 = f"{OURS} blake3"
XXH3 = f"{OURS} xxh3-128"
BLAKE3_MANIFEST = f"{MANIFEST}, blake3"
XXH3_MANIFEST = f"{MANIFEST}, xxh3-128"
B3SUM = "b3sum"
B3SUM_READING = "b3sum --no-mmap"
"""It maps a file unless that is forbidden; then it has one thread."""

XXHSUM = "xxhsum -H2"
IN_TURN = "openssl, b3sum, xxhsum"
"""One after another: who wants three digests, and has not ours."""

_PROGRAMS = ("b3sum", "xxhsum")


def each(folder: Path) -> Iterator[Tool]:
    """One digest alone, by us and by every peer that is installed."""
    blake3 = ("bakeferry", "digest", "-ablake3", str(folder))
    yield Tool(BLAKE3, blake3, all_digests, algorithm="blake3")
    xxh3 = ("bakeferry", "digest", "-axxh3-128", str(folder))
    yield Tool(XXH3, xxh3, _first_words, algorithm="xxh3-128")
    if is_there("b3sum"):
        for name in (B3SUM, B3SUM_READING):
            command = over_all(name, folder)
            yield Tool(name, command, all_digests, algorithm="blake3")
    yield from xxhsum(folder)


def xxhsum(files: Path) -> Iterator[Tool]:
    """One file, or all below a folder, if it is installed."""
    if is_there("xxhsum"):
        command = over_all(XXHSUM, files)
        yield Tool(XXHSUM, command, _first_words, algorithm="xxh3-128")


def in_turn(folder: Path) -> Iterator[Tool]:
    """Three digests by three tools."""
    if is_there("openssl") and not missing_peers():
        tools = ("openssl dgst -sha256", B3SUM, XXHSUM)
        script = "; ".join(f'{tool} "$0"/*' for tool in tools)
        yield Tool(IN_TURN, ("sh", "-c", script, str(folder)), sha256_lines)


def missing_peers() -> list[str]:
    """The names of those that are not installed."""
    return [name for name in _PROGRAMS if not is_there(name)]


def _first_words(output: str) -> list[str]:
    return sorted(line.partition(" ")[0] for line in output.splitlines())
