"""What was measured, as a file: chapter by chapter, each with its day and machine."""

import json
import os
import platform
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from digest_tools import CORES
from figures import Figure
from measuring import GIB, Case, Usage

_FILE = Path(__file__).with_name("results.json")


@dataclass(slots=True)
class Chapter:
    """What one part of the benchmark has found."""

    measured: str
    """The day, and the time in UTC."""

    machine: str
    load: float
    """Of the machine when it began: other jobs that were running."""

    cases: list[Case] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    text: str = ""
    """Markdown, of a chapter that tells in its own words."""

    @classmethod
    def begin(cls) -> Self:
        """Now, here."""
        now = datetime.now(UTC).strftime("%d %B %Y, %H:%M UTC")
        return cls(now, machine(), os.getloadavg()[0])

    def add(self, found: Iterable[Case | Figure | str]) -> None:
        """Take whatever a chapter yields."""
        for each in found:
            match each:
                case Case():
                    self.cases.append(each)
                case Figure():
                    self.figures.append(each)
                case str():
                    self.text += each

    def case(self, beginning: str) -> Case | None:
        """The case whose name begins so; None if it was not measured."""
        return next((c for c in self.cases if c.name.startswith(beginning)), None)

    def figure(self, name: str) -> Figure | None:
        """A figure by its name; None if it was not measured."""
        return next((each for each in self.figures if each.name == name), None)


Results = dict[str, Chapter]


def machine() -> str:
    """What this machine is."""
    model = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / GIB
    python = sys.version.split()[0]
    linux = ".".join(platform.release().split(".")[:2])
    cores = f"{CORES} cores of {model}"
    return f"{cores}, {memory:.0f} GiB, Linux {linux}, Python {python}"


def load() -> Results:
    """All chapters by their names; none if there is no file."""
    if not _FILE.exists():
        return {}
    kept = json.loads(_FILE.read_text(encoding="utf-8"))
    return {name: _chapter(each) for name, each in kept.items()}


def save(results: Results) -> None:
    """Write the file."""
    kept = {name: _kept(chapter) for name, chapter in results.items()}
    _FILE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def _kept(chapter: Chapter) -> dict[str, Any]:
    cases = [
        {
            "name": case.name,
            "size": case.size,
            "runs": _kept_runs(case.runs),
            "apart": _kept_runs(case.apart),
            "unsteady": case.unsteady,
            "left_out": dict(case.left_out),
        }
        for case in chapter.cases
    ]
    figures = [asdict(each) for each in chapter.figures]
    return {
        "measured": chapter.measured,
        "machine": chapter.machine,
        "load": chapter.load,
        "cases": cases,
        "figures": figures,
        "text": chapter.text,
    }


def _kept_runs(runs: Mapping[str, Sequence[Usage]]) -> dict[str, Any]:
    return {name: [asdict(run) for run in each] for name, each in runs.items()}


def _runs(kept: Mapping[str, Any]) -> dict[str, list[Usage]]:
    return {name: [Usage(**run) for run in each] for name, each in kept.items()}


def _chapter(kept: dict[str, Any]) -> Chapter:
    cases = [
        Case(
            each["name"],
            each["size"],
            tools=(),
            rounds=max((len(runs) for runs in each["runs"].values()), default=0),
            runs=_runs(each["runs"]),
            apart=_runs(each.get("apart", {})),
            unsteady=each.get("unsteady", []),
            left_out=each["left_out"],
        )
        for each in kept["cases"]
    ]
    figures = [Figure(**each) for each in kept["figures"]]
    return Chapter(
        kept["measured"], kept["machine"], kept["load"], cases, figures, kept["text"]
    )
