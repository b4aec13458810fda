"""A name from outside never leads out of its folder, and is given to one copy alone."""

import os

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from transfer.copy_errors import Refused
from transfer.names import ExactNames, FoldedNames, safe_component, safe_parts


@given(st.text(max_size=300))
@settings(max_examples=2000)
@example("../../etc/passwd")
@example("..\\..\\windows\\system32")
@example("a/..")
@example("\u202e" * 100 + ".vhd")
@example("C:")
@example("x" * 400 + ".vhd")
def test_no_name_escapes_or_is_too_long(name):
    try:
        safe = safe_component(name)
    except Refused:
        return
    assert os.path.normpath(f"/home/images/{safe}").startswith("/home/images/")
    assert not set(safe) & set('/\\:*?"<>|\0\n\r\x1b')
    assert safe not in (".", "..")
    assert len(safe.encode()) <= 200


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Tmp1_20210312111014.vhd", "Tmp1_20210312111014.vhd"),
        ("folder/disk.vhd", "disk.vhd"),
        ("nul.vhd", "_nul.vhd"),
        ("disk.vhd...", "disk.vhd"),
        ("Größe 名.vhd", "Größe 名.vhd"),
        ("x" * 300 + ".vhd", "x" * 196 + ".vhd"),
    ],
)
def test_an_honest_name_stays_as_it_is(name, safe):
    assert safe_component(name) == safe


@pytest.mark.parametrize("name", ["", "..", "a/..", " . ", "///"])
def test_nothing_is_made_of_nothing(name):
    with pytest.raises(Refused):
        safe_component(name)


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
