"""Commands that take turns: what each run took, and how they compare."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

KIB, MIB, GIB = 2**10, 2**20, 2**30
PROJECT = Path(__file__).parents[2]
CLI = (sys.executable, "-m", "tui.cli.main")
"""What `bakeferry` stands for, in this interpreter."""

OURS = "bakeferry"
"""How tables call it."""

LEAST = ("shortest", "bare")
"""How the names begin of programs that are nobody's tool, but the least that does a job."""

OF_OTHER_DIGESTS = ("b3sum", "xxhsum", "openssl, b3sum")
"""How the names begin of peers that do other work than sha256."""

TRIES = 6
"""Runs of a tool in one round at most."""

STEADY = 0.1
"""By how much the CPU of openssl may differ from round to round."""

MEASUREMENTS = 3
"""Of a case on an unsteady machine at most; the last one counts."""

LAUNCHER = Path(__file__).with_name("launcher.py")


@dataclass(frozen=True, slots=True)
class Usage:
    """What one run of one tool took."""

    wall: float
    """Seconds."""

    cpu: float
    """User and system, in seconds."""

    peak: int
    """Resident bytes at most."""

    moved: int = 0
    """Bytes that passed the wire, both ways; 0: nobody counted."""

    stored: int = 0
    """Bytes that its result takes on the disk; 0: nobody looked."""

    is_apart: bool = False
    """The two cores had no cache in common when it began, or when it ended."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A command to measure."""

    name: str
    command: Sequence[str]

    digests: Callable[[str], list[str]] | None
    """The digests in what it prints, sorted; None for one that prints none."""

    ready: Callable[[], object] = tuple
    """Called before each run: removes what the last one has left."""

    counted: Callable[[], Mapping[str, int]] = dict
    """Called after each run: what it moved and stored, as `Usage` names it."""

    times: int = 1
    """How often it runs in a round, one run after another: they count as their mean."""

    algorithm: str = "sha256"
    """Of its digests: they are held against those of the tools that have the same."""


@dataclass(slots=True)
class Case:
    """One set of files, and the tools that take turns on it."""

    name: str
    size: int
    """Bytes, holes included."""

    tools: Sequence[Tool]
    rounds: int

    evicted: Path | None = None
    """A file that no tool finds in memory: reading holes fills the page cache."""

    runs: dict[str, list[Usage]] = field(default_factory=dict)

    left_out: Mapping[str, str] = field(default_factory=dict)
    """Tools that should be here, and why they are not."""

    are_near: Callable[[], bool] | None = None
    """Tells whether the cores have a cache in common; None: it matters to no tool."""

    apart: dict[str, list[Usage]] = field(default_factory=dict)
    """Runs without one, which are not counted: others took their place."""

    unsteady: list[float] = field(default_factory=list)
    """By how much the steady tool's CPU differed in each measurement that was not kept."""

    def median(self, name: str, what: str) -> float:
        """Of all rounds."""
        return statistics.median(self._costs(name, what))

    def least(self, name: str, what: str) -> float:
        """Of all rounds: what other jobs on the machine disturb can only be more."""
        return min(self._costs(name, what))

    def peak(self, name: str) -> float:
        """MiB, of all rounds the most."""
        return max(self._costs(name, "peak")) / MIB

    def ratio(self, ours: str, peer: str, what: str) -> float:
        """Median over the rounds of a peer's cost by ours: above 1, we are better."""
        pairs = zip(self._costs(peer, what), self._costs(ours, what), strict=True)
        return statistics.median(theirs / own for theirs, own in pairs)

    def _costs(self, name: str, what: str) -> list[float]:
        return [float(getattr(run, what)) for run in self.runs[name]]


def measure(case: Case) -> None:
    """Let the tools take turns, each round begun by another one.

    While the machine is unsteady, all of it once more.

    Raises:
        SystemExit: A tool failed, or its digests are not those of the others.
    """
    for left in reversed(range(MEASUREMENTS)):
        case.runs.clear()
        _measure_once(case)
        unsteady = _unsteady(case)
        if unsteady <= STEADY or not left:
            break
        case.unsteady.append(unsteady)


def _measure_once(case: Case) -> None:
    tools = list(case.tools)
    agreed: dict[str, list[str]] = {}
    for turn in range(case.rounds):
        first = turn % len(tools)
        for tool in tools[first:] + tools[:first]:
            if case.evicted:
                _evict(case.evicted)
            case.runs.setdefault(tool.name, []).append(_counted(tool, case, agreed))


def _unsteady(case: Case) -> float:
    """By how much the CPU of openssl differs between rounds; 0 where it takes no second:
    then other things than the machine count for more.
    """
    costs = [run.cpu for run in case.runs.get("openssl", ())]
    return max(costs) / min(costs) - 1 if costs and min(costs) > 1 else 0


def _counted(tool: Tool, case: Case, agreed: dict[str, list[str]]) -> Usage:
    """What a tool took in a round: with the cores near, unless they never are."""
    for left in reversed(range(TRIES)):
        was_near = case.are_near is None or case.are_near()
        usages = [_usage_of(tool, case.name, agreed) for _ in range(tool.times)]
        is_near = case.are_near is None or case.are_near()
        usage = replace(_mean(usages), is_apart=not (was_near and is_near))
        if not usage.is_apart or not left:
            break
        case.apart.setdefault(tool.name, []).append(usage)
    return usage


def measure_at_once(case: Case) -> None:
    """Let the tools run side by side: what makes work dear for a while does so to all.

    Raises:
        SystemExit: A tool failed.
    """

    def round_of(tool: Tool) -> Usage:
        return _mean([_usage_of(tool, case.name, {}) for _ in range(tool.times)])

    with ThreadPoolExecutor(len(case.tools)) as threads:
        for _ in range(case.rounds):
            usages = threads.map(round_of, case.tools)
            for tool, usage in zip(case.tools, usages, strict=True):
                case.runs.setdefault(tool.name, []).append(usage)


def _usage_of(tool: Tool, case: str, agreed: dict[str, list[str]]) -> Usage:
    """What one run of a tool took, once its digests are those of the others."""
    tool.ready()
    usage, output = ran(tool.command)
    if tool.digests is not None:
        found = tool.digests(output)
        if not found or found != agreed.setdefault(tool.algorithm, found):
            sys.exit(f"{case}: {tool.name} disagrees")
    return replace(usage, **tool.counted())


def _mean(usages: Sequence[Usage]) -> Usage:
    """What one of several runs took, on the average; of memory the most."""
    return replace(
        usages[0],
        wall=statistics.fmean(usage.wall for usage in usages),
        cpu=statistics.fmean(usage.cpu for usage in usages),
        peak=max(usage.peak for usage in usages),
    )


def ran(command: Sequence[str]) -> tuple[Usage, str]:
    """What a command took, and what it printed.

    Raises:
        SystemExit: It failed.
    """
    words = [sys.executable, "-IS", LAUNCHER, *command]
    with tempfile.TemporaryFile() as output:
        told = subprocess.run(
            words, stdout=output, stderr=subprocess.PIPE, env=environment(), check=True
        ).stderr.split()
        output.seek(0)
        text = output.read().decode(errors="replace")
    if code := int(told[0]):
        sys.exit(f"{' '.join(command)} ended with code {code}")
    return Usage(float(told[1]), float(told[2]), int(told[3]) * KIB), text


def which(name: str) -> str | None:
    """Where a tool is: beside this interpreter, or where the shell finds it."""
    return shutil.which(name, path=environment()["PATH"])


def environment() -> Mapping[str, str]:
    """What tools see: compiled modules are kept, and the project is found."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    beside = Path(sys.executable).parent
    path = f"{beside}{os.pathsep}{kept.get('PATH', os.defpath)}"
    return {**kept, "PATH": path, "PYTHONPATH": str(PROJECT)}


def _evict(path: Path) -> None:
    """Take a file out of the page cache."""
    with path.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
