"""What a copy refuses, and what it tells."""

import os
import shlex
from pathlib import Path

import pytest
from command import bakeferry as run
from small_disks import MIB
from transferring import copies, events, sha256_of

from transfer.simulator.faults import refuse
from tui.cli.exit_codes import ExitCode

pytestmark = pytest.mark.usefixtures("state")


def test_what_is_there_is_kept_unless_told_otherwise(told, disk, home):
    (home / "disk.vhd").write_bytes(b"mine")

    refused = told("copy", disk, home)
    kept = (home / "disk.vhd").read_bytes()
    done = told("copy", disk, home, "--overwrite")

    assert refused.code is ExitCode.REFUSED
    assert "--overwrite" in refused.err
    assert kept == b"mine"
    assert done.code == 0
    assert sha256_of(home / "disk.vhd") == sha256_of(disk)


@pytest.mark.parametrize(
    "words",
    [("copy", "{from}", "{to}"), ("rescue", "{from}", "--to", "{to}")],
    ids=["copy", "rescue"],
)
@pytest.mark.parametrize("look", [(), ("--dry-run",)], ids=["done", "looked at"])
def test_a_name_that_is_no_text_is_told_and_nothing_is_begun(
    told, disk, home, words, look
):
    odd = home / os.fsdecode(b"odd\xff.vhd")
    odd.write_bytes(b"mine")
    ends = [(odd, home / "new.vhd"), (disk, odd)]

    refused = [
        told(*(word.format(**{"from": one, "to": other}) for word in words), *look)
        for one, other in ends
    ]

    assert [one.code for one in refused] == [ExitCode.REFUSED] * 2
    assert all(
        "odd<U+DCFF>.vhd: has a name that is no UTF-8: rename it first" in one.err
        for one in refused
    )
    assert list(home.iterdir()) == [odd]
    assert odd.read_bytes() == b"mine"


def test_a_current_folder_whose_name_is_no_text_is_told(told, home, monkeypatch):
    here = home / os.fsdecode(b"caf\xe9")
    here.mkdir()
    (here / "old.vhd").write_bytes(b"mine")
    monkeypatch.chdir(here)

    refused = [told("copy", "old.vhd", to) for to in ("new.vhd", "../new.vhd")]

    assert [one.code for one in refused] == [ExitCode.REFUSED] * 2
    assert all("caf<U+DCE9>/old.vhd: has a name" in one.err for one in refused)


@pytest.mark.parametrize("size", [1, 5], ids=["a list alone", "a manifest"])
@pytest.mark.parametrize("name", ["a b/disk.vhd", "--disk.vhd", "-c/it's.vhd"])
def test_the_receipt_says_what_verifies_the_copy_from_here(
    told, tmp_path, monkeypatch, size, name
):
    (tmp_path / "whole").write_bytes(bytes(size * MIB))
    (tmp_path / name).parent.mkdir(exist_ok=True)
    copied = told("copy", "whole", tmp_path / name)
    (line,) = (one for one in copied.lines if "  check " in one)
    *folder, command = line.removeprefix("  check     ").split(" && ")
    for words in map(shlex.split, folder):
        monkeypatch.chdir(words[1])
    check = shlex.split(command)[1:]

    good = told(*check)
    (tmp_path / name).write_bytes(bytes(size * MIB - 1) + b"!")
    bad = told(*check)

    assert good.code is ExitCode.DONE, good.err
    assert bad.code is ExitCode.INTEGRITY


def test_what_is_no_vhd_is_refused_unless_told_otherwise(told, tmp_path, home):
    wrong = tmp_path / "notes.vhd"
    wrong.write_bytes(b"not a disk" * 1000)

    refused = told("rescue", wrong, "--to", home)
    done = told("rescue", wrong, "--to", home, "--any-file")

    assert refused.code is ExitCode.REFUSED
    assert "conectix" in refused.err
    assert done.code == 0


def test_a_file_that_is_not_there_is_not_found(told, home):
    found = told("copy", "nothing.vhd", home)

    assert found.code is ExitCode.REMOTE
    assert "staging" not in found.err


def test_nothing_is_said_to_be_kept_of_a_blob_that_was_never_there(azure, home):
    found = azure()("copy", "contosoimages/vhds/nothing.vhd", home)

    assert found.code is ExitCode.REMOTE
    assert "staging" in found.err
    assert "arrived" not in found.err


def test_a_folder_is_told_to_be_one(told, home, tmp_path):
    found = told("copy", tmp_path, home)

    assert found.code is ExitCode.REFUSED
    assert "is a folder. Say -r to copy all that is in it" in found.err


def test_blocks_of_another_program_are_told_and_how_to_be_rid_of_them(azure, tmp_path):
    bakeferry = azure()
    (tmp_path / "notes.txt").write_text("a few words")
    refused = refuse(400, "InvalidBlobOrBlock")
    bakeferry.simulator.faults.add("Put Block", refused, times=10)

    told = bakeferry("copy", tmp_path / "notes.txt", "contosoimages/images")

    assert told.code is ExitCode.PARTIAL
    assert "Another program has begun to upload a blob of this name" in told.err
    assert "az storage blob upload" in told.err


def test_one_that_fails_stops_no_other(told, disk, home):
    found = told("copy", "gone.vhd", disk, home, "-o", "json")

    assert found.code is ExitCode.REMOTE
    assert [item["outcome"] for item in copies(found)] == ["failed", "copied"]
    assert (home / "disk.vhd").exists()


def test_whoever_does_not_read_the_receipts_is_told_by_the_code_alone(disk, home):
    reading, writing = os.pipe()
    os.close(reading)
    done = run("copy", disk, home, "-q", stdout=writing)
    os.close(writing)

    assert (done.returncode, done.stderr) == (ExitCode.PIPE_CLOSED, b"")
    assert sha256_of(home / "disk.vhd") == sha256_of(disk)


def test_receipts_that_cannot_be_written_are_one_clear_line(disk, home):
    with Path("/dev/full").open("wb") as full:
        done = run("copy", disk, home, "-q", stdout=full)

    assert done.stderr == b"bakeferry: standard output: No space left on device\n"


def test_looking_copies_nothing(told, disk, home):
    looked = told("copy", disk, home, "--dry-run", "-o", "json")

    (item,) = copies(looked)
    assert item["outcome"] == "planned"
    assert item["strategy"] == "local"
    assert list(home.iterdir()) == []


def test_the_events_tell_how_far_it_has_come(told, disk, home):
    found = events(told("copy", disk, home, "-o", "jsonl"))

    kinds = [one["event"] for one in found]
    assert kinds[0] == "start"
    assert "progress" in kinds
    assert kinds[-2:] == ["item", "end"]


def test_a_strategy_that_leads_nowhere_is_a_slip(told, disk, home):
    assert told("copy", disk, home, "--only", "server-side").code == ExitCode.USAGE


def test_events_tell_what_a_copy_waits_for(azure, home):
    bakeferry = azure()
    bakeferry.simulator.faults.add("Get Blob", refuse(503, "ServerBusy"), after=3)

    found = events(bakeferry("rescue", "rhel9-base", "--to", home, "-o", "jsonl"))

    told = [one["waitsFor"] for one in found if one["event"] == "progress"]
    assert any(why and "503 ServerBusy" in why for why in told)
    assert None in told


@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
def test_the_exit_code_never_depends_on_the_form(told, disk, home, form):
    assert told("copy", "gone.vhd", home, "-o", form).code is ExitCode.REMOTE


def test_what_a_blob_cannot_be_given_is_named_in_the_receipt(azure, disk):
    bakeferry = azure()
    bakeferry("copy", disk, "contosoimages/images")
    (blob,) = (
        bakeferry.simulator.world.accounts["contosoimages"]
        .containers["images"]
        .blobs.values()
    )
    blob.metadata["Ort"] = "Z\u00fcrich"
    both = ("copy", "contosoimages/images/disk.vhd", "contosoimages/images/again.vhd")

    told = bakeferry(*both)
    (item,) = copies(bakeferry(*both, "-o", "json"))

    assert "  not kept  Ort: a blob takes only ASCII" in told.out
    assert item["notKept"] == ["Ort"]
