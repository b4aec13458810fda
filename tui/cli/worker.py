"""The process that owns copies: it outlives the window and the terminal it came from."""

import json
import os
import sys
import time
from dataclasses import replace
from typing import NoReturn

from transfer.journal.holder import Holder
from tui.cli.main import run_alone
from tui.jobs.runs import RUN, ItemState, Run, log_path, read_run, write_run
from tui.preferences import state_directory

_MOST_TOLD = 500
"""Characters of the last line that is told where all of it has failed."""


def main() -> NoReturn:
    """Read what to do from standard input, let go of who began it, and do it."""
    run_id, words = sys.argv[1], json.load(sys.stdin)
    hears, tells = os.pipe()
    if os.fork():
        os.close(tells)
        os._exit(not os.read(hears, 1))  # whoever began it waits for this, no more
    os.close(hears)
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, sys.stdin.fileno())
    state = state_directory()
    begun = read_run(state, run_id) or Run(run_id, time.time())
    write_run(state, replace(begun, holder=Holder.this_process()))
    os.write(tells, b".")
    os.close(tells)
    os.environ[RUN] = run_id
    code = run_alone(words)
    _tell_end(run_id, code)
    os._exit(code)


def _tell_end(run_id: str, code: int) -> None:
    """Say how it has ended; where no copy tells why, its last words do."""
    state = state_directory()
    run = read_run(state, run_id)
    if run is None:
        return
    is_told = any(item.state is not ItemState.WAITING for item in run.items)
    trouble = "" if is_told or not code else _last_words(run_id)
    write_run(state, replace(run, code=code, trouble=trouble))


def _last_words(run_id: str) -> str:
    """What it said last, which is shown text without secrets already."""
    sys.stderr.flush()
    try:
        told = log_path(state_directory(), run_id).read_text("utf-8", "replace")
    except OSError:
        return ""
    lines = [line for line in told.splitlines() if line.strip()]
    return lines[-1].removeprefix("bakeferry: ")[:_MOST_TOLD] if lines else ""


if __name__ == "__main__":
    main()
