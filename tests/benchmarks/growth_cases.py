"""How cost grows with work: once, twice, four and eight times as much.

    python tests/benchmarks/growth_cases.py [--small] [--directory DIR]

Straight lines double when the work does; start-up, which is measured with the least
work that there is, is taken off. All steps run at once, each as much more often as it has
less to do: other jobs, which make the same work half as dear again for seconds or minutes,
disturb all of them alike. What is counted in place of timed, they do not disturb at all.
The last steps of `lint` are its 2,000 files, those of rows in a list its 100,000: of them
only what is seen should cost anything.
"""

import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

PROJECT = Path(__file__).parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests" / "support")]

import alone
import azurite
import storage
import ui_lists
from copy_tools import Copying, remove
from counted_way import calls_of
from figures import Figure
from growth_works import LINT, LOADED, VERIFY, WORKS, Command, Make, loading
from measuring import (
    MIB,
    OURS,
    Case,
    Tool,
    measure,
    measure_at_once,
    ran,
)
from storage import ONE, Storage

from transfer.simulator.disks import Disk

STEPS = (1, 2, 4, 8)
TIMES = (8, 8, 4, 2, 1)
"""How often start-up and each step run in a round: steps so that all do the same work."""

STRAIGHT, LEVEL = "1.6 to 2.4", "0.5 to 1.5"
"""What a doubling of the work may multiply the cost with; below, it was start-up that
was measured."""

START = "start-up"
COPY = "download of a disk"
COUNTED: Mapping[str, int] = {LINT: 4, VERIFY: 4, COPY: 2}
"""Works whose calls are counted, and how much less they then have to do: each call takes
several times as long."""

LIST = "opening a list"
OPENINGS = 5
"""Of each list in a round: one takes ten milliseconds, which another job soon doubles."""

_TARGET = "copy.vhd"


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
    copied=128 * MIB,
    rows=12_500,
    rounds=3,
)
SMALL = Sizes(
    file=32 * MIB,
    files=2_000,
    templates=25,
    verified=24,
    copied=16 * MIB,
    rows=1_250,
    rounds=2,
)


def run(sizes: Sizes, directory: Path | None = None) -> Iterator[Case | Figure]:
    """Measure all works."""
    for name, (unit, make, made) in WORKS.items():
        with tempfile.TemporaryDirectory(dir=directory) as folder:
            first = getattr(sizes, unit)
            yield from _grown(name, first, make, Path(folder), sizes, made=made)
    yield from _copies(sizes, directory)
    yield from _rows(sizes)


def _nothing(folder: Path) -> None:
    """What most works need before a run."""


def _grown(
    name: str,
    first: int,
    make: Make,
    folder: Path,
    sizes: Sizes,
    *,
    made: Callable[[], object] = tuple,
    ready: Callable[[Path], object] = _nothing,
) -> Iterator[Case | Figure]:
    commands = _steps(folder, make, first)
    tools = [
        Tool(_titled(step), command, None, partial(ready, folder / step), times=often)
        for (step, command), often in zip(commands.items(), TIMES, strict=True)
    ]
    made()
    tools.insert(0, tools.pop(1))
    case = Case(f"growth: {name}, {first:,} at first", 1, tools, sizes.rounds)
    measure_at_once(case)
    yield case
    rounds = map(partial(_costs, case), range(case.rounds))
    medians = map(statistics.median, zip(*map(_ratios, rounds), strict=True))
    yield from _doublings(name, medians, "x CPU", STRAIGHT)
    if name in COUNTED:
        yield from _calls(
            name, _steps(folder / "counted", make, first // COUNTED[name])
        )
    if name.endswith("templates"):
        yield from _alone(name, commands, folder, first * STEPS[-1], sizes.rounds)


def _steps(folder: Path, make: Make, first: int) -> Mapping[str, Command]:
    """Start-up and every step, each with a folder of its own."""
    works = {START: 1} | {f"{step}x": first * step for step in STEPS}
    for step in works:
        (folder / step).mkdir(parents=True)
    return {step: make(folder / step, work) for step, work in works.items()}


def _titled(step: str) -> str:
    return OURS if step == "1x" else f"{OURS}, {step}"


def _costs(case: Case, turn: int) -> Sequence[float]:
    """CPU of each step in one round, without the start-up of that round."""
    start = case.runs[_titled(START)][turn].cpu
    return [case.runs[_titled(f"{step}x")][turn].cpu - start for step in STEPS]


def _calls(name: str, commands: Mapping[str, Command]) -> Iterator[Figure]:
    start, *found = [calls_of(command) for command in commands.values()]
    costs = [calls - start for calls in found]
    yield from _doublings(f"{name}: calls", _ratios(costs), "x", STRAIGHT)


def _ratios(costs: Sequence[float]) -> Sequence[float]:
    return [after / before for before, after in pairwise(costs)]


def _doublings(
    name: str, ratios: Iterable[float], unit: str, bounds: str
) -> Iterator[Figure]:
    for step, ratio in zip(STEPS[1:], ratios, strict=True):
        title = f"{name}: {step}x the work, by {step // 2}x"
        yield Figure(title, ratio, unit, bounds)


def _alone(
    name: str, commands: Mapping[str, Command], folder: Path, count: int, rounds: int
) -> Iterator[Case | Figure]:
    """What each of the most templates costs, by itself on the machine."""
    last = f"{STEPS[-1]}x"
    tools = [Tool(OURS, commands[last], None)]
    tools.append(Tool(f"{OURS}, {START}", commands[START], None))
    if name == LINT:
        tools.append(Tool(LOADED, loading(folder / last), None))
        tools.append(Tool(f"{LOADED}, {START}", loading(folder / START), None))
    case = Case(f"{name}, {count:,} by themselves", 1, tools, rounds)
    measure(case)
    yield case
    for tool, title, unit in (
        (OURS, f"{name}: each", "ms CPU"),
        (LOADED, f"{name}: {LOADED}", "ms CPU"),
    ):
        if tool in case.runs:
            cost = case.least(tool, "cpu") - case.least(f"{tool}, {START}", "cpu")
            yield Figure(title, cost / count * 1000, unit, f"of {count:,}")


def _copies(sizes: Sizes, directory: Path | None) -> Iterator[Case | Figure]:
    """Out of the emulator, by ranges, read back in the end."""
    if absent := azurite.reason_to_skip():
        yield Case(f"growth: {COPY}", 1, [], 0, left_out={"Azurite": absent})
        return
    with (
        tempfile.TemporaryDirectory(dir=directory) as name,
        storage.running(Path(name)) as service,
    ):
        yield from _grown(
            COPY,
            sizes.copied,
            _download(service),
            Path(name),
            sizes,
            ready=lambda folder: remove(folder / _TARGET),
        )


def _download(service: Storage) -> Make:
    copying = Copying(service)

    def make(folder: Path, size: int) -> Command:
        disk, size = folder / "disk.vhd", max(size, MIB)
        storage.write_disk(disk, Disk(size=size, data=size, stretches=1))
        url = service.blob(ONE, f"{folder.parent.name}-{size}.vhd")
        ran(copying.ours(str(disk), url))
        disk.unlink()
        return copying.ours(url, str(folder / _TARGET))

    return make


def _rows(sizes: Sizes) -> Iterator[Figure]:
    """A list on a terminal, until its first rows are painted."""
    opened: dict[int, list[float]] = {step: [] for step in STEPS}
    for _ in range(sizes.rounds * OPENINGS):
        for step, found in opened.items():
            case = ui_lists.Case(f"{step}x", sizes.rows * step, pages=0)
            found.append(ui_lists.run("ours", case)["open"])
    costs = [min(found) for found in opened.values()]
    yield from _doublings(LIST, _ratios(costs), "x CPU", LEVEL)
    rows = sizes.rows * STEPS[-1]
    yield Figure(f"{LIST}: {rows:,} rows", costs[-1] * 1000, "ms CPU", "at 8x")


if __name__ == "__main__":
    alone.main(run, FULL, SMALL)
