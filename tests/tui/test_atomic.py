"""A file is replaced in one step: the old bytes or the new ones, whatever happens."""

import os
import stat

import pytest
from counting import open_descriptors

from tui.files.atomic import FileChanged, put_in_place, replace_content, write_new


@pytest.fixture
def path(tmp_path):
    (tmp_path / "file").write_bytes(b"old")
    return tmp_path / "file"


WRITERS = pytest.mark.parametrize(
    "write",
    [
        lambda path: replace_content(path, b"old", b"new"),
        lambda path: put_in_place(path, [b"n", b"ew"]),
    ],
    ids=["replace_content", "put_in_place"],
)


@WRITERS
def test_the_content_is_on_disk_before_its_name_is_and_then_the_name(
    path, monkeypatch, write
):
    synced = []

    def sync(descriptor):
        mode = os.fstat(descriptor).st_mode
        kind = "folder" if stat.S_ISDIR(mode) else "file"
        synced.append((kind, path.read_bytes()))

    monkeypatch.setattr(os, "fsync", sync)
    write(path)

    assert synced == [("file", b"old"), ("folder", b"new")]


def test_a_new_file_is_on_disk_and_then_its_name(tmp_path, monkeypatch):
    synced, path = [], tmp_path / "new"

    def sync(descriptor):
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        synced.append((is_folder, path.read_bytes()))

    monkeypatch.setattr(os, "fsync", sync)
    write_new(path, b"new")

    assert synced == [(False, b"new"), (True, b"new")]


def test_nobody_else_may_read_what_is_not_in_its_place_yet(path, monkeypatch):
    modes = []

    def note(descriptor, mode):
        modes.append((stat.S_IMODE(os.fstat(descriptor).st_mode), mode))

    path.chmod(0o640)
    monkeypatch.setattr(os, "fchmod", note)
    replace_content(path, b"old", b"new")

    assert modes == [(0o600, 0o640)]


def test_what_is_put_in_place_keeps_its_mode(path):
    path.chmod(0o600)

    put_in_place(path, [b"new"])

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_somebody_else_wrote_meanwhile_stays(path):
    path.write_bytes(b"theirs")

    with pytest.raises(FileChanged, match="file: changed while we worked on it"):
        replace_content(path, b"old", b"new")

    assert [each.read_bytes() for each in path.parent.iterdir()] == [b"theirs"]


def test_nothing_is_open_afterwards(path):
    before = open_descriptors()

    replace_content(path, b"old", b"new")
    with pytest.raises(FileChanged):
        replace_content(path, b"old", b"newer")

    assert open_descriptors() == before


@WRITERS
def test_what_a_killed_run_has_left_is_in_nobodys_way(path, write):
    part = path.with_name(f".file.{os.getpid()}.part")  # of another container, say
    part.write_bytes(b"theirs")

    write(path)

    assert (path.read_bytes(), part.read_bytes()) == (b"new", b"theirs")
    assert sorted(path.parent.iterdir()) == [part, path]
