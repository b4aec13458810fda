"""Which names the files of a tree get, and where its folders may be."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfer.copy_errors import DestinationMissing, DestinationUnfit, Refused
from transfer.names import safe_parts
from transfer.strategies.folders import foothold, make_folders
from transfer.trees import ExactNames, FoldedNames


@given(st.text(alphabet="ab./\\: \0C", max_size=20))
def test_no_path_of_a_blob_leads_out_of_its_folder(name):
    try:
        path = "/".join(safe_parts(name))
    except Refused:
        return
    assert os.path.normpath(f"/home/{path}") == f"/home/{path}"


def test_names_are_kept_folder_by_folder():
    assert safe_parts("a/.b/c d.txt") == ("a", ".b", "c d.txt")


def test_in_a_container_every_spelling_is_a_name():
    names = ExactNames()

    assert [names.take(name) for name in ("a", "A", "a/b")] == [None] * 3
    assert names.take("a")


@pytest.mark.parametrize("second", ["A", "a/b", "A/b"])
def test_in_a_folder_a_name_is_given_once(second):
    names = FoldedNames()

    assert names.take("a") is None
    assert names.take(second)


def test_in_a_folder_no_file_takes_a_folders_name():
    names = FoldedNames()

    assert names.take("a/b") is None
    assert names.take("A")
    assert names.take("a/c") is None


def test_folders_are_made_within_a_tree_alone(tmp_path):
    tree = tmp_path / "tree"

    make_folders(tree / "a" / "b", tree)

    assert (tree / "a" / "b").is_dir()
    with pytest.raises(DestinationMissing):
        make_folders(tmp_path / "other" / "c", None)


def test_a_file_is_no_foothold(tmp_path):
    (tmp_path / "a").write_text("a file")

    with pytest.raises(DestinationUnfit):
        foothold(tmp_path / "a" / "b", tmp_path)
