"""How near two cores are: a host may move those of a virtual machine while it runs."""

import subprocess
from pathlib import Path

from measuring import which

_NEAR = 200
"""Nanoseconds for an answer. Cores with a cache in common take 50 to 80, those of two dies
310 to 350 (AMD EPYC of the fourth generation, 1 December 2026)."""


class Cores:
    """The first two that may be used."""

    def __init__(self, folder: Path) -> None:
        """Make the program that asks, in a folder; without a C compiler all are near."""
        source, self._program = Path(__file__).with_suffix(".c"), folder / "cores"
        if which("cc"):
            command = ["cc", "-O2", "-pthread", "-o", str(self._program), str(source)]
            subprocess.run(command, check=True)

    def are_near(self) -> bool:
        """Whether they have a cache in common, now."""
        if not self._program.exists():
            return True
        answer = subprocess.run([self._program], check=True, capture_output=True)
        return int(answer.stdout) < _NEAR
