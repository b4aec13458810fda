"""What becomes of the page cache behind a reader."""

import os
from types import SimpleNamespace

import pytest

from integrity.digests.reading import forgetting, keep

MIB = 1024 * 1024


@pytest.mark.parametrize("size", [1, 4, 48])
def test_what_was_read_of_a_huge_file_is_forgotten_a_stretch_at_a_time(
    monkeypatch, size
):
    forgotten = []
    monkeypatch.setattr(os, "posix_fadvise", lambda _, *told: forgotten.append(told))
    forget = forgetting(SimpleNamespace(st_size=2**60))

    for position in range(0, 192, size):
        forget(3, position * MIB, size * MIB)

    assert forgotten == [
        (start * MIB, 64 * MIB, os.POSIX_FADV_DONTNEED) for start in (0, 64, 128)
    ]


def test_a_file_that_memory_can_hold_is_kept_there():
    assert forgetting(SimpleNamespace(st_size=4096)) is keep
