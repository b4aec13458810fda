"""The programs that stand for the limits do the whole job."""

import os
import subprocess
import sys
from hashlib import sha256

import extension_way
import image_way
import lanes_way
import pytest
import quick_way
import recall_way
import shortest_way
from azurite import KEYS
from blake3 import blake3
from command import bakeferry
from small_disks import container, signed
from storage import write_disk
from xxhash import xxh3_128

from integrity.digests.cache import DigestCache
from integrity.digests.lanes import IN_TURN, best_lanes
from integrity.digests.version import FileVersion
from transfer.simulator.disks import Disk

MIB = 2**20
ACCOUNT = next(iter(KEYS))
START = {"sha256": sha256, "blake3": blake3, "xxh3-128": xxh3_128}


def run(program, *words):
    """What a program prints."""
    command = [sys.executable, "-Es", program.__file__, *map(str, words)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def digests(told):
    """The first word of each line."""
    return [line.split()[0] for line in told.splitlines()]


@pytest.fixture
def disk(tmp_path):
    """Data that begins within a MiB, and holes before, between and behind."""
    path = tmp_path / "disk"
    with path.open("wb") as file:
        file.truncate(9 * MIB + 512)
        for place in (MIB + 4096, 5 * MIB):
            os.pwrite(file.fileno(), os.urandom(MIB + 4096), place)
    return path


@pytest.mark.parametrize("way", ["loop", "mapped", "ahead"])
def test_the_shortest_loops_tell_the_digest(disk, way):
    told = digests(run(shortest_way, way, disk))
    assert told == [sha256(disk.read_bytes()).hexdigest()]


@pytest.mark.parametrize("way", ["one", "in_turn", "holes"])
@pytest.mark.parametrize("algorithm", START)
def test_the_shortest_loops_of_other_digests_tell_them(disk, way, algorithm):
    told = digests(run(quick_way, way, algorithm, disk))
    assert told == [START[algorithm](disk.read_bytes()).hexdigest()]


def test_the_threads_of_blake3_tell_its_digest(disk):
    told = digests(run(quick_way, "mapped", disk))
    assert told == [blake3(disk.read_bytes()).hexdigest()]


@pytest.mark.parametrize("way", ["three", "three_ahead"])
def test_three_digests_come_of_one_pass(disk, way):
    content = disk.read_bytes()
    told = digests(run(quick_way, way, disk))
    assert told == [start(content).hexdigest() for start in START.values()]


@pytest.mark.skipif(best_lanes() is IN_TURN, reason="the extension is not built")
@pytest.mark.parametrize("way", ["loop", "ahead"])
def test_the_shortest_loops_by_the_extension_tell_the_digest(disk, way):
    told = digests(run(extension_way, way, disk))
    assert told == [sha256(disk.read_bytes()).hexdigest()]


@pytest.mark.skipif(best_lanes() is IN_TURN, reason="the extension is not built")
def test_chunks_by_several_streams_are_those_of_the_file(disk):
    content, chunk = disk.read_bytes(), 4 * MIB
    chunks = [content[start : start + chunk] for start in range(0, len(content), chunk)]
    told = digests(run(lanes_way, disk))
    assert sorted(told) == sorted(sha256(each).hexdigest() for each in chunks)


@pytest.mark.parametrize("algorithm", START)
def test_chunks_by_other_digests_are_those_of_the_file(disk, algorithm):
    content, chunk = disk.read_bytes(), 4 * MIB
    chunks = [content[start : start + chunk] for start in range(0, len(content), chunk)]
    told = digests(run(quick_way, "chunks", algorithm, disk))
    assert sorted(told) == sorted(START[algorithm](each).hexdigest() for each in chunks)


def test_a_file_that_is_one_hole_is_hashed_unread(tmp_path):
    path = tmp_path / "hole"
    path.touch()
    os.truncate(path, MIB + 1)
    told = digests(run(quick_way, "holes", "sha256", path))
    assert told == [sha256(bytes(MIB + 1)).hexdigest()]


def test_the_shortest_copy_is_the_disk_with_its_holes_and_its_digest(azurite, tmp_path):
    disk = tmp_path / "disk.vhd"
    stored = write_disk(disk, Disk(size=16 * MIB, data=2 * MIB, stretches=3))
    url = signed(f"{container(azurite, ACCOUNT, 'least')}/disk.vhd", ACCOUNT)
    sent = bakeferry("copy", disk, url, "--allow-private=127.0.0.1", "-q")
    assert sent.returncode == 0, sent.stderr

    copy = tmp_path / "copy"
    told = digests(run(image_way, url, copy))

    assert copy.read_bytes() == disk.read_bytes()
    assert copy.stat().st_blocks * 512 <= stored
    assert told == [sha256(disk.read_bytes()).hexdigest()]


def test_who_asks_sqlite_by_hand_gets_what_the_cache_remembers(tmp_path):
    files, remembered = tmp_path / "files", "ab" * 32
    files.mkdir()
    file = files / "file"
    file.write_bytes(bytes(100_000))
    with DigestCache.open(tmp_path, now_ns=lambda: 2**62) as cache:
        cache.remember_local(FileVersion.of(file.stat()), remembered)
    (database,) = tmp_path.glob("*.sqlite")

    assert digests(run(recall_way, "each", files, database)) == [remembered]
    assert float(run(recall_way, "hit", file, database)) > 0
