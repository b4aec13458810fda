"""Manifests of chunks: written, checked, and told where they do not fit."""

import json
import os

import pytest
from digesting import DIGEST, MIB, digest, make
from short_room import room_for


def test_a_manifest_is_written_beside_the_digest_and_checked(folder):
    (folder / "disk").write_bytes(b"x" * 9 * MIB)
    hashed = digest("--manifest", "disk.chunks", "disk")
    assert hashed.stdout == digest("disk").stdout
    checked = digest("--check", "disk.chunks")
    assert (checked.returncode, checked.stdout) == (0, b"disk: OK\n")
    assert sorted(path.name for path in folder.iterdir()) == ["disk", "disk.chunks"]


@pytest.mark.parametrize("by", ["sha256", "blake3", "xxh3-128"])
def test_a_changed_chunk_is_found_by_the_digest_that_was_asked_for(folder, by):
    (folder / "disk").write_bytes(b"x" * 9 * MIB)
    hashed = digest("--manifest", "disk.chunks", "--chunks-by", by, "disk")
    assert hashed.stdout == digest("disk").stdout
    assert digest("--check", "disk.chunks").stdout == b"disk: OK\n"
    with (folder / "disk").open("r+b") as file:
        os.pwrite(file.fileno(), b"!", 5 * MIB)

    checked = digest("--check", "--json", "disk.chunks")

    assert checked.returncode == 4
    problem = json.loads(checked.stdout)["items"][0]["problem"]
    assert problem == "differs in 1 of 3 chunks"


def test_a_manifest_beside_its_file_is_checked_from_anywhere(folder):
    (folder / "disk").write_bytes(b"x" * 9 * MIB)
    (folder / "home").mkdir()
    (folder / "home" / "disk").write_bytes(b"another")
    digest("--manifest", "home/disk.chunks", "disk")
    beside = digest("--check", "home/disk.chunks")
    (folder / "home" / "disk").unlink()
    gone = digest("--check", "home/disk.chunks")

    assert beside.stdout == b"home/disk: FAILED\n"
    assert b"home/disk: No such file" in gone.stderr


def test_a_manifest_that_cannot_be_written_leaves_the_digest(folder):
    make(folder, "disk")
    hashed = digest("--manifest", "missing/disk.chunks", "disk")
    assert hashed.returncode == 7
    assert hashed.stdout.decode() == f"{DIGEST}  disk\n"
    assert b"missing/disk.chunks: No such file or directory" in hashed.stderr


def test_a_manifest_without_room_is_told_as_work_that_is_not_whole(folder):
    make(folder, "disk")
    with room_for(8):
        hashed = digest("--manifest", "disk.chunks", "disk")

    assert hashed.returncode == 5
    assert hashed.stdout.decode() == f"{DIGEST}  disk\n"
    assert hashed.stderr == b"bakeferry: disk.chunks: File too large\n"
    assert not (folder / "disk.chunks").exists()


@pytest.mark.parametrize("name", ["disk", "./disk", "link"])
def test_a_manifest_never_takes_the_place_of_its_file(folder, name):
    make(folder, "disk")
    (folder / "link").symlink_to("disk")
    hashed = digest("--manifest", name, "disk")
    assert hashed.returncode == 2
    assert b"the place of the file itself" in hashed.stderr
    assert (folder / "disk").read_bytes() == b"content"


def test_a_manifest_never_takes_the_place_of_a_pipe_or_a_device(folder):
    make(folder, "disk")
    os.mkfifo(folder / "disk.chunks")

    hashed = digest("--manifest", "disk.chunks", "disk")

    assert hashed.stdout.decode() == f"{DIGEST}  disk\n"
    assert b"disk.chunks: is no regular file" in hashed.stderr
    assert (folder / "disk.chunks").is_fifo()


@pytest.mark.parametrize(
    ("size", "offset", "problem"),
    [
        (9 * MIB, 5 * MIB, "differs in 1 of 3 chunks"),
        (MIB, 0, "1,048,576 bytes instead"),
    ],
)
def test_a_changed_disk_does_not_fit_its_manifest(folder, size, offset, problem):
    (folder / "disk").write_bytes(b"x" * 9 * MIB)
    digest("--manifest", "disk.chunks", "disk")
    with (folder / "disk").open("r+b") as file:
        file.truncate(size)
        os.pwrite(file.fileno(), b"!", offset)
    assert digest("--check", "disk.chunks").stdout == b"disk: FAILED\n"
    checked = digest("--check", "--json", "disk.chunks")
    assert checked.returncode == 4
    assert problem in json.loads(checked.stdout)["items"][0]["problem"]


def test_a_damaged_manifest_fails_with_code_4(folder):
    checked = digest("--check", given=b"bakeferry-chunks 1\nfile \n")
    assert checked.returncode == 4
    assert b"damaged" in checked.stderr
