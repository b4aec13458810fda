"""Which files are judged, as somebody names them, and what is said of the others."""

import io
import os
import sys

import pytest
from workspace import SETUP_SHA256, template_text

CLEAN = template_text(SETUP_SHA256)


def test_no_file_is_not_the_same_as_nothing_wrong(workspace, bakeferry, capsys):
    assert bakeferry("lint", "gone.json") == 7
    assert capsys.readouterr().out == "No file was judged\n"


def test_a_name_that_is_empty_is_not_this_folder(workspace, bakeferry, capsys):
    workspace.write(CLEAN)

    assert bakeferry("lint", "") == 7
    assert "'': is no path" in capsys.readouterr().err


@pytest.fixture
def closed(workspace):
    """A folder beside a clean template that nobody may look into."""
    workspace.write(CLEAN)
    workspace.template.parent.chmod(0o755)
    folder = workspace.template.with_name("closed")
    folder.mkdir(mode=0)
    return folder


def test_a_folder_that_is_closed_is_told(closed, unprivileged, bakeferry, capsys):
    assert bakeferry("lint", closed.parent) == 6
    told = capsys.readouterr()
    assert "closed: Permission denied" in told.err
    assert "in 1 file" in told.out


@pytest.fixture
def barred(workspace):
    """A folder beside a clean template whose one file nobody may look at."""
    workspace.write(CLEAN)
    workspace.template.parent.chmod(0o755)
    folder = workspace.template.with_name("barred")
    folder.mkdir()
    (folder / "x.json").write_text(CLEAN)
    folder.chmod(0o444)
    return folder


@pytest.mark.parametrize("below", ["", "x.json", "*.json", "x" * 300])
def test_what_may_not_be_looked_at_keeps_no_other_file_from_being_judged(
    barred, below, unprivileged, bakeferry, capsys
):
    code = bakeferry("lint", barred.with_name("template.json"), barred / below)

    told = capsys.readouterr()
    assert code in (6, 7)
    assert "barred/x" in told.err
    assert "in 1 file" in told.out


def test_a_pipe_is_refused_with_the_way_to_read_it(workspace, bakeferry, capsys):
    pipe = workspace.template.with_name("pipe.json")
    os.mkfifo(pipe)

    assert bakeferry("lint", pipe) == 7
    assert "pipe it to standard input, and name that -" in capsys.readouterr().err


@pytest.mark.parametrize("to", ["gone.json", "link.json"], ids=["nothing", "itself"])
def test_a_link_that_leads_nowhere_is_told_as_one(workspace, bakeferry, capsys, to):
    link = workspace.template.with_name("link.json")
    link.symlink_to(to)

    assert bakeferry("lint", link) == 7
    assert "link.json: a link that leads nowhere" in capsys.readouterr().err


def test_a_folder_without_a_json_file_lets_no_pipeline_pass(
    workspace, bakeferry, capsys
):
    folder = workspace.template.with_name("empty")
    folder.mkdir(parents=True)

    assert bakeferry("lint", folder) == 7
    assert "empty: no *.json file in this folder" in capsys.readouterr().err


def test_neither_does_one_with_a_link_that_leads_nowhere(workspace, bakeferry, capsys):
    folder = workspace.template.with_name("empty")
    folder.mkdir(parents=True)
    (folder / "link.json").symlink_to("gone.json")

    assert bakeferry("lint", folder) == 7
    assert "empty: no *.json file in this folder" in capsys.readouterr().err
    assert bakeferry("lint", folder / "*.json") == 7
    assert "*.json: no such file" in capsys.readouterr().err


def test_standard_input_is_read_once(workspace, bakeferry, monkeypatch, capsys):
    stdin = io.TextIOWrapper(io.BytesIO(CLEAN.encode()))
    monkeypatch.setattr(sys, "stdin", stdin)

    assert bakeferry("lint", "-", "-") == 0
    assert "in 1 file" in capsys.readouterr().out
