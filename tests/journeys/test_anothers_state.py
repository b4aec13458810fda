"""A state directory that is somebody else's stops no copy, and is told with a way out."""

import pytest
from transferring import copies, sha256_of

from tui.cli.exit_codes import ExitCode

WAY_OUT = "name another state directory with BAKEFERRY_STATE_DIR"

NEEDS_IT = [
    ("jobs", "list"),
    ("jobs", "show", "12"),
    ("jobs", "resume", "--all"),
    ("jobs", "pause", "12"),
    ("jobs", "clean"),
    ("jobs", "watch"),
    ("jobs", "at-once", "3"),
    ("copy", "--no-wait", "disk.vhd", "copy.vhd"),
    ("rescue", "--no-wait", "disk.vhd", "copies/"),
]
"""Commands that cannot do without it."""


@pytest.fixture
def anothers(azure, told, state, home):
    """A state directory that nobody but its owner may look into, nor even list."""
    azure()("rescue", "win11-avd", "--to", home)  # loads what others may not even read
    for words in (("outputs", "list"), ("jobs", "resume"), ("jobs", "at-once")):
        told(*words)
    home.chmod(0o777)
    state.chmod(0o000)
    yield state
    state.chmod(0o700)


def test_a_rescue_is_made_though_it_is_not_remembered(
    azure, anothers, unprivileged, home
):
    rescued = azure()("rescue", "rhel9-base", "--to", home, "-o", "json")

    assert rescued.code is ExitCode.DONE, rescued.err
    (item,) = copies(rescued)
    assert item["job"] is None
    (path,) = home.glob("rhel9*.vhd")
    assert sha256_of(path) == item["sha256"]
    assert rescued.err.count("cannot be taken up again") == 1
    assert WAY_OUT in rescued.err


def test_its_vhds_count_as_at_risk_while_nobody_knows_what_was_rescued(
    azure, anothers, unprivileged
):
    listed = azure()("outputs", "list", "--at-risk", "-o", "json")

    assert listed.code is ExitCode.DONE
    assert "what was rescued is not known" in listed.err
    assert listed.document("outputs")["items"]


@pytest.mark.parametrize("words", NEEDS_IT)
def test_what_cannot_do_without_it_says_so_and_the_way_out(
    told, disk, anothers, unprivileged, words
):
    refused = told(*words)

    assert refused.code is ExitCode.PERMISSION
    assert f"{anothers}" in refused.err
    assert WAY_OUT in refused.err
    assert refused.err.count("\n") == 1


@pytest.mark.parametrize("words", NEEDS_IT)
def test_a_file_where_the_state_directory_has_to_be_is_refused_with_the_same_code(
    told, disk, state, words
):
    state.touch()

    refused = told(*words)

    assert refused.code is ExitCode.PERMISSION
    assert f"{state}" in refused.err
    assert WAY_OUT in refused.err
    assert refused.err.count("\n") == 1


@pytest.mark.parametrize("words", NEEDS_IT)
def test_the_name_of_such_a_directory_reaches_no_terminal_raw(
    told, disk, home, monkeypatch, words
):
    hostile = home / "sta\x07te"
    hostile.touch()
    monkeypatch.setenv("BAKEFERRY_STATE_DIR", str(hostile))

    refused = told(*words)

    assert refused.code is ExitCode.PERMISSION
    assert "\x07" not in refused.err
