"""Measure `bakeferry digest` beside its peers; the report is Markdown.

    python tests/benchmarks/digest.py [--small] [--directory DIR]

Tools take turns in one run, and only ratios within it count: of CPU, because other jobs
may use the machine, and of wall time for whoever has it alone. Every digest of every tool
is held against ours. With `--small` the gates are those of continuous integration, and a
missed one ends with code 1.
"""

import argparse
import os
import re
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

KIB, MIB, GIB = 2**10, 2**20, 2**30
PROJECT = Path(__file__).parents[2]
OURS = "bakeferry"
CLI = (sys.executable, "-m", "tui.cli.main")

HEX = re.compile(r"(?<![0-9a-fA-F])[0-9a-f]{64}(?![0-9a-fA-F])")

FILE_DIGEST = """
import hashlib, os, sys
def below(folder):
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from below(entry.path)
        else:
            yield entry.path
for path in below(sys.argv[1]):
    with open(path, "rb") as file:
        print(hashlib.file_digest(file, "sha256").hexdigest())
"""


@dataclass(frozen=True)
class Usage:
    """What one run of one tool took."""

    wall: float
    cpu: float
    """User and system, in seconds."""

    peak: int
    """Resident bytes at most."""

    output: str


@dataclass(frozen=True)
class Tool:
    """A program that prints sha256 digests."""

    name: str
    command: Sequence[str]

    digests: Callable[[str], list[str]] | None
    """The sha256 digests in what it prints, sorted; None for one that prints none."""


@dataclass
class Case:
    """One set of files, and the tools that hash it."""

    name: str
    size: int
    """Bytes, holes included."""

    tools: Sequence[Tool]
    rounds: int

    evicted: Path | None = None
    """A file that no tool finds in memory: reading holes fills the page cache."""

    runs: dict[str, list[Usage]] = field(default_factory=dict)

    def median(self, name: str, what: str) -> float:
        """Of all rounds."""
        return statistics.median(self._costs(name, what))

    def least(self, name: str, what: str) -> float:
        """Of all rounds: what other jobs on the machine disturb can only be more."""
        return min(self._costs(name, what))

    def ratio(self, ours: str, peer: str, what: str) -> float:
        """Median over the rounds of a peer's cost by ours: above 1, we are better."""
        pairs = zip(self._costs(peer, what), self._costs(ours, what), strict=True)
        return statistics.median(theirs / own for theirs, own in pairs)

    def _costs(self, name: str, what: str) -> list[float]:
        return [float(getattr(run, what)) for run in self.runs[name]]


def environment() -> dict[str, str]:
    """What tools see: compiled modules are kept, and the project is found."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    return {**kept, "PYTHONPATH": str(PROJECT)}


def ran(command: Sequence[str]) -> tuple[Usage, int]:
    """What a command took, and its exit code."""
    with tempfile.TemporaryFile() as output, Path(os.devnull).open("wb") as nowhere:
        to = [
            (os.POSIX_SPAWN_DUP2, output.fileno(), 1),
            (os.POSIX_SPAWN_DUP2, nowhere.fileno(), 2),
        ]
        path = shutil.which(command[0]) or command[0]
        began = time.perf_counter()
        process = os.posix_spawn(path, list(command), environment(), file_actions=to)
        _, status, used = os.wait4(process, 0)
        wall = time.perf_counter() - began
        output.seek(0)
        text = output.read().decode(errors="replace")
    usage = Usage(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * KIB, text)
    return usage, os.waitstatus_to_exitcode(status)


def measure(case: Case) -> None:
    """Let the tools take turns, each round begun by another one."""
    tools = list(case.tools)
    agreed: list[str] = []
    for turn in range(case.rounds):
        for tool in tools[turn % len(tools) :] + tools[: turn % len(tools)]:
            if case.evicted:
                evict(case.evicted)
            usage, code = ran(tool.command)
            if code:
                sys.exit(f"{case.name}: {tool.name} ended with code {code}")
            if tool.digests is not None:
                found = tool.digests(usage.output)
                agreed = agreed or found
                if not found or found != agreed:
                    sys.exit(f"{case.name}: {tool.name} disagrees")
            case.runs.setdefault(tool.name, []).append(usage)


def evict(path: Path) -> None:
    """Take a file out of the page cache."""
    with path.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


# The tools


def all_digests(output: str) -> list[str]:
    """Every sha256 in an output, sorted."""
    return sorted(HEX.findall(output))


def tagged_digests(output: str) -> list[str]:
    """The same, of lines that name their algorithm."""
    lines = [line for line in output.splitlines() if line.startswith("SHA256 (")]
    return all_digests("\n".join(lines))


def ours(name: str, *arguments: str) -> Tool:
    """A run of `bakeferry digest`."""
    several = any("," in argument for argument in arguments)
    digests = tagged_digests if several else all_digests
    return Tool(name, (*CLI, "digest", *arguments), digests)


def over_all(
    command: str, folder: Path, parallel: int = 1, each: int = 5000
) -> list[str]:
    """A tool for single files, over all below a folder."""
    script = f'find "$0" -type f -print0 | xargs -0 -P{parallel} -n{each} {command}'
    return ["sh", "-c", script, str(folder)]


def peers(folder: Path) -> Iterator[Tool]:
    """Every peer that is installed."""
    for name, command in {
        "sha256sum": over_all("sha256sum", folder),
        "openssl": over_all("openssl dgst -sha256", folder),
        "rclone": [
            "rclone", "hashsum", "sha256", "--config=", f"--checkers={CORES}", str(folder)
        ],
        "rhash": ["rhash", "--sha256", "-r", str(folder)],
        "file_digest": [sys.executable, "-c", FILE_DIGEST, str(folder)],
    }.items():  # fmt: skip
        if name == "file_digest" or shutil.which(name):
            yield Tool(name, command, all_digests)


PEERS = ("sha256sum", "openssl", "rclone", "rhash")
CORES = len(os.sched_getaffinity(0))


# The files


def fill(path: Path, size: int) -> None:
    """Write bytes that no tool can guess, without much memory of our own."""
    block = os.urandom(MIB)
    with path.open("wb") as file:
        for number in range(size // MIB):
            file.write(number.to_bytes(8, "big") + block[8:])


def one_large(folder: Path, sizes: "Sizes") -> Case:
    """One huge file."""
    fill(folder / "large", sizes.large)
    target = str(folder)
    every = "-asha256,blake3,xxh3-128"
    tools = [
        ours(OURS, target),
        ours(f"{OURS} -j1", "-j1", target),
        ours(f"{OURS} 3 digests", every, target),
        ours(f"{OURS} 3 digests -j1", every, "-j1", target),
        *peers(folder),
    ]
    return Case(f"1 x {words(sizes.large)}", sizes.large, tools, sizes.rounds)


def eight(folder: Path, sizes: "Sizes") -> Case:
    """As many files as cores, and more."""
    for number in range(8):
        fill(folder / f"{number}", sizes.large // 8)
    in_parallel = over_all("openssl dgst -sha256", folder, CORES, 8 // CORES or 1)
    tools = [
        ours(OURS, str(folder)),
        *peers(folder),
        Tool(f"openssl, xargs -P{CORES}", in_parallel, all_digests),
    ]
    return Case(f"8 x {words(sizes.large // 8)}", sizes.large, tools, sizes.rounds)


def many_small(folder: Path, sizes: "Sizes") -> Case:
    """Thousands of small files."""
    for number in range(sizes.files):
        below = folder / str(number // 200)
        below.mkdir(exist_ok=True)
        (below / str(number)).write_bytes(os.urandom(4 * KIB))
    size = sizes.files * 4 * KIB
    tools = [ours(OURS, str(folder)), *peers(folder)]
    return Case(f"{sizes.files:,} x 4 KiB", size, tools, sizes.rounds)


def sparse(folder: Path, sizes: "Sizes") -> Case:
    """A disk image: of each 512 MiB, 16 MiB hold data, and begin within a chunk."""
    disk, manifest = folder / "disk", folder.parent / "disk.chunks"
    block = os.urandom(MIB)
    with disk.open("wb") as file:
        file.truncate(sizes.sparse)
        for place in range(0, sizes.sparse, 512 * MIB):
            for number in range(1, 17):
                os.pwrite(file.fileno(), block, place + number * MIB)
    os.sync()
    ran((*CLI, "digest", f"--manifest={manifest}", str(disk)))
    check = (*CLI, "digest", "--check", str(manifest))
    tools = [
        ours(OURS, str(folder)),
        Tool(f"{OURS} --check manifest", check, None),
        *(peer for peer in peers(folder) if peer.name not in sizes.not_on_sparse),
    ]
    name = f"sparse {words(sizes.sparse)}, 1/32 data"
    return Case(name, sizes.sparse, tools, sizes.sparse_rounds, disk)


def start_up(folder: Path, sizes: "Sizes") -> Case:
    """One byte: what it costs to begin and to end."""
    (folder / "byte").write_bytes(b"1")
    tools = [ours(OURS, str(folder)), *peers(folder)]
    return Case("start-up: 1 x 1 byte", 1, tools, sizes.rounds)


@dataclass(frozen=True)
class Sizes:
    """How much is hashed, and how often."""

    large: int
    files: int
    sparse: int
    rounds: int
    sparse_rounds: int
    not_on_sparse: tuple[str, ...] = ()
    """Left out there, because one run takes half of all the time there is."""


FULL = Sizes(2 * GIB, 20_000, 16 * GIB, rounds=3, sparse_rounds=2)
SMALL = Sizes(
    256 * MIB, 2_000, 4 * GIB, rounds=5, sparse_rounds=1, not_on_sparse=("sha256sum",)
)
CASES = (start_up, one_large, eight, many_small, sparse)


# The report


def words(size: int) -> str:
    """A size that is a power of two."""
    return f"{size // GIB} GiB" if size >= GIB else f"{size // MIB} MiB"


def table(case: Case) -> Iterator[str]:
    """One case as Markdown."""
    yield f"### {case.name} ({case.rounds} rounds)\n"
    yield "| tool | CPU s | CPU s/GiB | wall s | peak MiB | CPU of it / ours | wall of it / ours |"
    yield "|---|---|---|---|---|---|---|"
    for name in case.runs:
        cpu, wall = case.median(name, "cpu"), case.median(name, "wall")
        peak = max(run.peak for run in case.runs[name]) / MIB
        per_gib = f"{cpu / case.size * GIB:.3f}" if case.size > 1 else "-"
        yield (
            f"| {name} | {cpu:.3f} | {per_gib} | {wall:.3f}"
            f" | {peak:.0f} | {case.ratio(OURS, name, 'cpu'):.2f}x"
            f" | {case.ratio(OURS, name, 'wall'):.2f}x |"
        )
    yield ""


def gates(cases: Sequence[Case]) -> Iterator[tuple[str, float, float]]:
    """What must hold: a name, what was reached, and what is the least.

    CPU is counted without start-up, so that small files of CI tell of large ones.
    """
    start, large, eight, small, sparse = cases

    def engine(case: Case, name: str) -> float:
        began = name.partition(" ")[0]
        return max(0.001, case.least(name, "cpu") - start.least(began, "cpu"))

    def better(case: Case, name: str, peer: str) -> float:
        return engine(case, peer) / engine(case, name)

    one_core, three = f"{OURS} -j1", f"{OURS} 3 digests -j1"
    yield (
        "2: one file, one core, beside file_digest",
        better(large, one_core, "file_digest"),
        1.0,
    )
    yield (
        "6: sha256 beside three digests, one core",
        better(large, three, one_core),
        1 / 1.4,
    )
    if "openssl" in large.runs:
        yield (
            "2: one file, one core, beside openssl",
            better(large, one_core, "openssl"),
            1 / 0.95,
        )
        yield "3: eight files, beside openssl", better(eight, OURS, "openssl"), 1 / 0.95
        yield "7: sparse file, beside openssl", better(sparse, OURS, "openssl"), 1.35
        manifest = f"{OURS} --check manifest"
        yield (
            "8: sparse file by manifest, beside openssl",
            better(sparse, manifest, "openssl"),
            15,
        )
    if "rhash" in small.runs:
        yield (
            "4: small files, start included, beside rhash",
            small.ratio(OURS, "rhash", "cpu"),
            1 / 1.4,
        )
    own = [
        run
        for case in cases
        for name in case.runs
        if OURS in name
        for run in case.runs[name]
    ]
    yield "10: 80 MiB beside the peak", 80 * MIB / max(run.peak for run in own), 1.0


def start_of_commands(folder: Path) -> Iterator[str]:
    """CPU of the commands that people run all day."""
    template = folder / "template.json"
    template.write_text(TEMPLATE)
    for name, arguments in {
        "--help": ["--help"],
        "lint": ["lint", str(template)],
    }.items():
        runs = [ran((*CLI, *arguments)) for _ in range(5)]
        if any(code not in (0, 1) for _, code in runs):
            yield f"- `bakeferry {name}`: missing, it does not run yet"
        else:
            cpu = statistics.median(usage.cpu for usage, _ in runs)
            yield f"- `bakeferry {name}`: {cpu:.3f} s CPU"


TEMPLATE = """{
  "type": "Microsoft.VirtualMachineImages/imageTemplates",
  "apiVersion": "2024-02-01",
  "location": "westeurope",
  "properties": {"source": {"type": "PlatformImage"}, "customize": [], "distribute": []}
}
"""


def measured(sizes: Sizes, directory: Path | None) -> Iterator[Case]:
    """Each case, its files made before and removed after."""
    for make in CASES:
        with tempfile.TemporaryDirectory(dir=directory) as folder:
            files = Path(folder) / "files"
            files.mkdir()
            case = make(files, sizes)
            measure(case)
            yield case


def main() -> None:
    """Measure, print the report, and judge it."""
    options = argparse.ArgumentParser(description="Measure bakeferry digest.")
    options.add_argument("--small", action="store_true", help="for CI: under a minute")
    options.add_argument("--directory", type=Path, help="where files are made")
    given = options.parse_args()
    sizes = SMALL if given.small else FULL
    missing = [name for name in PEERS if not shutil.which(name)]
    say(
        f"## Digests: {CORES} cores, Python {sys.version.split()[0]}",
        "",
        f"Missing peers: {', '.join(missing) or 'none'}."
        f" Left out on the sparse file: {', '.join(sizes.not_on_sparse) or 'none'}.",
        "",
    )
    cases = []
    for case in measured(sizes, given.directory):
        cases.append(case)
        say(*table(case))
    with tempfile.TemporaryDirectory() as folder:
        say("### Start-up", "", *start_of_commands(Path(folder)), "")
    say("| gate | reached | at least | |", "|---|---|---|---|")
    is_missed = False
    for name, reached, least in gates(cases):
        is_missed |= reached < least
        verdict = "missed" if reached < least else "held"
        say(f"| {name} | {reached:.2f}x | {least:.2f}x | {verdict} |")
    say("", f"Peaks below {own_peak():.0f} MiB, this script's own, cannot be told.")
    sys.exit(is_missed and given.small)


def say(*lines: str) -> None:
    """Print lines at once."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def own_peak() -> float:
    """MiB. A process begins its count with the memory of whoever started it."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIB / MIB


if __name__ == "__main__":
    main()
