"""What lists cost on the screen: ours beside Textual's DataTable.

    python tests/benchmarks/ui_lists.py

Each runs in a pseudo-terminal of 120 by 36 cells and takes its turn. Fails when our list
takes more than 0.1 s of CPU for 100,000 rows, or a tenth of a core for 100 that move.
"""

import fcntl
import json
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from dataclasses import dataclass
from pathlib import Path

from telling import say

PROJECT = Path(__file__).parents[2]
APPS = Path(__file__).with_name("ui_list_apps.py")
OPENING, MOVING = 0.1, 0.10
"""Seconds of CPU to open 100,000 rows; part of a core for 100 moving rows."""


@dataclass(frozen=True, slots=True)
class Case:
    """So many rows, how they move, and how often a page is turned first."""

    name: str
    rows: int
    hz: float = 0
    moving: int = 0
    pages: int = 20
    rounds: int = 3


CASES = (
    Case("open 10,000 rows", 10_000),
    Case("open 100,000 rows", 100_000, rounds=1),
    Case("100 rows, all move at 4 Hz", 100, 4, 100),
    Case("100 rows, all move at 10 Hz", 100, 10, 100),
    Case("100 rows, one moves at 4 Hz", 100, 4, 1),
)
FIGURES = {
    "open": ("first paint, ms CPU", 1e3),
    "page": ("page down, ms CPU", 1e3),
    "hz": ("turns a second", 1),
    "cpu": ("of a core, %", 1e2),
    "lag": ("loop lag p95, ms", 1e3),
    "worst": ("loop lag at most, ms", 1e3),
    "bytes": ("to the terminal, kB/s", 1e-3),
    "memory": ("memory at most, MiB", 2**-20),
}


def run(kind: str, case: Case) -> dict[str, float]:
    """One run of one application in a terminal of its own."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    environ = {name: text for name, text in os.environ.items() if name != "NO_COLOR"}
    environ |= {"TERM": "xterm-256color", "PYTHONPATH": str(PROJECT)}
    with tempfile.NamedTemporaryFile() as figures:
        sizes = (case.rows, case.hz, case.moving, case.pages)
        words = (kind, figures.name, *map(str, sizes))
        with subprocess.Popen(
            [sys.executable, str(APPS), *words],
            stdin=theirs, stdout=theirs, stderr=theirs, env=environ,
        ) as process:  # fmt: skip
            os.close(theirs)
            rate = _rate(ours, process)
        os.close(ours)
        if process.returncode:
            raise SystemExit(f"{kind} failed: {case.name}")
        return json.loads(figures.read()) | ({"bytes": rate} if case.hz else {})


def _rate(terminal: int, process: "subprocess.Popen[bytes]") -> float:
    """Bytes in a second, the median over whole seconds until it has ended."""
    seconds: dict[int, int] = {}
    while process.poll() is None:
        if select.select([terminal], [], [], 0.05)[0]:
            try:
                read = len(os.read(terminal, 65536))
            except OSError:
                break
            second = int(time.monotonic())
            seconds[second] = seconds.get(second, 0) + read
    whole = [seconds[second] for second in sorted(seconds)][2:-1]
    return statistics.median(whole) if whole else 0.0


def compare(case: Case) -> dict[str, float]:
    """Let both take turns, print the medians and how they compare; ours come back."""
    runs = {kind: [] for kind in ("ours", "DataTable")}
    for _ in range(case.rounds):
        for kind, done in runs.items():
            done.append(run(kind, case))
    say(f"\n{case.name}\n{'':24}{'ours':>10}{'DataTable':>12}{'ratio':>9}")
    ours: dict[str, float] = {}
    for figure, (title, scale) in FIGURES.items():
        if figure not in runs["ours"][0] or figure not in runs["DataTable"][0]:
            continue
        one, other = (
            statistics.median(each[figure] for each in done) for done in runs.values()
        )
        ours[figure] = one
        ratio = f"{other / one:8.1f}x" if one else ""
        say(f"  {title:22}{one * scale:10.1f}{other * scale:12.1f}{ratio:>9}")
    return ours


def main() -> int:
    """Measure all cases; 1 when our list is over one of its limits."""
    figures = {case.name: compare(case) for case in CASES}
    opening = figures["open 100,000 rows"]["open"]
    moving = figures["100 rows, all move at 4 Hz"]["cpu"]
    say(f"\nlimits: {opening:.3f} of {OPENING} s, {moving:.1%} of {MOVING:.0%}")
    return int(opening > OPENING or moving > MOVING)


if __name__ == "__main__":
    sys.exit(main())
