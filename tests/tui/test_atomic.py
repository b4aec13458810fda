"""A file is replaced in one step: the old bytes or the new ones, whatever happens."""

import os
import stat
from pathlib import Path

import pytest

from tui.files.atomic import FileChanged, put_in_place, replace_content


@pytest.fixture
def path(tmp_path):
    (tmp_path / "file").write_bytes(b"old")
    return tmp_path / "file"


def test_the_content_is_on_disk_before_its_name_is_and_then_the_name(path, monkeypatch):
    synced = []

    def sync(descriptor):
        mode = os.fstat(descriptor).st_mode
        kind = "folder" if stat.S_ISDIR(mode) else "file"
        synced.append((kind, path.read_bytes()))

    monkeypatch.setattr(os, "fsync", sync)
    replace_content(path, b"old", b"new")

    assert synced == [("file", b"old"), ("folder", b"new")]


def test_nobody_else_may_read_what_is_not_in_its_place_yet(path, monkeypatch):
    modes = []

    def note(descriptor, mode):
        modes.append((stat.S_IMODE(os.fstat(descriptor).st_mode), mode))

    path.chmod(0o640)
    monkeypatch.setattr(os, "fchmod", note)
    replace_content(path, b"old", b"new")

    assert modes == [(0o600, 0o640)]


def test_what_is_put_in_place_is_whole_on_disk_and_keeps_its_mode(path, monkeypatch):
    synced = []
    path.chmod(0o600)
    monkeypatch.setattr(os, "fsync", lambda each: synced.append(os.fstat(each).st_size))

    put_in_place(path, [b"new", b"er"])

    assert synced == [5]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_somebody_else_wrote_meanwhile_stays(path):
    path.write_bytes(b"theirs")

    with pytest.raises(FileChanged, match="file: changed while we worked on it"):
        replace_content(path, b"old", b"new")

    assert [each.read_bytes() for each in path.parent.iterdir()] == [b"theirs"]


def test_nothing_is_open_afterwards(path):
    before = len(list(Path("/proc/self/fd").iterdir()))

    replace_content(path, b"old", b"new")
    with pytest.raises(FileChanged):
        replace_content(path, b"old", b"newer")

    assert len(list(Path("/proc/self/fd").iterdir())) == before


@pytest.mark.parametrize(
    "write",
    [
        lambda path: replace_content(path, b"old", b"new"),
        lambda path: put_in_place(path, [b"new"]),
    ],
    ids=["replace_content", "put_in_place"],
)
def test_a_part_of_another_run_is_not_touched(path, write):
    part = path.with_name(f".file.{os.getpid()}.part")  # of another container, say
    part.write_bytes(b"theirs")

    with pytest.raises(OSError, match=r"file"):
        write(path)

    assert (path.read_bytes(), part.read_bytes()) == (b"old", b"theirs")
