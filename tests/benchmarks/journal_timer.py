"""`bakeferry`, with the time that passes inside the journal counted.

    python tests/benchmarks/journal_timer.py FILE ARGUMENTS...

Writes the seconds into FILE. Copies wait for none of them but the last.
"""

import sys
import time
from functools import wraps
from pathlib import Path

from transfer.journal.store import Journal
from tui.cli.main import run_alone

CALLS = (
    "take_up",
    "begin",
    "record",
    "mark",
    "forget",
    "chunks",
    "finished",
    "release",
)
_spent: list[float] = []


def _timed(call):
    @wraps(call)
    def timed(*words, **named):
        began = time.perf_counter()
        try:
            return call(*words, **named)
        finally:
            _spent.append(time.perf_counter() - began)

    return timed


if __name__ == "__main__":
    told, *arguments = sys.argv[1:]
    for name in CALLS:
        setattr(Journal, name, _timed(getattr(Journal, name)))
    code = run_alone(arguments)
    Path(told).write_text(str(sum(_spent)))
    sys.exit(code)
