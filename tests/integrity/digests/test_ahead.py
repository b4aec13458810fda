"""One stream whose file a thread of the extension reads ahead."""

import hashlib
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from stopwatch import Stopwatch

from integrity.digests.ahead import read_ahead
from integrity.digests.buffers import AHEAD_SIZE, aligned_buffer
from integrity.digests.counter import Counter
from integrity.digests.lanes import Take, best_lanes

pytestmark = pytest.mark.skipif(
    best_lanes().update_ahead is None, reason="the extension is not built"
)

MIB = 1024 * 1024
CONTENT = random.Random(7).randbytes(3 * MIB + 5)


@pytest.fixture
def file(tmp_path):
    """Its descriptor."""
    path = tmp_path / "file"
    path.write_bytes(CONTENT)
    with path.open("rb") as opened:
        yield opened.fileno()


def ahead(size, file, position, room=AHEAD_SIZE):
    """How many bytes were taken, in as many calls as it needs, and their digest."""
    stream, buffer, done = best_lanes().start(), aligned_buffer(room), 0
    while done < size:
        take = Take(stream, buffer, size - done, file, position + done)
        if not (taken := best_lanes().update_ahead(take)):
            break
        done += taken
    return done, stream.digest().hex()


def told(content):
    return len(content), hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("room", [1, 7, 8, 4096, 65_537, AHEAD_SIZE, 4 * AHEAD_SIZE])
@pytest.mark.parametrize(
    ("position", "size"), [(0, 100_000), (4095, 4098), (1, 0), (3 * MIB, 5), (99, 1)]
)
def test_a_stretch_has_its_digest_in_a_room_of_any_size(file, room, position, size):
    wanted = told(CONTENT[position : position + size])
    assert ahead(size, file, position, room=room) == wanted


def test_each_call_goes_on_where_the_last_one_ended(file):
    stream, position = best_lanes().start(), 0
    stream.update(b"before")
    for size in (1, 1000, 63, MIB):
        take = Take(stream, aligned_buffer(AHEAD_SIZE), size, file, position)
        position += best_lanes().update_ahead(take)
    assert stream.digest() == hashlib.sha256(b"before" + CONTENT[:position]).digest()


def test_a_file_that_ends_or_cannot_be_read_gives_what_it_has(file, tmp_path):
    assert ahead(100 * MIB, file, MIB) == told(CONTENT[MIB:])
    assert ahead(100, file, 100 * MIB) == told(b"")
    folder = os.open(tmp_path, os.O_RDONLY)
    assert ahead(100, folder, 0) == told(b"")
    os.close(folder)


def test_bytes_in_memory_are_taken_as_ever():
    stream = best_lanes().start()
    assert best_lanes().update_ahead((stream, b"whole")) == 5
    assert best_lanes().update_ahead(Take(stream, bytes(100), 1050)) == 1050
    assert stream.digest() == hashlib.sha256(b"whole" + bytes(1050)).digest()


def test_a_call_returns_soon_however_much_there_is(sparse_file):
    with sparse_file(2**40).open("rb") as file:
        stream, room = best_lanes().start(), aligned_buffer(AHEAD_SIZE)
        with Stopwatch() as watch:
            taken = best_lanes().update_ahead(Take(stream, room, 2**40, file.fileno()))
    assert watch.seconds < 1
    assert 0 < taken < 2**40
    assert stream.digest() == hashlib.sha256(bytes(taken)).digest()


def test_calls_do_not_disturb_each_other(file):
    def hashed(position):
        return ahead(MIB, file, position) == told(CONTENT[position : position + MIB])

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(hashed, range(64)))


def test_a_thread_reads_ahead_only_in_long_stretches_of_data(sparse_file):
    data = [(MIB, bytes([1]) * MIB), (20 * MIB, bytes([2]) * 65 * MIB)]
    path = sparse_file(100 * MIB, data)
    places = set()

    def update_ahead(take):
        places.add(take.position // MIB)
        return best_lanes().update_ahead(take)

    with path.open("rb") as file:
        digest = read_ahead(
            file.fileno(), os.fstat(file.fileno()), str(path),
            lanes=best_lanes(), update_ahead=update_ahead, counter=Counter(),
        )  # fmt: skip
    assert digest == hashlib.sha256(path.read_bytes()).digest()
    assert min(places) == 20
    assert max(places) < 20 + 65


def test_what_cannot_be_taken_is_refused_and_the_stream_is_whole(file):
    stream = best_lanes().start()
    with pytest.raises(BufferError):
        best_lanes().update_ahead(Take(stream, b"not to be written to", 10, file))
    for wrong in [(b"",), (hashlib.sha256(), b""), [], None]:
        with pytest.raises(TypeError):
            best_lanes().update_ahead(wrong)
    assert stream.digest() == hashlib.sha256().digest()


WITHOUT_A_THREAD = """
import resource, sys
from pathlib import Path
from integrity.digests.buffers import aligned_buffer
from integrity.digests.lanes import Take, best_lanes
stream, room = best_lanes().start(), aligned_buffer(65_536)
with open(sys.argv[1], "rb") as file:
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + 2**20, used + 2**20))
    best_lanes().update_ahead(Take(stream, room, 2**20, file.fileno()))
print(stream.digest().hex())
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs procfs")
def test_where_no_thread_can_be_started_one_does_all(tmp_path):
    (tmp_path / "file").write_bytes(CONTENT[:MIB])
    command = (sys.executable, "-c", WITHOUT_A_THREAD, str(tmp_path / "file"))
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == told(CONTENT[:MIB])[1]
