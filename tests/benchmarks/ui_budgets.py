"""What the full-screen application costs, beside its budgets.

    python tests/benchmarks/ui_budgets.py [TEMPLATES]

Runs the real application in a pseudo-terminal of 120 by 36 cells, over generated folders
(10,000 templates in the larger one, or as many as are asked for). Each figure is printed
beside its budget and beside a reference of the same run: the machine may be shared, and a
reference that is slow too speaks for the machine. Fails when memory or the bytes to the
terminal are over their budget, for these do not depend on the machine.
"""

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests" / "support")]

from measuring import MIB
from raw_terminal import RawTerminal
from telling import say
from ui_sessions import (
    APP,
    MINIMAL,
    MOVING,
    Folder,
    environment_of,
    key_to_repaint,
    make_folder,
    make_work,
    opened,
    settle,
    verify,
)

MANY = 10_000
ROUNDS = 9
VERIFY_ALL = "\x1b[15~"  # F5


@dataclass(frozen=True, slots=True)
class Budget:
    """A line of the report."""

    name: str
    limit: float
    unit: str
    measured: float
    reference: str = ""
    is_gate: bool = False
    """It does not depend on how busy the machine is."""

    @property
    def is_over(self) -> bool:
        """The budget is exceeded."""
        return self.measured > self.limit

    def __str__(self) -> str:
        sign = "over" if self.is_over else "ok"
        figure = f"{self.measured:9.1f} of {self.limit:6.0f} {self.unit:<10} {sign:<5}"
        return f"  {self.name:<46}{figure}{self.reference}"


def start_up(folders: Sequence[Folder], state: Path) -> list[Budget]:
    """From the process's start to the first list, alternated with the reference.

    Each round begins with another one: whoever comes after a smaller program finds less
    of itself in the processor's caches.
    """
    walls: dict[int, list[float]] = {0: [], **{one.templates: [] for one in folders}}
    cpus: dict[int, list[float]] = {name: [] for name in walls}
    for number in range(ROUNDS):
        for name in _beginning_at(number, tuple(walls)):
            fresh = state / f"{name}-{number}"
            folder = next((one for one in folders if one.templates == name), None)
            terminal = (
                opened(folder, fresh)
                if folder
                else RawTerminal(MINIMAL, environment_of(fresh), cwd=PROJECT)
            )
            with terminal:
                walls[name].append(terminal.until("image-0000") - terminal.began)
                cpus[name].append(terminal.cpu())
    wall = {name: statistics.median(found) * 1e3 for name, found in walls.items()}
    cpu = {name: min(found) * 1e3 for name, found in cpus.items()}
    return [
        Budget(
            f"start to the first list, {one.templates:,} templates", 500, "ms",
            wall[one.templates],
            f"CPU {cpu[one.templates]:.0f} ms; minimal {wall[0]:.0f}, CPU {cpu[0]:.0f}",
        )
        for one in folders
    ]  # fmt: skip


def _beginning_at(number: int, names: Sequence[int]) -> Sequence[int]:
    """In a row that begins so many places later."""
    first = number % len(names)
    return (*names[first:], *names[:first])


class Load(NamedTuple):
    """What a window costs while nothing is pressed."""

    to_terminal: float
    """kB a second."""

    painting: float
    """Part of a core, of the thread that paints."""

    all_threads: float


def load(terminal: RawTerminal, seconds: float) -> Load:
    """Look on for some seconds."""
    painting, cpu, began = terminal.painting_cpu(), terminal.cpu(), time.monotonic()
    rate = terminal.listen(seconds)
    took = time.monotonic() - began
    return Load(
        rate / 1e3,
        (terminal.painting_cpu() - painting) / took,
        (terminal.cpu() - cpu) / took,
    )


def stop(terminal: RawTerminal) -> float:
    """Quit while artifacts are read; milliseconds until it has ended."""
    terminal.type("q")
    terminal.until("Stop and quit")
    terminal.listen(0.3)
    terminal.type("l\r")
    asked = time.perf_counter()
    return (terminal.until_end() - asked) * 1e3


def least_keys(state: Path) -> float:
    """Milliseconds from a key to what it paints, of the reference: p95."""
    with RawTerminal(MINIMAL, environment_of(state), cwd=PROJECT) as terminal:
        terminal.until("image-0000")
        return statistics.quantiles(key_to_repaint(terminal), n=20)[-1]


def at_work(folder: Folder, state: Path) -> list[Budget]:
    """One session over many templates: idle, one job, eight of them, and the end."""
    least = least_keys(state)
    with opened(folder, state) as terminal:
        terminal.until("image-0000")
        took = settle(terminal)
        memory = terminal.memory() / MIB
        idle = load(terminal, 5.0)
        calm = key_to_repaint_from_the_first(terminal)
        verify(terminal, 1)
        terminal.listen(1.0)
        one = load(terminal, 5.0)
        verify(terminal, MOVING)
        terminal.listen(1.0)
        eight = load(terminal, 6.0)
        moving = key_to_repaint_from_the_first(terminal)
        ended = stop(terminal)
    rows = f"{folder.templates:,} rows"
    return [
        Budget(f"memory, all of {rows} judged", 120, "MiB", memory, f"judged in {took:.0f} s", is_gate=True),
        Budget("terminal, idle", 1, "kB/s", idle.to_terminal, f"CPU {idle.painting:.1%} of a core", is_gate=True),
        Budget("terminal, one job", 3, "kB/s", one.to_terminal, is_gate=True),
        Budget("terminal, eight jobs", 40, "kB/s", eight.to_terminal, is_gate=True),
        Budget("painting while 8 rows move", 10, "% of core", eight.painting * 100, f"all threads {eight.all_threads:.0%}"),
        *_of_keys(f"key to repaint, {rows}, idle", calm, least),
        *_of_keys(f"key to repaint, {rows}, 8 at work", moving, least),
        Budget("quit while 8 are at work", 2000, "ms", ended),
    ]  # fmt: skip


def key_to_repaint_from_the_first(terminal: RawTerminal) -> list[float]:
    """The same from the first of the rows that do not move."""
    terminal.type("g")
    terminal.listen(0.5)
    terminal.type("j" * MOVING)
    terminal.listen(1.0)
    return key_to_repaint(terminal)


def _of_keys(name: str, found: Sequence[float], least: float) -> list[Budget]:
    p95 = statistics.quantiles(found, n=20)[-1]
    told = f"p50 {statistics.median(found):.0f}, at most {max(found):.0f}; minimal {least:.0f}"
    return [Budget(f"{name}, p95", 50, "ms", p95, told)]


def everything(folder: Folder, state: Path) -> list[Budget]:
    """All artifacts of a folder: usable meanwhile, cancelled at once, gone on with."""
    least = least_keys(state)
    with opened(folder, state) as terminal:
        terminal.until("image-0000")
        settle(terminal)
        began = time.perf_counter()
        terminal.type(VERIFY_ALL)
        terminal.until("artifacts")
        keys = key_to_repaint(terminal, count=25)
        cancelled = time.perf_counter()
        terminal.type("C")
        stopped = terminal.until("Transfers")  # its badge goes with the run
        memory = terminal.memory() / MIB
        terminal.listen(2.5)
        again = time.perf_counter()
        terminal.type(VERIFY_ALL)
        terminal.until("artifacts")
        ended = terminal.until("Transfers")
    count = 3 * folder.templates
    told = f"after {cancelled - began:.1f} s; the rest took {ended - again:.1f} s more"
    return [
        *_of_keys(f"key to repaint, {count:,} artifacts at work", keys, least),
        Budget(f"cancel {count:,} artifacts", 500, "ms", (stopped - cancelled) * 1e3, told),
        Budget(f"memory, {count:,} artifacts", 120, "MiB", memory, is_gate=True),
    ]  # fmt: skip


def idle_memory(folder: Folder, state: Path) -> list[Budget]:
    """What an idle window over few templates holds."""
    with opened(folder, state) as terminal:
        terminal.until("image-0000")
        settle(terminal)
        ours = terminal.memory() / MIB
    with RawTerminal(MINIMAL, environment_of(state), cwd=PROJECT) as terminal:
        terminal.until("image-0000")
        terminal.listen(1.0)
        minimal = terminal.memory() / MIB
    return [
        Budget("memory, idle", 60, "MiB", ours, f"minimal {minimal:.1f}", is_gate=True)
    ]


def lag(folder: Folder, state: Path) -> list[Budget]:
    """How late the loop is while two threads hash, beside an idle one."""
    figures = state / "lags.json"
    state.mkdir(exist_ok=True)
    command = (sys.executable, APP, "clocked", str(figures))
    two = Folder(folder.path, folder.templates)
    with opened(two, state, command) as terminal:
        terminal.until("image-0000")
        settle(terminal)
        verify(terminal, 2)
        terminal.listen(1.0)
        terminal.process.send_signal(signal.SIGUSR1)
        terminal.listen(15.0)
        terminal.process.send_signal(signal.SIGUSR2)
        terminal.listen(0.2)
        terminal.process.send_signal(signal.SIGTERM)
        terminal.until_end()
    ours = [one * 1e3 for one in json.loads(figures.read_text())]
    alone = subprocess.run(
        [sys.executable, APP, "loop", "5"],
        capture_output=True, check=True, env=environment_of(state),
    )  # fmt: skip
    idle = [one * 1e3 for one in json.loads(alone.stdout)]
    p95, idle_p95 = (statistics.quantiles(one, n=20)[-1] for one in (ours, idle))
    return [
        Budget("loop lag, two threads hash, p95", 10, "ms", p95, f"idle loop {idle_p95:.1f}"),
        Budget("loop lag, two threads hash, at most", 100, "ms", max(ours), f"idle loop {max(idle):.1f}"),
    ]  # fmt: skip


def main() -> int:
    """Measure all; 1 when something is over that no machine is to blame for."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    say(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    found: list[Budget] = []
    with tempfile.TemporaryDirectory(prefix="bakeferry-bench-") as name:
        root = Path(name)
        few = make_work(root / "few", 7)
        middle = make_folder(root / "middle", 2_000)
        large = make_work(root / "large", many)
        for measure in (
            lambda: start_up((few, middle), root / "start"),
            lambda: idle_memory(few, root / "idle"),
            lambda: lag(few, root / "lag"),
            lambda: everything(middle, root / "everything"),
            lambda: at_work(large, root / "work"),
        ):
            for one in measure():
                found.append(one)
                say(str(one))
    say(f"load {os.getloadavg()[0]:.1f} at the end")
    return int(any(one.is_over and one.is_gate for one in found))


if __name__ == "__main__":
    sys.exit(main())
