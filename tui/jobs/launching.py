"""Begins a process that owns copies and outlives whoever began it."""

import errno
import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tui.jobs.runs import Run, log_path, new_run_id, write_run
from tui.small_files import saying_where_else

_WORKER = "tui.cli.worker"


def launch(
    words: Sequence[str], state: Path, environment: Mapping[str, str], *, what: str = ""
) -> str:
    """Have a command of ours done by a process of its own; returns the run's id.

    It has a session of its own, so that no terminal's end reaches it. What it is to do
    comes to it on standard input: addresses may have signatures, and whatever is on a
    command line or in an environment can be read by others.

    Args:
        what: What to call it until it tells of itself; shown, so without secrets.

    Raises:
        OSError: It cannot be begun.
    """
    run_id = new_run_id()
    write_run(state, Run(run_id, time.time(), what=what))
    log = log_path(state, run_id)
    with saying_where_else():
        log.touch(mode=0o600, exist_ok=False)
    with log.open("wb") as told:
        begun = subprocess.run(  # noqa: S603 -- our own program; returns once it has detached
            [sys.executable, "-m", _WORKER, run_id],
            input=json.dumps(list(words)).encode(),
            stdout=told,
            stderr=told,
            env=dict(environment),
            start_new_session=True,
            check=False,
        )
    if begun.returncode:
        trouble = "the process that copies could not begin"
        write_run(state, Run(run_id, time.time(), code=1, trouble=trouble, what=what))
        raise OSError(errno.ECHILD, trouble, str(log))
    return run_id
