"""One open file, read and hashed in one thread while the event loop goes on."""

import asyncio
import hashlib
import os
import threading
from pathlib import Path

import pytest

from integrity.digests.algorithms import SHA256
from integrity.digests.on_disk import feed_from_disk
from integrity.digests.takers import DigestTaker
from integrity.errors import FileChanged
from integrity.sizes import KIB, MIB

STEP = 4 * MIB
LARGE = bytes(range(256)) * 4 * KIB * 9 + b"and a bit"


class Turn:
    """One turn for all; counts who had it."""

    def __init__(self):
        self.lock = threading.Lock()
        self.taken = 0

    def __enter__(self):
        self.lock.acquire()
        self.taken += 1

    def __exit__(self, *error):
        self.lock.release()


class WithinTurn:
    """A taker that notes how many bytes came, and whether a turn was held for all."""

    def __init__(self, turn):
        self.turn = turn
        self.size = 0
        self.always_within = True

    def take(self, data):
        self.always_within &= self.turn.lock.locked()
        self.size += len(data)

    take_hole = None


@pytest.fixture
def large(tmp_path):
    path = tmp_path / "large.bin"
    path.write_bytes(LARGE)
    return path


async def feed(path, takers, **options):
    """Feed a file; returns the counts that were heard."""
    heard = []
    with path.open("rb") as file:
        stat = os.fstat(file.fileno())
        options.setdefault("on_read", heard.append)
        await feed_from_disk(takers, file.fileno(), stat, str(path), **options)
    return heard


def others_than(before):
    return [one for one in threading.enumerate() if one not in before]


def open_files():
    return len(list(Path("/dev/fd").iterdir()))


def keeps_what_it_has_read(path):
    """Whether the file system tells what of a file is in memory."""
    with path.open("rb") as file:
        try:
            return os.preadv(file.fileno(), [bytearray(1)], 0, os.RWF_NOWAIT) == 1
        except (OSError, AttributeError):
            return False


@pytest.mark.parametrize("size", [0, 1, 256 * KIB, 256 * KIB + 1, STEP, len(LARGE)])
async def test_a_file_of_any_size_has_its_digest(tmp_path, size):
    path, taker = tmp_path / "file", DigestTaker(SHA256)
    path.write_bytes(LARGE[:size])
    heard = await feed(path, [taker])

    assert taker.hexdigest() == hashlib.sha256(LARGE[:size]).hexdigest()
    assert heard == sorted(heard)
    assert heard[-1] == size


async def test_a_hole_is_hashed_as_the_zeros_that_it_reads_as(tmp_path):
    path, taker = tmp_path / "disk.vhd", DigestTaker(SHA256)
    with path.open("wb") as file:
        file.truncate(20 * MIB)
        file.seek(8 * MIB)
        file.write(b"data")
    await feed(path, [taker])

    assert taker.hexdigest() == hashlib.sha256(path.read_bytes()).hexdigest()


async def test_every_byte_of_a_large_file_is_taken_within_a_turn(large):
    turn = Turn()
    taker = WithinTurn(turn)
    await feed(large, [taker], turns=turn)

    assert taker.size == len(LARGE)
    assert taker.always_within
    assert not turn.lock.locked()


async def test_who_waits_for_the_disk_gives_the_turn_back(large):
    with large.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    turn, steps = Turn(), -(-len(LARGE) // STEP)
    await feed(large, [WithinTurn(turn)], turns=turn)

    assert turn.taken > steps


async def test_a_small_file_in_memory_begins_no_thread(tmp_path):
    path, before = tmp_path / "script.sh", threading.enumerate()
    path.write_bytes(b"echo hello")
    if not keeps_what_it_has_read(path):
        pytest.skip("this file system does not tell what is in memory")
    seen = []
    taker = DigestTaker(SHA256)
    await feed(path, [taker], on_read=lambda _: seen.extend(others_than(before)))

    assert seen == []
    assert taker.hexdigest() == hashlib.sha256(b"echo hello").hexdigest()


@pytest.mark.parametrize("size", [10, len(LARGE)])
@pytest.mark.parametrize("change", [b"", b"x" * 5, LARGE + b"more"], ids=len)
async def test_a_file_that_is_written_to_meanwhile_has_changed(tmp_path, size, change):
    path = tmp_path / "file"
    path.write_bytes(LARGE[:size])
    with path.open("rb") as file:
        stat = os.fstat(file.fileno())
        path.write_bytes(change)
        with pytest.raises(FileChanged):
            await feed_from_disk(
                [DigestTaker(SHA256)], file.fileno(), stat, "f", on_read=lambda _: None
            )


async def test_a_cancel_waits_for_no_turn_and_leaves_no_thread_or_file(large):
    turn, before = Turn(), threading.enumerate()
    open_before = open_files()
    with turn:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await feed(large, [WithinTurn(turn)], turns=turn)
        waiting = others_than(before)
        assert len(waiting) == 1
    waiting[0].join(10)

    assert not waiting[0].is_alive()
    assert not turn.lock.locked()
    assert open_files() == open_before


async def test_what_fails_is_raised_where_it_is_waited_for(large):
    class Failing:
        def take(self, data):
            raise OSError(5, "Input/output error")

    turn = Turn()
    with pytest.raises(OSError, match="Input/output"):
        await feed(large, [Failing()], turns=turn)
    assert not turn.lock.locked()


class Slow:
    """A taker whose first step lasts until it is let go."""

    def __init__(self):
        self.may_go, self.has_begun_next = threading.Event(), threading.Event()
        self.size = 0

    def take(self, data):
        if self.size:
            self.has_begun_next.set()
        self.may_go.wait(10)
        self.size += len(data)


class ClosedOnce:
    """A gate that is found closed, and opens when nothing goes on behind it."""

    def __init__(self, taker):
        self.taker = taker
        self.was_passed = False
        self.went_on = None

    def is_set(self):
        return self.was_passed

    async def wait(self):
        self.taker.may_go.set()
        self.went_on = await asyncio.to_thread(self.taker.has_begun_next.wait, 0.05)
        self.was_passed = True


async def test_reading_stops_at_a_closed_gate_until_it_opens(large):
    taker = Slow()
    gate = ClosedOnce(taker)
    await feed(large, [taker], gate=gate)

    assert gate.went_on is False
    assert taker.size == len(LARGE)
