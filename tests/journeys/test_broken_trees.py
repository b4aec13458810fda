"""A tree whose copy breaks off, or of which something fails: the rest arrives."""

import os
import re

import pytest
from transferring import FAST, interrupted
from trees import FILES, contents, holding

from transfer.simulator.blobs import containers
from transfer.simulator.faults import refuse
from tui.cli.exit_codes import ExitCode

pytestmark = pytest.mark.usefixtures("state")


def test_one_that_fails_stops_no_other(azure, home):
    bakeferry = azure(holding("a", "b", "c"))
    denied = refuse(403, "AuthorizationFailure")
    bakeferry.simulator.faults.add("Get Blob", denied, times=100, where="/files/b")

    done = bakeferry("copy", "-r", "bulk/files", home)

    assert done.code is ExitCode.PERMISSION
    assert {"a", "c"} <= contents(home).keys()
    assert "b" not in contents(home)
    assert "2 files copied, 1 failed" in done.err


def test_what_is_done_is_recognised_by_the_same_command(azure, tree):
    bakeferry = azure()
    words = ("copy", "-r", tree, "contosoimages/images", "-o", "json")
    bakeferry(*words)
    (tree / "new.txt").write_bytes(b"new")

    again = bakeferry(*words).document("copies")["summary"]

    assert (again["copied"], again["failed"], again["movedBytes"]) == (7, 0, 3)


def test_what_was_interrupted_goes_on_with_the_same_command(told, tree, home):
    code, _, err = interrupted(home, "copy", "-r", tree, home)
    again = told("copy", "-r", tree, home, *FAST)

    assert code == ExitCode.INTERRUPTED
    assert b"to go on where it stopped: the same command again" in err
    assert b"what has arrived stays as a partial copy" in err
    assert again.code == 0
    assert contents(home) == FILES


def test_a_job_of_a_tree_that_is_resumed_puts_nothing_beside_its_file(told, tree, home):
    interrupted(home, "copy", "-r", tree, home)

    done = told("jobs", "resume", "--all", *FAST)

    assert done.code == 0
    assert not [name for name in contents(home) if re.search("sha256|chunks", name)]


def test_it_is_told_what_a_list_waits_for(azure, home):
    bakeferry = azure(holding("a"))
    bakeferry.simulator.faults.add("List Blobs", refuse(503, "ServerBusy"))

    done = bakeferry("copy", "-r", "bulk/files", home)

    assert done.code == 0
    assert "a list waits: answered 503 ServerBusy" in done.err


def test_a_list_that_breaks_off_is_told_and_what_was_found_is_copied(
    azure, home, monkeypatch
):
    monkeypatch.setattr(containers, "_MOST_ITEMS", 2)
    bakeferry = azure(holding("a", "b", "c"))
    denied = refuse(403, "AuthorizationFailure")
    bakeferry.simulator.faults.add("List Blobs", denied, after=1, times=10)

    done = bakeferry("copy", "-r", "bulk/files", home)

    assert done.code is ExitCode.PERMISSION
    assert contents(home) == {"a": b"a", "b": b"b"}
    assert "2 files copied, 1 failed" in done.err


def test_a_folder_that_may_not_be_read_is_told_without_advice_about_azure(
    told, tree, home, monkeypatch
):
    scandir = os.scandir

    def denied(path):
        if str(path).endswith("/a"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", denied)
    done = told("copy", "-r", tree, home)

    assert done.code is ExitCode.PERMISSION
    assert "Permission denied. Have it made readable" in done.err
    assert "Sign in" not in done.err
    assert "one.txt" in contents(home)
