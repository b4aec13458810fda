"""What the command costs before it does anything: seconds of the processor.

    python tests/benchmarks/start_up.py

Every command tells its help, and the quick ones do their least. Fails when `--help` or
`lint` of one file takes more than a quarter of a second.
"""

import os
import statistics
import sys
from pathlib import Path

LIMIT = 0.25
RUNS = 5
PROJECT = Path(__file__).parents[2]
sys.path[:0] = [str(PROJECT)]

from measuring import CLI
from telling import say

from tui.cli.commands import COMMANDS

TEMPLATE = "assets/demo/templates/win11-avd.json"
ENVIRONMENT = {
    name: text for name, text in os.environ.items() if not name.startswith("PYTHON")
}
"""Compiled modules are kept."""

MEASURED = {
    "python -c pass": ((sys.executable, "-c", "pass"), None),
    "bakeferry --version": ((*CLI, "--version"), None),
    "bakeferry --help": ((*CLI, "--help"), LIMIT),
    "bakeferry lint FILE": ((*CLI, "lint", TEMPLATE), LIMIT),
    "bakeferry explain AIB365": ((*CLI, "explain", "AIB365"), None),
    "bakeferry digest FILE": ((*CLI, "digest", TEMPLATE), None),
} | {f"bakeferry {name} --help": ((*CLI, name, "--help"), None) for name in COMMANDS}


def processor_seconds(command: tuple[str, ...]) -> float:
    """User's and system's time of one run, its output thrown away."""
    away = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    process = os.posix_spawn(command[0], command, ENVIRONMENT, file_actions=away)
    _, status, usage = os.wait4(process, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"{' '.join(command)} failed")
    return usage.ru_utime + usage.ru_stime


def main() -> int:
    """Measure all; 1 when one of them is over its limit."""
    os.chdir(PROJECT)
    medians = {
        name: statistics.median(processor_seconds(command) for _ in range(RUNS))
        for name, (command, _) in MEASURED.items()
    }
    least = medians["python -c pass"]
    for name, seconds in medians.items():
        say(f"{name:<26} {seconds:6.3f} s  {seconds / least:5.1f} x")
    late = [
        name
        for name, (_, limit) in MEASURED.items()
        if limit is not None and medians[name] > limit
    ]
    for name in late:
        say(f"over {LIMIT} s: {name}")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
