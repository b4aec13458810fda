"""The rows of the extension: it gives a digest or nothing, and keeps nothing."""

import mmap
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from integrity.digests.algorithms import SHA256
from integrity.digests.buffers import aligned_buffer, rooms_in
from integrity.digests.lanes import best_lanes
from integrity.digests.opening import OPEN_FLAGS
from integrity.digests.small import UNTOUCHED_NS, hash_small_files

pytestmark = pytest.mark.skipif(
    best_lanes().hash_files is None, reason="the extension is not built"
)

ROOM = 8192
LATER = 2**62
"""Before that, every file was touched."""


def rooms_for(paths):
    return rooms_in(aligned_buffer(max(1, len(paths)) * ROOM), ROOM)


def hash_natively(paths, touched_before=LATER):
    rooms = tuple(rooms_for(paths))
    return best_lanes().hash_files(tuple(paths), rooms, OPEN_FLAGS, touched_before)


def test_the_extension_leaves_whatever_was_touched_since(plain):
    touched = [Path(path).stat().st_ctime_ns for path in plain]
    assert hash_natively(plain, touched_before=min(touched)) == [None] * len(plain)
    assert None not in hash_natively(plain, touched_before=max(touched) + 1)


def test_one_that_is_touched_while_it_is_read_looks_touched(plain):
    """So no second look is needed: the only one comes after the reading."""
    before = time.time_ns() - UNTOUCHED_NS
    os.utime(plain[1], (1, 1))
    assert hash_natively(plain, touched_before=before)[1] is None


def test_threads_do_not_disturb_each_other_in_rows(plain):
    alone = hash_natively(plain * 6)
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(hash_natively, [plain * 6] * 64)) == [alone] * 64


def test_no_file_is_no_work_for_the_extension():
    assert hash_natively([]) == []


@pytest.mark.parametrize(
    ("paths", "error"),
    [
        (["fine", None], TypeError),
        (["fine", "no\0name"], ValueError),
        (["fine", "\ud800"], UnicodeEncodeError),
        (["fine", 1], TypeError),
    ],
)
def test_what_is_no_path_is_refused_and_the_rooms_are_free_again(paths, error):
    memory = mmap.mmap(-1, 4 * mmap.PAGESIZE)
    rooms = rooms_in(memoryview(memory), mmap.PAGESIZE)
    with pytest.raises(error):
        best_lanes().hash_files(tuple(paths), tuple(rooms), OPEN_FLAGS, LATER)
    rooms.clear()
    memory.close()


def test_rooms_that_are_too_few_or_cannot_be_written_to_are_refused(plain):
    for rooms, error in ((), ValueError), ((b"not to be written to",), BufferError):
        with pytest.raises(error):
            best_lanes().hash_files(tuple(plain[:1]), rooms, OPEN_FLAGS, LATER)


def test_what_is_odd_does_not_disturb_what_stands_beside_it(plain, tmp_path):
    odd = [str(tmp_path), str(tmp_path / "none"), "/dev/null", "/proc/version"]
    found = hash_natively([*odd[:2], *plain, *odd[2:]])
    assert found == [None, None, *hash_natively(plain), None, None]


def test_the_extension_alone_opens_what_was_left_alone(plain, settled, monkeypatch):
    monkeypatch.delattr(os, "open")
    assert all(hash_small_files(plain, (SHA256,), rooms_for(plain)))


def test_what_another_thread_could_shorten_is_refused(plain):
    with pytest.raises(TypeError):
        best_lanes().hash_files(plain, rooms_for(plain), OPEN_FLAGS, LATER)
