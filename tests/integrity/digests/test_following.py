"""A file is hashed behind whoever still writes it."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Event

import pytest

from integrity.digests.counter import Counter
from integrity.digests.following import Frontier, sha256_behind
from integrity.digests.whole_and_chunks import WholeAndChunks
from integrity.errors import DigestError, HashingCancelled

pytestmark = pytest.mark.usefixtures("each_way")

MIB = 2**20
SIZE = 24 * MIB


@pytest.fixture
def thread():
    with ThreadPoolExecutor(1) as thread:
        yield thread


@pytest.fixture
def part(tmp_path):
    path = tmp_path / "disk.part"
    path.touch()
    os.truncate(path, SIZE)
    return path


@pytest.mark.parametrize("seed", range(5))
def test_what_is_hashed_is_what_was_written_in_the_end(thread, part, seed):
    random, frontier, whole_and_chunks = Random(seed), Frontier(), WholeAndChunks()
    content = bytearray(SIZE)
    reading = thread.submit(
        sha256_behind, frontier, str(part), SIZE, whole_and_chunks, counter=Counter()
    )

    with part.open("r+b", buffering=0) as file:
        position = 0
        while position < SIZE:
            step = random.randint(1, 3 * MIB)
            data = random.randbytes(min(SIZE - position, random.randint(1, step)))
            content[position : position + len(data)] = data
            os.pwrite(file.fileno(), data, position)
            position = min(SIZE, position + step)
            frontier.advance(position)

    assert reading.result(60) == hashlib.sha256(content).hexdigest()
    expected = [
        hashlib.sha256(content[start : start + 4 * MIB]).digest()
        for start in range(0, SIZE, 4 * MIB)
    ]
    assert whole_and_chunks.chunk_digests() == b"".join(expected)


def test_nothing_is_read_before_it_is_there(thread, part):
    frontier, counter = Frontier(), Counter()
    reading = thread.submit(
        sha256_behind, frontier, str(part), SIZE, WholeAndChunks(), counter=counter
    )
    frontier.advance(4 * MIB)

    with part.open("r+b") as file:
        file.seek(4 * MIB)
        file.write(b"late")
    frontier.advance(SIZE)

    expected = hashlib.sha256(part.read_bytes()).hexdigest()
    assert reading.result(60) == expected


def test_waiting_for_more_can_be_cancelled(thread, part):
    cancel = Event()
    reading = thread.submit(
        sha256_behind,
        Frontier(),
        str(part),
        SIZE,
        WholeAndChunks(),
        counter=Counter(cancel),
    )

    cancel.set()

    with pytest.raises(HashingCancelled):
        reading.result(60)


def test_a_file_that_was_cut_meanwhile_has_no_digest(thread, part):
    frontier = Frontier()
    os.pwrite(fd := os.open(part, os.O_RDWR), bytes([1]) * SIZE, 0)
    os.close(fd)
    reading = thread.submit(
        sha256_behind, frontier, str(part), SIZE, WholeAndChunks(), counter=Counter()
    )
    frontier.advance(4 * MIB)

    os.truncate(part, 2 * MIB)
    frontier.advance(SIZE)

    with pytest.raises(DigestError):
        reading.result(60)
