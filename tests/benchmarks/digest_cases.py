"""What is hashed: sets of files, and who takes turns on each."""

import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import least_tools
from digest_tools import (
    PEERS,
    missing_peers,
    openssl_on_all_cores,
    ours,
    ours_by_manifest,
    ours_on_one_core,
    ours_with_three,
    peers,
)
from measuring import GIB, KIB, MIB, Case, Tool, measure


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is hashed, how often, and beside whom."""

    large: int
    """Bytes of one large file."""

    sparse: int
    """Bytes of a disk image, holes included."""

    small_files: int
    medium_files: int
    rounds: int
    sparse_rounds: int
    peers: tuple[str, ...] = PEERS

    not_on_sparse: tuple[str, ...] = ()
    """Left out there, because one run takes half of all the time there is."""

    has_limits: bool = True
    """Whether the least programs take turns, too."""


def start_up(folder: Path, sizes: Sizes) -> Case:
    """One byte: what it costs to begin and to end."""
    (folder / "byte").write_bytes(b"1")
    tools = [
        ours(folder),
        ours_on_one_core(folder),
        *ours_with_three(folder),
        ours_by_manifest(folder / "byte", folder.parent / "byte.chunks"),
        *peers(folder, sizes.peers),
    ]
    least = least_tools.of_one_file(folder / "byte")
    return _case("start-up: 1 x 1 byte", 1, tools, sizes, least)


def one_large(folder: Path, sizes: Sizes) -> Case:
    """One huge file."""
    fill(folder / "large", sizes.large)
    tools = [
        ours(folder),
        ours_on_one_core(folder),
        *ours_with_three(folder),
        ours_by_manifest(folder / "large", folder.parent / "large.chunks"),
        *peers(folder, sizes.peers),
    ]
    least = least_tools.of_one_file(folder / "large")
    return _case(f"1 x {_words(sizes.large)}", sizes.large, tools, sizes, least)


def eight(folder: Path, sizes: Sizes) -> Case:
    """More files than cores."""
    for number in range(8):
        fill(folder / f"{number}", sizes.large // 8)
    tools = [
        ours(folder),
        *peers(folder, sizes.peers),
        *openssl_on_all_cores(folder, 8),
    ]
    least = least_tools.of_several(folder, 8)
    return _case(f"8 x {_words(sizes.large // 8)}", sizes.large, tools, sizes, least)


def medium(folder: Path, sizes: Sizes) -> Case:
    """Many files that are each worth a thread."""
    return _many(folder, sizes, sizes.medium_files, 100 * KIB)


def small(folder: Path, sizes: Sizes) -> Case:
    """Thousands of small files."""
    return _many(folder, sizes, sizes.small_files, 4 * KIB)


def sparse(folder: Path, sizes: Sizes) -> Case:
    """A disk image: of each 512 MiB, 16 MiB hold data, and begin within a chunk."""
    disk = folder / "disk"
    block = os.urandom(MIB)
    with disk.open("wb") as file:
        file.truncate(sizes.sparse)
        for place in range(0, sizes.sparse, 512 * MIB):
            for number in range(1, 17):
                os.pwrite(file.fileno(), block, place + number * MIB)
    os.sync()
    wanted = [name for name in sizes.peers if name not in sizes.not_on_sparse]
    tools = [
        ours(folder),
        ours_by_manifest(disk, folder.parent / "disk.chunks"),
        *peers(folder, wanted),
    ]
    name = f"sparse {_words(sizes.sparse)}, 1/32 data"
    return Case(name, sizes.sparse, tools, sizes.sparse_rounds, disk)


CASES: Mapping[str, Callable[[Path, Sizes], Case]] = {
    make.__name__: make for make in (start_up, one_large, eight, medium, small, sparse)
}


def measured(
    names: Iterable[str], sizes: Sizes, directory: Path | None
) -> Iterator[tuple[str, Case]]:
    """Cases by name, each with its files made before and removed after."""
    for name in names:
        with tempfile.TemporaryDirectory(dir=directory) as folder:
            files = Path(folder) / "files"
            files.mkdir()
            case = CASES[name](files, sizes)
            measure(case)
            yield name, case


def _many(folder: Path, sizes: Sizes, files: int, size: int) -> Case:
    for number in range(files):
        below = folder / str(number // 200)
        below.mkdir(exist_ok=True)
        (below / str(number)).write_bytes(os.urandom(size))
    settle()
    tools = [ours(folder), *peers(folder, sizes.peers)]
    least = least_tools.of_many(folder)
    return _case(f"{files:,} x {size // KIB} KiB", files * size, tools, sizes, least)


def _case(
    name: str, size: int, tools: Sequence[Tool], sizes: Sizes, least: Iterable[Tool]
) -> Case:
    """All that are there, and who should be."""
    limits = list(least) if sizes.has_limits else []
    missing = [peer for peer in missing_peers() if peer in sizes.peers]
    left_out = {**dict.fromkeys(missing, "not installed"), **least_tools.absent(limits)}
    return Case(name, size, [*tools, *limits], sizes.rounds, left_out=left_out)


def settle() -> None:
    """Wait: small files that were written a moment ago are read twice; few ever are."""
    time.sleep(11)


def fill(path: Path, size: int) -> None:
    """Write bytes that no tool can guess, without much memory of our own."""
    block = os.urandom(MIB)
    with path.open("wb") as file:
        for number in range(size // MIB):
            file.write(number.to_bytes(8, "big") + block[8:])


def _words(size: int) -> str:
    return f"{size // GIB} GiB" if size >= GIB else f"{size // MIB} MiB"
