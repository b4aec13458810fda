"""Small files in a row: each as if it were alone, whatever stands beside it."""

import hashlib
import os
from pathlib import Path

import pytest
from counting import open_descriptors

from integrity.digests.algorithms import ALGORITHMS, SHA256
from integrity.digests.buffers import aligned_buffer, rooms_in
from integrity.digests.small import hash_small_files
from integrity.digests.version import FileVersion

ROOM = 8192
"""Bytes; one of the plain files has as many."""

pytestmark = pytest.mark.usefixtures("each_way")


@pytest.fixture
def odd(tmp_path, sparse_file):
    """What goes with no row: pipes, folders, what is missing, too large, not what it says."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "large").write_bytes(b"x" * (ROOM + 1))
    (tmp_path / "loop").symlink_to("loop")
    made = [
        str(tmp_path / name) for name in ("pipe", "folder", "large", "loop", "none")
    ]
    return [
        *made,
        f"{tmp_path}/large/below",
        "/dev/null",
        "/proc/version",
        "",
        "a" * 999,
    ]


def hash_row(paths, algorithms=(SHA256,)):
    rooms = rooms_in(aligned_buffer(max(1, len(paths)) * ROOM), ROOM)
    return hash_small_files(paths, algorithms, rooms)


def sha256_of(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def test_each_has_the_digest_of_its_bytes_and_its_version(plain, settled):
    found = hash_row(plain)
    assert [each.path for each in found] == plain
    assert [each.digests for each in found] == [
        {"sha256": sha256_of(path)} for path in plain
    ]
    versions = [FileVersion.of(Path(path).stat()) for path in plain]
    assert [each.version for each in found] == versions
    assert [each.size for each in found] == [version.size for version in versions]


def test_those_that_were_written_a_moment_ago_have_theirs_too(plain):
    assert [each.digests["sha256"] for each in hash_row(plain)] == list(
        map(sha256_of, plain)
    )


def test_holes_read_as_zeros(sparse_file, settled):
    paths = [str(sparse_file(ROOM, [(at, b"x")])) for at in (0, 4096, ROOM)]
    assert [each.digests["sha256"] for each in hash_row(paths)] == list(
        map(sha256_of, paths)
    )


def test_what_is_odd_is_left_to_whoever_looks_closer(plain, odd, settled):
    before = open_descriptors()
    assert hash_row(odd) == [None] * len(odd)
    for path in odd:
        assert hash_row([*plain, path])[-1] is None
    assert open_descriptors() == before


def test_nothing_is_taken_off_a_pipe_in_a_row(plain, odd, settled):
    pipe = os.open(odd[0], os.O_RDWR)
    os.write(pipe, b"for somebody else")
    hash_row([*plain, odd[0]])
    assert os.read(pipe, 100) == b"for somebody else"
    os.close(pipe)


def test_other_digests_go_their_own_way(plain, settled):
    found = hash_row(plain, tuple(ALGORITHMS.values()))
    assert {tuple(each.digests) for each in found} == {tuple(ALGORITHMS)}
