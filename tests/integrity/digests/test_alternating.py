"""One large file whose reading several threads share, each hashing in its turn."""

import errno
import os
import random
from threading import Event, Thread

import pytest
from blake3 import blake3
from xxhash import xxh3_128

from integrity.digests import alternating
from integrity.digests.algorithms import ALGORITHMS
from integrity.digests.buffers import TURN_SIZE
from integrity.digests.counter import Counter
from integrity.digests.files import hash_large_file
from integrity.errors import DigestError, FileChanged, HashingCancelled
from integrity.out_of_memory import is_out_of_memory

MIB = 1024 * 1024
QUICK = (ALGORITHMS["blake3"], ALGORITHMS["xxh3-128"])


def told(data):
    return {
        "blake3": blake3(data).hexdigest(),
        "xxh3-128": xxh3_128(data).hexdigest(),
    }


@pytest.mark.parametrize("threads", [2, 3, 8])
@pytest.mark.parametrize("size", [0, 1, 4 * MIB, 4 * MIB + 1, 23 * MIB + 5])
def test_the_digests_are_those_of_the_bytes_in_their_order(tmp_path, threads, size):
    data = random.Random(size).randbytes(size)
    (tmp_path / "file").write_bytes(data)

    found = hash_large_file(tmp_path / "file", QUICK, threads=threads)

    assert found.digests == told(data)
    assert found.size == size


def test_holes_between_data_are_zeros(sparse_file):
    path = sparse_file(50 * MIB, [(5 * MIB, b"x" * MIB), (47 * MIB, b"y" * 4 * MIB)])

    assert hash_large_file(path, QUICK).digests == told(path.read_bytes())


def test_a_read_may_bring_less_than_was_asked_for(tmp_path, monkeypatch):
    data = random.Random(1).randbytes(5 * MIB)
    (tmp_path / "file").write_bytes(data)

    def read(descriptor, buffer, position):
        return os.preadv(descriptor, (buffer[:300_001],), position)

    monkeypatch.setattr(alternating, "wait_and_read", read)
    assert hash_large_file(tmp_path / "file", QUICK).digests == told(data)


def test_a_thread_without_memory_is_told_where_it_is_waited_for(tmp_path, monkeypatch):
    (tmp_path / "file").write_bytes(bytes(20 * MIB))

    def short(size):
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    monkeypatch.setattr(alternating, "aligned_buffer", short)
    with pytest.raises(DigestError, match="Cannot allocate memory"):
        hash_large_file(tmp_path / "file", QUICK, threads=3)


@pytest.mark.parametrize("fails_at", [0, 4 * MIB, 16 * MIB])
def test_a_disk_that_fails_ends_all_threads(tmp_path, monkeypatch, fails_at):
    (tmp_path / "file").write_bytes(bytes(20 * MIB))
    positions = []

    def read(descriptor, buffer, position):
        positions.append(position)
        if position == fails_at:
            raise OSError(5, "Input/output error")
        return os.preadv(descriptor, (buffer,), position)

    monkeypatch.setattr(alternating, "wait_and_read", read)
    with pytest.raises(DigestError, match="Input/output error"):
        hash_large_file(tmp_path / "file", QUICK, threads=3)
    assert max(positions) <= fails_at + 2 * TURN_SIZE, "what the others had begun"


def test_a_file_that_is_cut_meanwhile_has_no_digest(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(bytes(50 * MIB))

    class Cutting(Counter):
        def add(self, size):
            os.truncate(path, 3 * MIB)
            super().add(size)

    with pytest.raises(FileChanged):
        hash_large_file(path, QUICK, counter=Cutting())


def test_a_cancel_ends_the_longest_file_soon(sparse_file):
    cancel = Event()
    cancel.set()
    counter = Counter(cancel)

    with pytest.raises(HashingCancelled):
        hash_large_file(sparse_file(2**40), QUICK, counter=counter)
    assert counter.done <= 64 * MIB


def test_the_counter_has_seen_every_byte(sparse_file):
    counter = Counter()
    hash_large_file(sparse_file(40 * MIB, [(MIB, b"x" * MIB)]), QUICK, counter=counter)
    assert counter.done == counter.file_done == counter.file_size == 40 * MIB


def test_a_thread_that_is_refused_is_told_before_blake3_asks_for_it(
    tmp_path, monkeypatch
):
    (tmp_path / "file").write_bytes(bytes(MIB))
    start, asked = Thread.start, []

    def refused(thread):
        asked.append(thread)
        if len(asked) == 3:
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(Thread, "start", refused)
    monkeypatch.setattr("blake3.blake3", None)
    with pytest.raises(RuntimeError) as told:
        hash_large_file(tmp_path / "file", QUICK[:1], threads=2)

    assert is_out_of_memory(told.value)
    assert [thread.is_alive() for thread in asked] == [False] * 3
