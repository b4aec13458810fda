"""One command of ours, and how many calls of functions it took, on standard error.

    python tests/benchmarks/counted_way.py COMMAND [WORD...]

A busy machine makes calls dearer, and no more of them.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests" / "support")]

from measuring import CLI, environment


def calls_of(command: Sequence[str]) -> int:
    """Of Python's and C's functions, in all threads of one of our commands.

    Raises:
        SystemExit: It failed.
    """
    at = command.index(CLI[1])
    counted = (*command[:at], __file__, *command[at + len(CLI) - 1 :])
    ran = subprocess.run(
        counted, capture_output=True, env=environment(), check=False, text=True
    )
    if ran.returncode:
        sys.exit(f"{' '.join(command)} ended with code {ran.returncode}: {ran.stderr}")
    return int(ran.stderr.split()[-1])


def main() -> None:
    """Do as the command line does, and count."""
    from counting import counting

    from tui.cli.main import run_alone

    with counting() as counted:
        code = run_alone(sys.argv[1:])
    sys.stderr.write(f"{counted.calls}\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
