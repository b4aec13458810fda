"""What is held of each file: its row, and nothing of its text."""

import gc
import tracemalloc
from weakref import ref

import pytest
from many_templates import many_templates
from open_workspace import JUDGING, all_judged, opened

from integrity.secret_url import redacted
from tui.workspace.found_file import find_files
from tui.workspace.judged_file import judged
from tui.workspace.known import Known

FEW, MANY = 20, 120
HELD = 6_600
"""Bytes for a row with three artifacts; half of it are names, addresses and checksums."""


@pytest.fixture
def uncollected():
    """Only what nobody holds goes; rings stay."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def file_in(folder):
    many_templates(folder, 1)
    [found] = find_files([folder / "templates"])
    return judged(found, JUDGING, {})


def test_the_text_of_a_judged_file_goes_with_it_and_waits_for_no_collector(
    tmp_path, uncollected
):
    file = file_in(tmp_path)
    document, entry = ref(file.opened.document), file.entry
    assert document() is not None
    del file

    assert document() is None
    assert len(entry.artifacts) == 3


def test_a_row_is_held_in_a_few_kilobytes(tmp_path):
    for count in (FEW, MANY):
        many_templates(tmp_path / str(count), count)
    with opened(tmp_path / str(FEW) / "templates") as workspace:
        workspace.wait(all_judged)  # whatever is made once is made now
    gc.collect()
    tracemalloc.start()
    try:
        with opened(tmp_path / str(MANY) / "templates") as workspace:
            workspace.wait(all_judged)
            gc.collect()
            held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert not workspace._files._kept
    assert held / MANY < HELD


def test_rows_of_which_nothing_is_known_hold_no_artifacts_of_their_own(tmp_path):
    file = file_in(tmp_path)
    bare = file.entry.artifacts

    assert Known().shown(bare, file.wanted) is bare


def test_an_address_without_secrets_is_not_held_twice():
    address = "https://artifacts.example.com/setup.sh?sv=2024-02-01"

    assert redacted(address) is address
