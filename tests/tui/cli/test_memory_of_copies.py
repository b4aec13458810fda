"""What the C library does with memory while bytes are copied."""

import subprocess
import sys

from command import environment

PROGRAM = """
from resource import RUSAGE_SELF, getrusage
from tui.cli.transfers.allocation import keep_buffers


def hold_four_chunks():
    return [bytearray(4 * 1024 * 1024) for _ in range(4)]

keep_buffers()
hold_four_chunks()
before = getrusage(RUSAGE_SELF).ru_minflt
for _ in range(5):
    hold_four_chunks()
print(getrusage(RUSAGE_SELF).ru_minflt - before)
"""


def test_memory_of_one_chunk_is_used_for_the_next():
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(told.stdout) < 1024  # page faults; anew, each chunk takes 1,024
