"""What `digest` does for one file more, counted: no quiet machine is needed for that."""

import shutil
import subprocess
import sys
import tracemalloc

import pytest
from command import environment
from counting import counting

from tui.cli.digesting.job import Job, do

pytestmark = pytest.mark.usefixtures("settled")

FEW, MANY = 100, 500

MOST_CALLS = {4_096: 17.5, 100_000: 36}
"""Of Python's and C's functions for a file of that size; 17 and 33 when this was
written."""

MOST_OF_THE_SYSTEM = 4.2
"""Calls for a small file: open, preadv, fstat, close, and its share of the rest."""

MOST_MEMORY = 220
"""Bytes for a file more; 169 when this was written: its path, and its place in a row."""


def folder_of(tmp_path, count, size):
    folder = tmp_path / f"{count}"
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:04}").write_bytes(number.to_bytes(4, "big") * (size // 4))
    return str(folder)


def digest(folder):
    assert do(Job((folder,), quiet=True)) == 0


def calls_of(folder):
    """All functions that were called, in all threads."""
    with counting() as counted:
        digest(folder)
    return counted.calls


def peak_of(folder):
    """Bytes that were allocated at most."""
    tracemalloc.start()
    try:
        digest(folder)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def can_trace():
    """A container may forbid it."""
    strace = shutil.which("strace")
    return (
        strace
        and not subprocess.run([strace, "-qq", "-o", "/dev/null", "true"]).returncode
    )


@pytest.mark.parametrize("size", MOST_CALLS)
def test_one_file_more_takes_few_calls(tmp_path, size):
    few, many = (folder_of(tmp_path, count, size) for count in (FEW, MANY))
    digest(few)  # what is loaded late is loaded
    more = calls_of(many) - calls_of(few)
    assert more / (MANY - FEW) <= MOST_CALLS[size]


def test_one_small_file_more_takes_little_memory(tmp_path):
    few, many = (folder_of(tmp_path, count, 4_096) for count in (FEW, MANY))
    digest(few)
    more = peak_of(many) - peak_of(few)
    assert more / (MANY - FEW) <= MOST_MEMORY


@pytest.mark.skipif(not can_trace(), reason="needs strace, and leave to use it")
def test_one_small_file_more_takes_four_calls_of_the_system(tmp_path):
    totals = []
    for count in (FEW, MANY):
        folder = folder_of(tmp_path, count, 4_096)
        log = tmp_path / "strace"
        program = (
            "import time; now = time.time_ns; time.time_ns = lambda: now() + 10**11\n"
            "from tui.cli.digesting.job import Job, do\n"
            f"do(Job(({folder!r},), quiet=True))"
        )
        command = ["strace", "-f", "-qq", "-o", log, sys.executable, "-c", program]
        subprocess.run(
            command, env=environment(), stdout=subprocess.DEVNULL, check=True
        )
        totals.append(log.read_bytes().count(b"\n"))
    assert (totals[1] - totals[0]) / (MANY - FEW) <= MOST_OF_THE_SYSTEM
