"""The map of a file's holes."""

import errno
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integrity.digests.chunk_check import check_chunks
from integrity.digests.chunks import hash_with_manifest
from integrity.digests.engine import hash_together
from integrity.digests.files import hash_file, hash_large_file
from integrity.digests.manifest import CHUNK, Manifest
from integrity.digests.pool import Pool
from integrity.digests.sparse import Extent, extents, has_holes

KIB = 1024
MIB = 1024 * KIB
COUNTS = Path("/proc/self/io")
"""Where Linux tells how many bytes this process has read."""


def map_of(path):
    with path.open("rb") as file:
        return list(extents(file.fileno(), os.fstat(file.fileno()).st_size))


writes = st.lists(
    st.tuples(st.integers(0, 400 * KIB), st.binary(min_size=1, max_size=300)),
    max_size=6,
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(size=st.integers(0, 512 * KIB), data=writes)
def test_the_map_has_no_gap_and_its_holes_are_zeros(sparse_file, size, data):
    path = sparse_file(size, data)
    content = path.read_bytes()
    found = map_of(path)
    assert [extent.start for extent in found] == [0, *(e.stop for e in found)][:-1]
    assert sum(extent.stop - extent.start for extent in found) == size
    holes = b"".join(content[e.start : e.stop] for e in found if e.is_hole)
    assert not holes.strip(b"\0")


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(size=st.integers(0, 512 * KIB), data=writes)
def test_holes_or_not_the_digests_are_the_same(sparse_file, size, data):
    path = sparse_file(size, data)
    dense = path.with_name(path.name + "-dense")
    dense.write_bytes(path.read_bytes())
    assert hash_file(path).digests == hash_file(dense).digests
    manifests = [hash_with_manifest(str(file))[1] for file in (path, dense)]
    assert manifests[0].digests == manifests[1].digests


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP, errno.ENOSYS])
def test_a_file_system_that_cannot_tell_its_holes_has_none(
    sparse_file, monkeypatch, number
):
    path = sparse_file(MIB, [(512 * KIB, b"data")])

    def unable(*place):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "lseek", unable)

    assert map_of(path) == [Extent(0, MIB, is_hole=False)]


def test_a_map_that_cannot_be_read_is_an_error(sparse_file, monkeypatch):
    path = sparse_file(MIB, [])

    def broken(*place):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "lseek", broken)

    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        map_of(path)


def bytes_read():
    return int(COUNTS.read_text().partition("rchar: ")[2].split()[0])


def by_manifest(path):
    check_chunks(Manifest(path, 128 * MIB, CHUNK, "", bytes(32 * 32)), Pool(2))


@pytest.mark.skipif(not COUNTS.exists(), reason="only Linux counts what is read")
@pytest.mark.parametrize(
    "read_it",
    [
        hash_file,
        hash_large_file,
        hash_with_manifest,
        lambda path: list(hash_together([path])),
        by_manifest,
    ],
    ids=["one thread", "relay", "with manifest", "engine", "by manifest"],
)
def test_of_a_sparse_file_only_what_is_stored_is_read(sparse_file, read_it):
    path = sparse_file(128 * MIB, [(MIB, b"x" * MIB), (100 * MIB, b"y" * MIB)])
    before = bytes_read()
    read_it(str(path))
    assert 2 * MIB <= bytes_read() - before < 16 * MIB


def test_a_file_of_nothing_but_a_hole_has_one(sparse_file):
    assert map_of(sparse_file(1_000_000)) == [Extent(0, 1_000_000, is_hole=True)]


def test_an_empty_file_has_no_extent(sparse_file):
    assert map_of(sparse_file(0)) == []


def test_a_dense_file_is_not_asked_for_its_holes(tmp_path):
    (tmp_path / "dense").write_bytes(b"x" * 100_000)
    os.sync()
    assert not has_holes((tmp_path / "dense").stat())


def test_what_cannot_tell_its_holes_is_data():
    reader, writer = os.pipe()
    with pytest.raises(OSError, match="seek"):
        list(extents(reader, 10))
    os.close(reader)
    os.close(writer)
