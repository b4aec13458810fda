"""The history of digests, from verifying to a list for sha256sum."""

import hashlib
import json
import os

import pytest
from command import bakeferry as command_alone
from command import environment
from short_room import room_for
from strict_schemas import errors
from workspace import ADDRESS, SETUP, SETUP_SHA256, template_text

from integrity.safe_text import safe_text
from tui.files.atomic import put_in_place

URL = f"{ADDRESS}/setup.sh"
NEW = b"#!/bin/bash\necho other\n"
NEW_SHA256 = hashlib.sha256(NEW).hexdigest()


@pytest.fixture
def changed(bakeferry, workspace, tmp_path, monkeypatch, capsys):
    """Two verifications, between which the artifact changed."""
    monkeypatch.setenv("BAKEFERRY_STATE_DIR", str(tmp_path / "state"))
    workspace.write(template_text())
    bakeferry("verify", workspace.template, workspace.mapped, "-q")
    workspace.script.write_bytes(NEW)
    bakeferry("verify", workspace.template, workspace.mapped, "-q")
    capsys.readouterr()
    return bakeferry


def test_the_list_tells_each_address_and_that_it_changed(changed, capsys):
    assert changed("digests", "list") == 0
    [row, total] = capsys.readouterr().out.splitlines()

    assert URL in row
    assert f"{NEW_SHA256[:4]}…{NEW_SHA256[-4:]}" in row
    assert "1 earlier" in row
    assert total == "1 artifact, 1 changed"


def test_a_query_picks_from_the_document(changed, capsys):
    assert (
        changed("digests", "list", "--query", "items[].[address, versions[0].size]")
        == 0
    )
    assert capsys.readouterr().out == f"{URL}\t{len(NEW)}\n"


def test_a_query_that_is_none_is_a_slip(changed, capsys):
    assert changed("digests", "list", "--query", "items[") == 2
    assert "--query" in capsys.readouterr().err


def test_a_list_that_is_watched_tells_what_is_read_meanwhile(
    changed, workspace, monkeypatch, capsys
):
    looks = iter((lambda: workspace.script.write_bytes(b"third\n"),))

    def meanwhile(_seconds):
        try:
            next(looks)()
        except StopIteration:
            raise KeyboardInterrupt from None
        changed("verify", workspace.template, workspace.mapped, "-q")
        capsys.readouterr()

    monkeypatch.setattr("tui.cli.digesting.history_watching.time.sleep", meanwhile)

    assert changed("digests", "list", "--watch", "-o", "jsonl") == 130
    [item] = map(json.loads, capsys.readouterr().out.splitlines())
    assert (item["event"], item["address"]) == ("item", URL)
    assert len(item["versions"]) == 3


@pytest.mark.parametrize("form", ["table", "tsv"])
def test_what_is_watched_looks_as_the_list_that_is_not(
    changed, monkeypatch, capsys, form
):
    def enough(_seconds):
        raise KeyboardInterrupt

    monkeypatch.setattr("tui.cli.digesting.history_watching.time.sleep", enough)
    changed("digests", "list", "-o", form)
    listed = capsys.readouterr().out.removesuffix("1 artifact, 1 changed\n")

    assert changed("digests", "list", "--watch", "-o", form) == 130
    assert capsys.readouterr().out == listed


def test_a_document_cannot_be_watched(changed, capsys):
    assert changed("digests", "list", "--watch", "-o", "json") == 2
    assert "jsonl" in capsys.readouterr().err


def test_what_did_not_change_can_be_left_out(
    bakeferry, workspace, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("BAKEFERRY_STATE_DIR", str(tmp_path / "state"))
    workspace.write(template_text())
    bakeferry("verify", workspace.template, workspace.mapped, "-q")
    capsys.readouterr()

    assert bakeferry("digests", "list", "--changed") == 0
    assert capsys.readouterr().out == "0 artifacts, 0 changed\n"


@pytest.mark.parametrize("name", [URL, f"{URL}?sig=secret", "setup.sh"])
def test_a_page_tells_all_that_was_behind_an_address(changed, capsys, name):
    assert changed("digests", "show", name) == 0
    page = capsys.readouterr().out

    assert page.index(f"now  {NEW_SHA256}") < page.index(f"was  {SETUP_SHA256}")


def test_an_address_that_was_never_read_is_not_found(changed, capsys):
    assert changed("digests", "show", "https://nowhere.example/\x1b[2J") == 7
    told = capsys.readouterr()

    assert told.out == ""
    assert "nothing was read from https://nowhere.example/" in told.err
    assert "\x1b" not in told.err


def test_the_document_fits_its_schema(changed, capsys):
    assert changed("digests", "list", "-o", "json") == 0
    document = json.loads(capsys.readouterr().out)

    assert errors("digests", document) == []
    assert document["summary"] == {"artifacts": 1, "changed": 1, "problems": 0}
    digests = [one["digests"]["sha256"] for one in document["items"][0]["versions"]]
    assert digests == [NEW_SHA256, SETUP_SHA256]


def test_the_events_fit_their_schema(changed, capsys):
    assert changed("digests", "list", "-o", "jsonl") == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert [errors("events", event) for event in events] == [[]] * 3
    assert [one["event"] for one in events] == ["start", "item", "end"]


def test_the_columns_stand_between_tabs(changed, capsys):
    assert changed("digests", "list", "-o", "tsv") == 0
    names, row = capsys.readouterr().out.splitlines()

    cells = dict(zip(names.split("\t"), row.split("\t"), strict=True))
    assert (cells["address"], cells["sha256"]) == (URL, NEW_SHA256)
    assert (cells["size"], cells["versions"]) == (str(len(NEW)), "2")


def test_the_export_is_what_sha256sum_reads(changed, capsys):
    assert changed("digests", "export") == 0

    assert capsys.readouterr().out == f"{NEW_SHA256}  {URL}\n"


def test_the_export_says_what_could_not_be_read_the_last_time(
    changed, workspace, capsys
):
    workspace.script.unlink()
    changed("verify", workspace.template, workspace.mapped, "-q")
    capsys.readouterr()

    assert changed("digests", "export") == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "1 address left out: not readable the last time" in told.err


def test_the_export_replaces_a_file(changed, tmp_path):
    path = tmp_path / "sums"
    path.write_text("old")

    assert changed("digests", "export", "--file", path) == 0
    assert path.read_bytes() == f"{NEW_SHA256}  {URL}\n".encode()


def test_the_export_never_takes_the_place_of_a_pipe_or_a_device(
    changed, tmp_path, capsys
):
    path = tmp_path / "pipe"
    os.mkfifo(path)

    assert changed("digests", "export", "--file", path) == 5
    assert f"{path}: is no regular file" in capsys.readouterr().err
    assert path.is_fifo()
    assert sorted(tmp_path.glob(".*.part")) == []


def test_what_is_put_in_place_without_room_is_named_and_leaves_no_file(tmp_path):
    path = tmp_path / "sums"
    with room_for(8), pytest.raises(OSError, match="File too large") as full:
        put_in_place(path, [b"more than eight bytes"])

    assert full.value.filename == str(path)
    assert list(tmp_path.iterdir()) == []


def test_without_the_cache_nothing_is_remembered(
    bakeferry, workspace, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("BAKEFERRY_STATE_DIR", str(tmp_path / "state"))
    workspace.write(template_text())
    bakeferry("verify", workspace.template, workspace.mapped, "-q", "--no-cache")
    capsys.readouterr()

    assert bakeferry("digests", "list") == 0
    assert capsys.readouterr().out == "0 artifacts, 0 changed\n"
    assert SETUP != NEW


@pytest.mark.parametrize("words", [("list",), ("show", URL), ("export",)])
def test_a_history_that_cannot_be_read_is_not_an_empty_one(
    bakeferry, tmp_path, monkeypatch, capsys, words
):
    monkeypatch.setenv("BAKEFERRY_STATE_DIR", str(tmp_path))
    (tmp_path / "history-1.sqlite").mkdir()

    assert bakeferry("digests", *words) == 5
    told = capsys.readouterr()
    assert f"{tmp_path}: its history of digests is of no use" in told.err
    assert "name another state directory with BAKEFERRY_STATE_DIR" in told.err
    assert told.out == ""


def test_an_export_without_a_history_leaves_the_old_list(
    bakeferry, tmp_path, monkeypatch
):
    monkeypatch.setenv("BAKEFERRY_STATE_DIR", str(tmp_path))
    (tmp_path / "history-1.sqlite").mkdir()
    old = tmp_path / "artifacts.sha256"
    old.write_text("kept")

    assert bakeferry("digests", "export", "--file", old) == 5
    assert old.read_text() == "kept"


@pytest.mark.parametrize("command", ["verify", "stamp"])
def test_what_cannot_be_remembered_is_told_in_our_words_and_nothing_raw(
    workspace, tmp_path, command
):
    taken = tmp_path / "taken\x1b[31m"
    taken.write_text("a file in its place")
    workspace.write(template_text(SETUP_SHA256))
    env = environment(BAKEFERRY_STATE_DIR=str(taken))
    done = command_alone(command, workspace.template, workspace.mapped, env=env)
    told = done.stderr.decode()
    assert done.returncode == 0
    assert f"bakeferry: no history of digests: {safe_text(str(taken))}" in told
    assert "\x1b" not in told
