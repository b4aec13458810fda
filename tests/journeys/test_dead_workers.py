"""A process in the background that dies before it copies anything."""

import sys

from tui.cli.exit_codes import ExitCode

_DIES = """#!{python}
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from transfer.journal.holder import Holder
from tui.jobs.runs import read_run, write_run

if worker := os.fork():
    os.waitpid(worker, 0)
    os._exit(0)
state = Path(os.environ["BAKEFERRY_STATE_DIR"])
run = read_run(state, sys.argv[3])
write_run(state, replace(run, holder=Holder.this_process()))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_nobody_waits_for_a_process_that_has_died(
    told, disk, home, tmp_path, monkeypatch
):
    program = tmp_path / "dies"
    program.write_text(_DIES.format(python=sys.executable))
    program.chmod(0o700)
    monkeypatch.setattr("tui.jobs.launching.sys.executable", str(program))
    monkeypatch.setattr("tui.cli.transfers.detaching._BEGIN_SECONDS", 5.0)

    died = told("copy", disk, home, "--no-wait")

    assert died.code is ExitCode.PARTIAL
    assert "the process that copies has died" in died.err
    assert "it goes on" not in died.err
