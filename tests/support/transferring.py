"""What tests share that copy from the command line: readers, waits, an interruption."""

import hashlib
import json
import signal
import subprocess

from command import BAKEFERRY, environment
from strict_schemas import errors
from waiting import wait_until

_PATIENCE = 60.0

FAST = ("--limit-rate", "none")
"""What was interrupted was slow, and would stay so."""


def sha256_of(path):
    """The digest of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def copies(told):
    """The items of a copies document, which keeps to its schema."""
    return told.document("copies")["items"]


def events(told):
    """The lines of -o jsonl, each of which keeps to the schema."""
    found = [json.loads(line) for line in told.lines]
    assert [error for one in found for error in errors("live-events", one)] == []
    return found


def interrupted(home, *arguments):
    """Run the command slowly, press Ctrl-C in the middle; its code and what it told."""
    return interrupted_when(lambda: list(home.glob("*.part")), *arguments)


def interrupted_when(has_begun, *arguments):
    """The same, as soon as something holds."""
    process = subprocess.Popen(
        [*BAKEFERRY, *arguments, "--limit-rate", "64KiB"],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    wait_until(has_begun, process)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=_PATIENCE)
    return process.returncode, out, err
