"""One file: its digests, its holes, and what keeps it from having any."""

import hashlib
import os
from pathlib import Path
from threading import Event

import pytest
from blake3 import blake3
from stopwatch import Stopwatch
from xxhash import xxh3_128

from integrity.digests.algorithms import ALGORITHMS
from integrity.digests.counter import Counter
from integrity.digests.files import hash_file, hash_large_file, hash_pipe
from integrity.digests.opening import unreadable
from integrity.digests.reading import pieces
from integrity.digests.version import FileVersion
from integrity.errors import (
    DigestError,
    FileChanged,
    FileForbidden,
    FileMissing,
    HashingCancelled,
)

pytestmark = pytest.mark.usefixtures("each_way")

MIB = 1024 * 1024
ALL = tuple(ALGORITHMS.values())

BOTH_WAYS = pytest.mark.parametrize("hash_it", [hash_file, hash_large_file])


def pattern(size):
    return (bytes(range(251)) * (size // 251 + 1))[:size]


@BOTH_WAYS
@pytest.mark.parametrize(
    "size", [0, 1, 32_768, 32_769, MIB - 1, MIB, MIB + 1, 9 * MIB + 5]
)
def test_the_digests_are_those_of_the_bytes(tmp_path, hash_it, size):
    data = pattern(size)
    path = tmp_path / "file"
    path.write_bytes(data)
    digest = hash_it(path, ALL)
    assert digest.digests == {
        "sha256": hashlib.sha256(data).hexdigest(),
        "blake3": blake3(data).hexdigest(),
        "xxh3-128": xxh3_128(data).hexdigest(),
    }
    assert digest.size == size
    assert digest.version == FileVersion.of(path.stat())
    assert hash_it(path).digests == {"sha256": digest.digests["sha256"]}


@BOTH_WAYS
@pytest.mark.parametrize(
    ("size", "data"),
    [
        (40 * MIB + 3, []),
        (40 * MIB + 3, [(0, b"first")]),
        (40 * MIB + 3, [(20 * MIB + 1, b"middle" * 9999), (40 * MIB, b"end")]),
        (5000, [(4096, b"x")]),
    ],
)
def test_a_hole_reads_as_zeros(sparse_file, hash_it, size, data):
    path = sparse_file(size, data)
    expected = hashlib.sha256(path.read_bytes()).hexdigest()
    assert hash_it(path).digests == {"sha256": expected}


def test_a_hole_is_not_read(sparse_file):
    path = sparse_file(64 * MIB, [(32 * MIB, b"data")])
    buffer = memoryview(bytearray(b"untouched" + bytes(MIB)))
    with path.open("rb") as file:
        stat = os.fstat(file.fileno())
        found = list(pieces(file.fileno(), stat, str(path), lambda: buffer))
    assert sum(piece.size for piece in found) == 64 * MIB
    assert sum(piece.size for piece in found if not piece.is_hole) <= 64 * 1024


@BOTH_WAYS
def test_a_missing_file_is_told_as_such(tmp_path, hash_it):
    with pytest.raises(FileMissing, match="No such file"):
        hash_it(tmp_path / "missing")


@BOTH_WAYS
def test_a_directory_is_no_file(tmp_path, hash_it):
    with pytest.raises(DigestError, match="not a regular file"):
        hash_it(tmp_path)


@BOTH_WAYS
def test_a_pipe_that_nobody_feeds_is_refused_at_once(tmp_path, hash_it):
    os.mkfifo(tmp_path / "pipe")
    refused = pytest.raises(DigestError, match="not a regular file")
    with Stopwatch() as watch, refused:
        hash_it(tmp_path / "pipe")
    assert watch.seconds < 1


@BOTH_WAYS
def test_an_endless_device_is_refused(hash_it):
    with pytest.raises(DigestError, match="not a regular file"):
        hash_it("/dev/zero")


needs_procfs = pytest.mark.skipif(
    not Path("/proc/version").exists(), reason="needs procfs"
)


@needs_procfs
def test_a_file_that_hides_its_size_is_read_to_its_end():
    version = Path("/proc/version")

    hashed = hash_file(version)

    assert hashed.digests["sha256"] == hashlib.sha256(version.read_bytes()).hexdigest()
    assert hashed.size == len(version.read_bytes())
    assert hashed.version is None


PAGE_SAID = Path("/sys/kernel/mm/transparent_hugepage/enabled")


@pytest.mark.skipif(not PAGE_SAID.exists(), reason="needs sysfs")
def test_a_file_that_says_a_page_and_holds_less_is_read_to_its_end():
    content = PAGE_SAID.read_bytes()
    assert PAGE_SAID.stat().st_size > len(content)

    hashed = hash_file(PAGE_SAID)

    assert hashed.digests["sha256"] == hashlib.sha256(content).hexdigest()
    assert (hashed.size, hashed.version) == (len(content), None)


@pytest.fixture
def forbidden_file(tmp_path):
    path = tmp_path / "secret"
    path.touch(mode=0)
    return path


def test_a_forbidden_file_is_told_as_such(forbidden_file, unprivileged):
    with pytest.raises(FileForbidden):
        hash_file(forbidden_file)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (PermissionError(13, "Permission denied"), FileForbidden),
        (NotADirectoryError(20, "Not a directory"), FileMissing),
        (OSError(5, "Input/output error"), DigestError),
    ],
)
def test_what_the_system_says_becomes_an_error_of_ours(error, kind):
    ours = unreadable("disk", error)
    assert type(ours) is kind
    assert str(ours) == f"disk: {error.strerror}"


@needs_procfs
def test_two_threads_cannot_share_a_file_that_hides_its_size():
    with pytest.raises(DigestError, match="more bytes than its size"):
        hash_large_file("/proc/version")


class Meddler(Counter):
    """Does something to a file while it is being hashed."""

    __slots__ = ("_meddle",)

    def __init__(self, meddle):
        super().__init__()
        self._meddle = meddle

    def add(self, size):
        self._meddle()
        super().add(size)


@BOTH_WAYS
@pytest.mark.parametrize(
    "meddle",
    [
        lambda path: os.truncate(path, 3 * MIB),
        lambda path: os.truncate(path, 60 * MIB),
        lambda path: os.utime(path, (1, 1)),
    ],
    ids=["cut", "grown", "touched"],
)
def test_a_file_that_changes_meanwhile_has_no_digest(tmp_path, hash_it, meddle):
    path = tmp_path / "file"
    path.write_bytes(pattern(50 * MIB))
    with pytest.raises(FileChanged):
        hash_it(path, counter=Meddler(lambda: meddle(path)))


@BOTH_WAYS
def test_a_cancel_ends_the_longest_file_soon(sparse_file, hash_it):
    path = sparse_file(2**40)
    cancel = Event()
    cancel.set()
    with Stopwatch() as watch, pytest.raises(HashingCancelled):
        hash_it(path, counter=Counter(cancel))
    assert watch.seconds < 0.5


@BOTH_WAYS
def test_the_counter_has_seen_every_byte(sparse_file, hash_it):
    path = sparse_file(40 * MIB, [(5 * MIB, b"x" * MIB)])
    counter = Counter()
    hash_it(path, counter=counter)
    assert counter.done == counter.file_done == counter.file_size == 40 * MIB


def test_a_pipe_is_hashed_to_its_end():
    reader, writer = os.pipe()
    os.write(writer, b"through a pipe")
    os.close(writer)
    digest = hash_pipe(reader)
    os.close(reader)
    assert digest.digests["sha256"] == hashlib.sha256(b"through a pipe").hexdigest()
    assert (digest.path, digest.size, digest.version) == ("-", 14, None)
