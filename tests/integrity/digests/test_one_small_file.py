"""One small file: hashed as it is now, looked at once, and never taken for what it is not."""

import hashlib
import os

import pytest

from integrity.digests import lanes
from integrity.digests.engine import hash_together, one_by_one
from integrity.errors import (
    DigestError,
    FileChanged,
)

pytestmark = pytest.mark.usefixtures("each_way")


def hash_small(path):
    (outcome,) = one_by_one(hash_together([str(path)]))
    if isinstance(outcome, DigestError):
        raise outcome
    return outcome


def counting(call, calls):
    """The same call, which leaves a trace."""

    def counted(*arguments):
        calls.append(arguments)
        return call(*arguments)

    return counted


@pytest.mark.parametrize(
    "meddle",
    [
        lambda path: path.write_bytes(b"other"),
        lambda path: path.write_bytes(b"longer than before"),
        lambda path: os.utime(path, (1, 1)),
    ],
    ids=["written", "grown", "touched"],
)
def test_a_small_file_that_changes_meanwhile_has_no_digest(
    tmp_path, monkeypatch, meddle
):
    path = tmp_path / "file"
    path.write_bytes(b"first")
    os.utime(path, (5, 5))
    preadv = os.preadv

    def read_and_meddle(descriptor, buffers, offset):
        size = preadv(descriptor, buffers, offset)
        before = path.stat().st_ctime_ns
        while path.stat().st_ctime_ns == before:  # a clock of the kernel's ticks
            meddle(path)
        return size

    monkeypatch.setattr(os, "preadv", read_and_meddle)
    with pytest.raises(FileChanged):
        hash_small(path)


def test_a_small_file_that_was_written_a_moment_ago_is_hashed_as_it_is_now(
    tmp_path, monkeypatch
):
    path = tmp_path / "file"
    path.write_bytes(b"first")
    preadv = os.preadv
    reads = []

    def read_and_meddle_once(descriptor, buffers, offset):
        size = preadv(descriptor, buffers, offset)
        if not reads:
            path.write_bytes(b"other")
        reads.append(size)
        return size

    monkeypatch.setattr(os, "preadv", read_and_meddle_once)
    found = hash_small(path)
    assert found.digests["sha256"] == hashlib.sha256(b"other").hexdigest()
    assert len(reads) == 2


def test_a_small_file_that_was_left_alone_is_read_and_looked_at_once(
    tmp_path, monkeypatch, settled
):
    path = tmp_path / "file"
    path.write_bytes(b"settled")
    monkeypatch.setattr(lanes, "best_lanes", lambda: lanes.IN_TURN)
    monkeypatch.setattr(os, "fstat", counting(os.fstat, looks := []))
    monkeypatch.setattr(os, "preadv", counting(os.preadv, reads := []))
    assert hash_small(path).size == 7
    assert (len(looks), len(reads)) == (1, 1)


def test_nothing_is_taken_off_a_pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    pipe = os.open(tmp_path / "pipe", os.O_RDWR)
    os.write(pipe, b"for somebody else")
    with pytest.raises(DigestError, match="not a regular file"):
        hash_small(tmp_path / "pipe")
    assert os.read(pipe, 100) == b"for somebody else"
    os.close(pipe)


@pytest.mark.parametrize("path", ["/dev/null", "/dev/tty", "/"])
def test_what_is_no_file_is_no_small_file_either(path):
    with pytest.raises(DigestError):
        hash_small(path)
