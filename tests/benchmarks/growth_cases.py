"""How cost grows with work: once, twice, four and eight times as much.

    python tests/benchmarks/growth_cases.py [--small] [--directory DIR]

Straight lines double when the work does; start-up, which is measured with the least
work that there is, is taken off. In each round a smaller step runs as much more often as
it has less to do: other jobs on the machine, which make the same work half as dear again
for a second or two, then disturb all steps alike, and look like no bend in the line.
The last steps of `lint` are its 2,000 files, those of
rows in a list its 100,000: of them only what is seen should cost anything.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests" / "support")]

import alone
import azurite
import storage
import ui_lists
from copy_tools import Copying, remove
from digest_cases import fill, settle
from figures import Figure
from many_templates import many_templates
from measuring import CLI, KIB, MIB, OURS, Case, Tool, measure, ran
from storage import ONE, Storage
from workspace import ADDRESS

from transfer.simulator.disks import Disk

STEPS = (1, 2, 4, 8)
EVENLY, ONCE = (8, 4, 2, 1), (1, 1, 1, 1)
"""How often each step runs in a round: so that all do the same work, or once, where the
shortest run takes seconds by itself."""

STRAIGHT, LEVEL = "1.6 to 2.4", "0.5 to 1.5"
"""What a doubling of the work may multiply the cost with; below, it was start-up that
was measured."""

COPY = "download of a disk"
LINT = "lint of templates"
LOADED = "bare reading and json.loads"
LIST = "opening a list"
OPENINGS = 5
"""Of each list in a round: one takes ten milliseconds, which another job soon doubles."""

_LOAD = """
import json, pathlib, sys
for path in pathlib.Path(sys.argv[1]).rglob("*.json"):
    json.loads(path.read_bytes())
"""
Command = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sizes:
    """What the first step has, and how often each is run."""

    file: int
    """Bytes of one file."""

    files: int
    """Of 4 KiB."""

    templates: int
    """To lint."""

    verified: int
    """Templates with three artifacts each."""

    copied: int
    """Bytes of a disk without holes."""

    rows: int
    """Of a list on the screen."""

    rounds: int


FULL = Sizes(
    file=256 * MIB,
    files=20_000,
    templates=250,
    verified=240,
    copied=256 * MIB,
    rows=12_500,
    rounds=3,
)
SMALL = Sizes(
    file=32 * MIB,
    files=2_000,
    templates=25,
    verified=8,
    copied=16 * MIB,
    rows=1_250,
    rounds=2,
)


def run(sizes: Sizes, directory: Path | None = None) -> Iterator[Case | Figure]:
    """Measure all works."""
    for name, (unit, make, made) in WORKS.items():
        with tempfile.TemporaryDirectory(dir=directory) as folder:
            first = getattr(sizes, unit)
            yield from _grown(
                name, first, make, Path(folder), sizes, times=EVENLY, made=made
            )
    yield from _copies(sizes, directory)
    yield from _rows(sizes)


def _one_file(folder: Path, size: int) -> Command:
    fill(folder / "file", max(size, MIB))
    return (*CLI, "digest", "-q", str(folder))


def _small_files(folder: Path, count: int) -> Command:
    for number in range(count):
        below = folder / str(number // 200)
        below.mkdir(exist_ok=True)
        (below / str(number)).write_bytes(number.to_bytes(4, "big") * KIB)
    return (*CLI, "digest", "-q", str(folder))


def _lint(folder: Path, count: int) -> Command:
    many_templates(folder, count)
    return (*CLI, "lint", "-qojsonl", str(folder / "templates"))


def _loading(folder: Path) -> Command:
    """The same templates, read and parsed by no one of ours."""
    return (sys.executable, "-IS", "-c", _LOAD, str(folder / "templates"))


def _verify(folder: Path, count: int) -> Command:
    many_templates(folder, count)
    mapped = f"--map={ADDRESS}={folder / 'artifacts'}"
    return (
        *CLI,
        "verify",
        "-qojsonl",
        "--no-cache",
        mapped,
        str(folder / "templates"),
    )


Make = Callable[[Path, int], Command]
WORKS: Mapping[str, tuple[str, Make, Callable[[], object]]] = {
    "digest of one file": ("file", _one_file, tuple),
    "digest of 4 KiB files": ("files", _small_files, settle),
    LINT: ("templates", _lint, tuple),
    "verify of templates": ("verified", _verify, tuple),
}
"""The size of each, who makes it, and what is called when all of it is there."""


def _grown(
    name: str,
    first: int,
    make: Make,
    folder: Path,
    sizes: Sizes,
    *,
    times: Sequence[int],
    made: Callable[[], object] = tuple,
    ready: Callable[[], object] = tuple,
) -> Iterator[Case | Figure]:
    works = {"start-up": 1} | {f"{step}x": first * step for step in STEPS}
    tools = []
    for (step, work), often in zip(works.items(), (times[0], *times), strict=True):
        (folder / step).mkdir()
        title = OURS if step == "1x" else f"{OURS}, {step}"
        command = make(folder / step, work)
        tools.append(Tool(title, command, None, ready=ready, times=often))
    made()
    tools.insert(0, tools.pop(1))
    if name == LINT:
        tools.append(Tool(LOADED, _loading(folder / "8x"), None))
        tools.append(Tool(f"{LOADED}, start-up", _loading(folder / "start-up"), None))
    case = Case(f"growth: {name}, {first:,} at first", 1, tools, sizes.rounds)
    measure(case)
    yield case
    start = case.least(f"{OURS}, start-up", "cpu")
    costs = [case.least(OURS, "cpu") - start]
    costs += [case.least(f"{OURS}, {step}x", "cpu") - start for step in STEPS[1:]]
    yield from _doublings(name, costs, STRAIGHT)
    if name.endswith("templates"):
        yield Figure(f"{name}: each", costs[-1] / works["8x"] * 1000, "ms CPU", "at 8x")
    if name == LINT:
        cost = case.least(LOADED, "cpu") - case.least(f"{LOADED}, start-up", "cpu")
        yield Figure(
            f"{name}: {LOADED}", cost / works["8x"] * 1000, "ms CPU", "of each"
        )


def _doublings(name: str, costs: Sequence[float], bounds: str) -> Iterator[Figure]:
    for step, before, after in zip(STEPS[1:], costs, costs[1:], strict=False):
        title = f"{name}: {step}x the work, by {step // 2}x"
        yield Figure(title, after / before, "x CPU", bounds)


def _copies(sizes: Sizes, directory: Path | None) -> Iterator[Case | Figure]:
    """Out of the emulator, by ranges, read back in the end."""
    if absent := azurite.reason_to_skip():
        yield Case(f"growth: {COPY}", 1, [], 0, left_out={"Azurite": absent})
        return
    with (
        tempfile.TemporaryDirectory(dir=directory) as name,
        storage.running(Path(name)) as service,
    ):
        target = Path(name) / "copy.vhd"
        make = _download(service, target)
        yield from _grown(
            COPY,
            sizes.copied,
            make,
            Path(name),
            sizes,
            times=ONCE,
            ready=lambda: remove(target),
        )


def _download(service: Storage, target: Path) -> Make:
    copying = Copying(service)

    def make(folder: Path, size: int) -> Command:
        disk, size = folder / "disk.vhd", max(size, MIB)
        storage.write_disk(disk, Disk(size=size, data=size, stretches=1))
        url = service.blob(ONE, f"{size}.vhd")
        ran(copying.ours(str(disk), url))
        disk.unlink()
        return copying.ours(url, str(target))

    return make


def _rows(sizes: Sizes) -> Iterator[Figure]:
    """A list on a terminal, until its first rows are painted."""
    opened: dict[int, list[float]] = {step: [] for step in STEPS}
    for _ in range(sizes.rounds * OPENINGS):
        for step, found in opened.items():
            case = ui_lists.Case(f"{step}x", sizes.rows * step, pages=0)
            found.append(ui_lists.run("ours", case)["open"])
    costs = [min(found) for found in opened.values()]
    yield from _doublings(LIST, costs, LEVEL)
    rows = sizes.rows * STEPS[-1]
    yield Figure(f"{LIST}: {rows:,} rows", costs[-1] * 1000, "ms CPU", "at 8x")


if __name__ == "__main__":
    alone.main(run, FULL, SMALL)
