"""The installed command, before anything is loaded."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]

INTERRUPTED_WHILE_LOADING = """
import sys

class CtrlC:
    def find_spec(self, name, *_):
        if name == "tui.cli.main":
            raise KeyboardInterrupt

sys.meta_path.insert(0, CtrlC())
from tui.door import main
main()
"""


def test_ctrl_c_while_the_command_loads_ends_it_in_one_line():
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_WHILE_LOADING],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
    )
    assert done.returncode == 130
    told = b"bakeferry: interrupted; nothing was left half-written\n"
    assert done.stderr == told
    assert done.stdout == b""


def test_the_installed_command_begins_at_the_door():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["scripts"]["bakeferry"] == "tui.door:main"
