"""Where a copy may be put, and what stands there already."""

import os

import pytest
from transferring import sha256_of

from tui.cli.exit_codes import ExitCode

pytestmark = pytest.mark.usefixtures("state")


@pytest.mark.parametrize("to", ["contosoimages/nobody/", "nowhere/"])
def test_where_nothing_can_be_put_is_told_and_nothing_begun(azure, disk, to):
    bakeferry = azure()

    found = bakeferry("copy", disk, to)
    listed = bakeferry("jobs", "list", "-o", "json")

    assert found.code is ExitCode.REFUSED
    assert "Make it first, or choose another" in found.err
    assert "page blob" not in found.err
    assert listed.document("jobs")["items"] == []


def test_several_copies_to_a_folder_that_is_not_there_are_told_to_make_it(
    told, disk, tmp_path
):
    other = tmp_path / "other.vhd"
    other.write_bytes(disk.read_bytes())

    found = told("copy", disk, other, tmp_path / "nowhere")

    assert found.code == ExitCode.USAGE
    assert "nowhere is none: make it first" in found.err


@pytest.fixture
def closed(told, home, disk, monkeypatch):
    """A folder with a copy that may be looked into, and not written to."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    told("copy", disk, home / "there.vhd")
    monkeypatch.setenv("BAKEFERRY_STATE_DIR", str(home / "none"))
    (home / "there.vhd").write_bytes(b"mine")
    disk.chmod(0o644)
    home.chmod(0o555)
    yield home
    home.chmod(0o755)


@pytest.mark.parametrize("more", [(), ("--overwrite",)])
def test_a_folder_that_may_not_be_written_to_is_told_and_left_alone(
    disk, closed, unprivileged, told, more
):
    before = sorted(closed.iterdir())

    found = told("copy", disk, closed / "there.vhd" if more else closed, *more)

    assert found.code is ExitCode.REFUSED
    assert f"{closed}: may not be written to" in found.err
    assert sorted(closed.iterdir()) == before
    assert (closed / "there.vhd").read_bytes() == b"mine"


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_a_folder_that_may_not_be_written_to_is_told_once_for_all_of_a_tree(
    tree, closed, unprivileged, told, more
):
    found = told("copy", "-r", tree, closed / "new", *more)

    why = f"{closed}: may not be written to"
    assert found.code is ExitCode.REFUSED
    assert f"bakeferry: {why}: 6 files in all\n" in found.err
    assert (found.out + found.err).count(why) == 2


@pytest.mark.parametrize("beside", ["disk.vhd.sha256", "disk.vhd.chunks"])
def test_what_stands_beside_a_copy_is_kept_unless_told_otherwise(
    told, disk, home, beside
):
    (home / beside).write_text("mine")

    done = told("copy", disk, home)
    kept = (home / beside).read_text()
    (home / "disk.vhd").unlink()
    again = told("copy", disk, home, "--overwrite")

    assert (done.code, again.code) == (0, 0)
    assert kept == "mine"
    assert (home / beside).read_text() != "mine"
    assert {path.name for path in home.iterdir()} == {
        "disk.vhd", "disk.vhd.sha256", "disk.vhd.chunks",
    }  # fmt: skip


def test_a_warning_says_who_warns(told, disk, home):
    (home / "disk.vhd.sha256").write_text("mine")

    done = told("copy", disk, home, "-q")

    beside = home / "disk.vhd.sha256"
    assert done.err == f"bakeferry: {beside} says something else, and stays\n"


def test_a_file_of_one_chunk_gets_no_manifest(told, home, tmp_path):
    (tmp_path / "notes.txt").write_text("a few words")

    done = told("copy", tmp_path / "notes.txt", home)

    assert done.code == 0
    assert {path.name for path in home.iterdir()} == {"notes.txt", "notes.txt.sha256"}


def test_a_text_on_a_disks_place_is_not_told_of_page_blobs(azure, disk, tmp_path):
    bakeferry = azure()
    (tmp_path / "notes.txt").write_text("a few words")
    bakeferry("copy", disk, "contosoimages/images")

    told = bakeferry(
        "copy", tmp_path / "notes.txt", "contosoimages/images/disk.vhd", "--overwrite"
    )

    assert told.code is ExitCode.REFUSED
    assert "is a PageBlob: what is no disk cannot take its place" in told.err
    assert "hierarchical" not in told.err


def test_digests_give_way_to_what_was_to_be_copied_there(told, disk, home, tmp_path):
    published = tmp_path / "disk.vhd.sha256"
    published.write_text("as its maker has published it")

    done = told("copy", disk, published, home)

    assert done.code == 0
    assert (home / published.name).read_text() == published.read_text()
    assert sha256_of(home / "disk.vhd") == sha256_of(disk)


def test_what_is_no_file_is_not_overwritten(told, disk, home):
    pipe = home / "pipe"
    os.mkfifo(pipe)

    found = told("copy", disk, pipe, "--overwrite")

    assert found.code is ExitCode.REFUSED
    assert "is no regular file" in found.err
    assert pipe.is_fifo()


def test_two_that_would_get_one_name_are_refused(told, disk, home, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    twin = other / "disk.vhd"
    twin.write_bytes(disk.read_bytes())

    refused = told("copy", disk, twin, home)

    assert refused.code is ExitCode.REFUSED
    assert list(home.iterdir()) == []
