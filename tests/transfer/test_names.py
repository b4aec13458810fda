"""A name from outside never leads out of its folder."""

import os

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from transfer.copy_errors import Refused
from transfer.names import safe_component


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
