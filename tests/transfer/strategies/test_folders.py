"""Where the folders of a copy may be made."""

import pytest

from transfer.copy_errors import DestinationMissing, DestinationUnfit
from transfer.strategies.folders import foothold, make_folders


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
