"""What is hashed: sets of files, and who takes turns on each."""

import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import least_tools
import quick_tools
from cores import Cores
from digest_tools import (
    NATIVE,
    NATIVE_MANIFEST,
    PEERS,
    missing_peers,
    native,
    openssl_on_all_cores,
    ours,
    ours_by_manifest,
    ours_on_one_core,
    ours_with_three,
    peers,
)
from measuring import GIB, KIB, MIB, Case, Tool, measure

TAKES_LONG = "it does without the processor's SHA unit, and one run takes too long here"


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

    slow: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Peers that a case is without, because of the time that one run takes."""

    is_whole: bool = True
    """Whether they take turns, too, by whom nothing is guarded: the least programs, and
    the tools of blake3 and xxh3."""

    def peers_on(self, case: str) -> list[str]:
        """Those that are quick enough."""
        return [peer for peer in self.peers if peer not in self.slow.get(case, ())]


def start_up(folder: Path, sizes: Sizes) -> Case:
    """One byte: what it costs to begin and to end."""
    (folder / "byte").write_bytes(b"1")
    tools = [
        ours(folder),
        ours_on_one_core(folder),
        *ours_with_three(folder),
        ours_by_manifest(folder / "byte", folder.parent / "byte.chunks"),
        *peers(folder, sizes.peers_on("start_up")),
    ]
    byte = folder / "byte"
    least = [*least_tools.of_one_file(byte), *least_tools.of_three_digests(byte)]
    return _case(
        "start-up: 1 x 1 byte",
        1,
        tools,
        sizes,
        least=least,
        quick=quick_tools.each(folder),
    )


def one_large(folder: Path, sizes: Sizes) -> Case:
    """One huge file; its targets are within a hundredth of what rounds differ by."""
    fill(folder / "large", sizes.large)
    by_manifest = ours_by_manifest(folder / "large", folder.parent / "large.chunks")
    tools = [
        ours(folder),
        ours_on_one_core(folder),
        by_manifest,
        *native(by_manifest, NATIVE_MANIFEST),
        *peers(folder, sizes.peers_on("one_large")),
    ]
    least = least_tools.of_one_file(folder / "large")
    name = f"1 x {_words(sizes.large)}"
    case = _case(name, sizes.large, tools, sizes, least=least)
    return replace(case, rounds=2 * sizes.rounds - 1)


def three_digests(folder: Path, sizes: Sizes) -> Case:
    """The same file, for those alone that compute three digests of it; as one_large."""
    fill(folder / "large", sizes.large)
    beside = replace(sizes, peers=("openssl",), rounds=3 * sizes.rounds)
    tools = [
        ours_on_one_core(folder),
        *ours_with_three(folder),
        *peers(folder, beside.peers),
    ]
    least = least_tools.of_three_digests(folder / "large")
    name, in_turn = f"3 digests: 1 x {_words(sizes.large)}", quick_tools.in_turn(folder)
    return _case(name, sizes.large, tools, beside, least=least, quick=in_turn)


def eight(folder: Path, sizes: Sizes) -> Case:
    """More files than cores."""
    for number in range(8):
        fill(folder / f"{number}", sizes.large // 8)
    tools = [
        ours(folder),
        *native(ours(folder), NATIVE),
        *peers(folder, sizes.peers_on("eight")),
        *openssl_on_all_cores(folder, 8),
    ]
    least = least_tools.of_several(folder, 8)
    return _case(
        f"8 x {_words(sizes.large // 8)}", sizes.large, tools, sizes, least=least
    )


def medium(folder: Path, sizes: Sizes) -> Case:
    """Many files that are each worth a thread."""
    return _many(folder, sizes, "medium", sizes.medium_files, 100 * KIB)


def small(folder: Path, sizes: Sizes) -> Case:
    """Thousands of small files."""
    return _many(folder, sizes, "small", sizes.small_files, 4 * KIB)


def holes(folder: Path, sizes: Sizes) -> Case:
    """A disk image, for those alone that do not read its holes.

    Who does so fills the page cache: for seconds afterwards a virtual machine and its
    host hand memory back and forth, and digests of no file at all take longer too.
    """
    disk = _disk(folder, sizes)
    name = f"sparse {_words(sizes.sparse)}, holes not read"
    tools = [ours(folder), *least_tools.of_sha256_of_holes(disk)]
    case = Case(name, sizes.sparse, tools, sizes.rounds)
    return replace(case, evicted=disk)


def sparse(folder: Path, sizes: Sizes) -> Case:
    """The same for all."""
    disk = _disk(folder, sizes)
    tools = [
        ours(folder),
        ours_by_manifest(disk, folder.parent / "disk.chunks"),
        *peers(folder, sizes.peers_on("sparse")),
    ]
    least, quick = least_tools.of_holes(disk), quick_tools.each(folder)
    name = f"sparse {_words(sizes.sparse)}, 1/32 data"
    case = _case(name, sizes.sparse, tools, sizes, least=least, quick=quick)
    return replace(case, rounds=sizes.sparse_rounds, evicted=disk)


def quick_digests(folder: Path, sizes: Sizes) -> Case:
    """One file that is twice as large, for the digests that are quicker than sha256."""
    size, file = 2 * sizes.large, folder / "large"
    fill(file, size)
    beside = replace(sizes, peers=("openssl",))
    tools = [
        *(
            ours_by_manifest(file, folder.parent / f"large.{by}", by)
            for by in ("blake3", "xxh3-128")
        ),
        *peers(folder, beside.peers),
    ]
    least = least_tools.of_quick_digests(file)
    name = f"blake3 and xxh3: 1 x {_words(size)}"
    quick = quick_tools.each(folder)
    return _case(name, size, tools, beside, least=least, quick=quick)


CASES: Mapping[str, Callable[[Path, Sizes], Case]] = {
    make.__name__: make
    for make in (
        start_up,
        one_large,
        three_digests,
        eight,
        medium,
        small,
        holes,
        sparse,
        quick_digests,
    )
}


def measured(
    names: Iterable[str], sizes: Sizes, directory: Path | None
) -> Iterator[tuple[str, Case]]:
    """Cases by name, each with its files made before and removed after.

    On a disk with holes a run takes longer than a host leaves the cores where they are.
    """
    for name in names:
        with tempfile.TemporaryDirectory(dir=directory) as folder:
            files = Path(folder) / "files"
            files.mkdir()
            case = CASES[name](files, sizes)
            if not case.evicted:
                case.are_near = Cores(Path(folder)).are_near
            measure(case)
            yield name, case


def _disk(folder: Path, sizes: Sizes) -> Path:
    """Of each 512 MiB, 16 MiB hold data, and begin within a chunk."""
    disk = folder / "disk"
    block = os.urandom(MIB)
    with disk.open("wb") as file:
        file.truncate(sizes.sparse)
        for place in range(0, sizes.sparse, 512 * MIB):
            for number in range(1, 17):
                os.pwrite(file.fileno(), block, place + number * MIB)
    os.sync()
    return disk


def _many(folder: Path, sizes: Sizes, case: str, files: int, size: int) -> Case:
    for number in range(files):
        below = folder / str(number // 200)
        below.mkdir(exist_ok=True)
        (below / str(number)).write_bytes(os.urandom(size))
    settle()
    tools = [ours(folder), *peers(folder, sizes.peers_on(case))]
    least = least_tools.of_many(folder)
    return _case(
        f"{files:,} x {size // KIB} KiB", files * size, tools, sizes, least=least
    )


def _case(
    name: str,
    size: int,
    tools: list[Tool],
    sizes: Sizes,
    *,
    least: Iterable[Tool],
    quick: Iterable[Tool] = (),
) -> Case:
    """All that are there, and who should be."""
    if sizes.is_whole:
        tools += [*quick, *least]
    named = [tool.name for tool in tools]
    left_out = {peer: TAKES_LONG for peer in sizes.peers if peer not in named}
    missing = [peer for peer in missing_peers() if peer in sizes.peers]
    if quick and sizes.is_whole:
        missing += quick_tools.missing_peers()
    left_out |= dict.fromkeys(missing, "not installed") | least_tools.absent(named)
    return Case(name, size, tools, sizes.rounds, left_out=left_out)


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
