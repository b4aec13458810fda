"""Commands that take turns: what each run took, and how they compare."""

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

KIB, MIB, GIB = 2**10, 2**20, 2**30
PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Usage:
    """What one run of one tool took."""

    wall: float
    """Seconds."""

    cpu: float
    """User and system, in seconds."""

    peak: int
    """Resident bytes at most."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A command to measure."""

    name: str
    command: Sequence[str]

    digests: Callable[[str], list[str]] | None
    """The digests in what it prints, sorted; None for one that prints none."""


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

    Raises:
        SystemExit: A tool failed, or its digests are not those of the others.
    """
    tools = list(case.tools)
    agreed: list[str] = []
    for turn in range(case.rounds):
        first = turn % len(tools)
        for tool in tools[first:] + tools[:first]:
            if case.evicted:
                _evict(case.evicted)
            usage, output = ran(tool.command)
            if tool.digests is not None:
                found = tool.digests(output)
                agreed = agreed or found
                if not found or found != agreed:
                    sys.exit(f"{case.name}: {tool.name} disagrees")
            case.runs.setdefault(tool.name, []).append(usage)


def ran(command: Sequence[str]) -> tuple[Usage, str]:
    """What a command took, and what it printed.

    Raises:
        SystemExit: It failed.
    """
    path = which(command[0]) or command[0]
    with tempfile.TemporaryFile() as output:
        to = [
            (os.POSIX_SPAWN_DUP2, output.fileno(), 1),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ]
        began = time.perf_counter()
        process = os.posix_spawn(path, list(command), _environment(), file_actions=to)
        _, status, used = os.wait4(process, 0)
        wall = time.perf_counter() - began
        output.seek(0)
        text = output.read().decode(errors="replace")
    if code := os.waitstatus_to_exitcode(status):
        sys.exit(f"{' '.join(command)} ended with code {code}")
    usage = Usage(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * KIB)
    return usage, text


def which(name: str) -> str | None:
    """Where a tool is: beside this interpreter, or where the shell finds it."""
    return shutil.which(name, path=_environment()["PATH"])


def _environment() -> Mapping[str, str]:
    """What tools see: compiled modules are kept, and the project is found."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    beside = Path(sys.executable).parent
    path = f"{beside}{os.pathsep}{kept.get('PATH', os.defpath)}"
    return {**kept, "PATH": path, "PYTHONPATH": str(PROJECT)}


def _evict(path: Path) -> None:
    """Take a file out of the page cache."""
    with path.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
