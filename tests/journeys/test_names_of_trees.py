"""What lies in a tree under a hostile, doubled or misleading name is told, and leads nowhere."""

import os

import pytest
from transferring import copies
from trees import FILES, contents, holding, of

from transfer.simulator.scenario import BlobSeed
from tui.cli.exit_codes import ExitCode

pytestmark = pytest.mark.usefixtures("state")


def test_links_and_pipes_are_named_and_left_out(told, tree, home, tmp_path):
    (tmp_path / "secret").write_text("not in the tree")
    (tree / "link").symlink_to(tmp_path / "secret")
    (tree / "a" / "around").symlink_to(tree)
    os.mkfifo(tree / "pipe")

    done = told("copy", "-r", tree, home, "-o", "json")

    left = {item["name"] for item in copies(done) if item["outcome"] == "skipped"}
    assert done.code == 0
    assert left == {"link", "pipe", "a/around"}
    assert contents(home) == FILES
    assert done.document("copies")["summary"]["skipped"] == 3


HOSTILE = ("../up.txt", "a/../../up.txt", "a/./b", "a//b", "/etc/up.txt", "..\\up.txt")


def test_no_name_leads_out_of_the_folder(azure, home, tmp_path):
    before = set(tmp_path.rglob("*"))
    bakeferry = azure(holding(*HOSTILE, "good.txt", "nul", "c:d.txt"))

    done = bakeferry("copy", "-r", "bulk/files", home, "-o", "json")

    bad = {item["name"] for item in copies(done) if item["outcome"] == "failed"}
    made = {
        path for path in set(tmp_path.rglob("*")) - before if "state" not in str(path)
    }
    assert done.code is ExitCode.REFUSED
    assert bad == set(HOSTILE)
    assert {path.name for path in made} == {"good.txt", "_nul", "c_d.txt"}
    assert {path.parent for path in made} == {home}


def test_a_link_in_the_destination_leads_nowhere(azure, home, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (home / "sub").symlink_to(outside)

    done = azure(holding("sub/file.txt"))("copy", "-r", "bulk/files", home)

    assert done.code is ExitCode.REFUSED
    assert "leads out of" in done.err
    assert list(outside.iterdir()) == []


def test_names_that_one_file_would_have_to_share_are_told(azure, home):
    bakeferry = azure(holding("Read.me", "read.me", "x", "x/y", "z"))

    done = bakeferry("copy", "-r", "bulk/files", home, "--overwrite")

    assert done.code is ExitCode.REFUSED
    assert "read.me: another file of this copy gets this name" in done.err
    assert "x/y: a file and a folder of this copy get one name" in done.err
    assert {path.name for path in home.iterdir()} == {"Read.me", "x", "z"}


def test_what_stands_for_a_folder_is_no_file(azure, home):
    mark = BlobSeed("files", "mark/", of(""))
    bakeferry = azure(holding("data", "data/file.txt", mark))
    account = bakeferry.simulator.world.accounts["bulk"]
    account.containers["files"].blobs["data"].metadata["hdi_isfolder"] = "true"

    done = bakeferry("copy", "-r", "bulk/files", home)

    assert done.code == 0
    assert contents(home) == {"data/file.txt": b"data/file.txt"}


@pytest.mark.parametrize("to", ["tree/deeper", "tree"])
def test_nothing_is_copied_into_itself(told, tree, to):
    refused = told("copy", "-r", tree, tree.parent / to)

    assert refused.code is ExitCode.REFUSED
    assert "lies within what is to be copied there" in refused.err
    assert contents(tree) == FILES


def test_a_part_of_a_container_is_not_copied_into_itself(azure):
    bakeferry = azure(holding("a/one", "ab/two"))

    inside = bakeferry("copy", "-r", "bulk/files/a/", "bulk/files/a/b")
    beside = bakeferry("copy", "-r", "bulk/files/a/", "bulk/files/a2")

    assert inside.code is ExitCode.REFUSED
    assert beside.code == 0


@pytest.mark.parametrize("what", ["bulk/nobody", "bulk/files/typo/"])
def test_a_slip_in_a_name_is_no_success(azure, home, what):
    done = azure(holding("a/one"))("copy", "-r", what, home)

    assert done.code is ExitCode.REMOTE
    assert "Is the name right?" in done.err
