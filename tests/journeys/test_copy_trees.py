"""Whole folders and containers copied with -r: what goes along, and what never does."""

import os
import re
from urllib.parse import quote

import pytest
from small_disks import container, signed
from transferring import copies, events, interrupted

from integrity.sizes import MIB
from transfer.simulator.blobs import containers
from transfer.simulator.faults import refuse
from transfer.simulator.scenario import AccountSeed, BlobSeed, Scenario
from transfer.simulator.sparse import SparseBytes
from tui.cli.exit_codes import ExitCode

pytestmark = pytest.mark.usefixtures("state")

FILES = {
    "one.txt": b"one",
    "empty": b"",
    ".rc": b"hidden",
    "a/two.txt": b"two",
    "a/b c/d#e%20+.bin": b"odd" * 1000,
    "large.bin": os.urandom(5 * MIB + 17),
}
FAST = ("--limit-rate", "none")


@pytest.fixture
def tree(tmp_path):
    """A folder with folders in it."""
    folder = tmp_path / "tree"
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def holding(*blobs, **more):
    """An account whose container `files` holds these names."""
    seeds = tuple(
        blob if isinstance(blob, BlobSeed) else BlobSeed("files", blob, of(blob))
        for blob in blobs
    )
    return Scenario(accounts=(AccountSeed("bulk", "rg-golden", blobs=seeds, **more),))


def of(name):
    content = SparseBytes(0)
    content.resize(len(name))
    content.write(0, name.encode()[: len(name)])
    return content


def test_a_folder_is_copied_with_all_that_is_in_it(told, tree, home):
    done = told("copy", "-r", tree, home)

    assert done.code == 0
    assert contents(home) == FILES
    assert "6 files copied" in done.err


def test_a_new_folder_is_made_but_no_path_of_them(told, tree, home):
    made = told("copy", "-r", tree, home / "new")
    slip = told("copy", "-r", tree, home / "no" / "such")

    assert made.code == 0
    assert contents(home / "new") == FILES
    assert slip.code is ExitCode.REFUSED
    assert "Make it first" in slip.err


def test_a_tree_comes_home_from_a_container_as_it_went(azure, tree, home):
    bakeferry = azure()

    up = bakeferry("copy", "-r", tree, "contosoimages/images/builds/1")
    across = bakeferry(
        "copy", "-r", "contosoimages/images/builds/1/", "contosoimages/vhds"
    )
    down = bakeferry("copy", "-r", "contosoimages/images/builds/", home)

    assert (up.code, across.code, down.code) == (0, 0, 0)
    assert contents(home / "1") == FILES
    stored = bakeferry.simulator.world.accounts["contosoimages"].containers["vhds"]
    assert FILES.keys() <= stored.blobs.keys()


@pytest.mark.parametrize("what", ["contosoimages/images", "contosoimages/images/part/"])
def test_without_r_many_files_are_not_meant(azure, home, what):
    found = azure()("copy", what, home)

    assert found.code is ExitCode.REFUSED
    assert "Say -r to copy all that is in it" in found.err


def test_a_list_of_many_pages_is_followed_to_its_end(azure, home, monkeypatch):
    monkeypatch.setattr(containers, "_MOST_ITEMS", 7)
    names = [f"{number:03}.txt" for number in range(30)]

    done = azure(holding(*names))("copy", "-r", "bulk/files", home)

    assert done.code == 0
    assert sorted(path.name for path in home.iterdir()) == names


def test_links_and_pipes_are_named_and_left_out(told, tree, home, tmp_path):
    (tmp_path / "secret").write_text("not in the tree")
    (tree / "link").symlink_to(tmp_path / "secret")
    (tree / "a" / "around").symlink_to(tree)
    os.mkfifo(tree / "pipe")

    done = told("copy", "-r", tree, home, "-o", "json")

    left = {item["name"] for item in copies(done) if item["outcome"] == "skipped"}
    assert done.code == 0
    assert left == {"link", "pipe", "a/around"}
    assert contents(home) == FILES
    assert done.document("copies")["summary"]["skipped"] == 3


HOSTILE = ("../up.txt", "a/../../up.txt", "a/./b", "a//b", "/etc/up.txt", "..\\up.txt")


def test_no_name_leads_out_of_the_folder(azure, home, tmp_path):
    before = set(tmp_path.rglob("*"))
    bakeferry = azure(holding(*HOSTILE, "good.txt", "nul", "c:d.txt"))

    done = bakeferry("copy", "-r", "bulk/files", home, "-o", "json")

    bad = {item["name"] for item in copies(done) if item["outcome"] == "failed"}
    made = {
        path for path in set(tmp_path.rglob("*")) - before if "state" not in str(path)
    }
    assert done.code is ExitCode.REFUSED
    assert bad == set(HOSTILE)
    assert {path.name for path in made} == {"good.txt", "_nul", "c_d.txt"}
    assert {path.parent for path in made} == {home}


def test_a_link_in_the_destination_leads_nowhere(azure, home, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (home / "sub").symlink_to(outside)

    done = azure(holding("sub/file.txt"))("copy", "-r", "bulk/files", home)

    assert done.code is ExitCode.REFUSED
    assert "leads out of" in done.err
    assert list(outside.iterdir()) == []


def test_names_that_one_file_would_have_to_share_are_told(azure, home):
    bakeferry = azure(holding("Read.me", "read.me", "x", "x/y", "z"))

    done = bakeferry("copy", "-r", "bulk/files", home, "--overwrite")

    assert done.code is ExitCode.REFUSED
    assert "read.me: another file of this copy gets this name" in done.err
    assert "x/y: a file and a folder of this copy get one name" in done.err
    assert {path.name for path in home.iterdir()} == {"Read.me", "x", "z"}


def test_what_stands_for_a_folder_is_no_file(azure, home):
    mark = BlobSeed("files", "mark/", of(""))
    bakeferry = azure(holding("data", "data/file.txt", mark))
    account = bakeferry.simulator.world.accounts["bulk"]
    account.containers["files"].blobs["data"].metadata["hdi_isfolder"] = "true"

    done = bakeferry("copy", "-r", "bulk/files", home)

    assert done.code == 0
    assert contents(home) == {"data/file.txt": b"data/file.txt"}


@pytest.mark.parametrize("to", ["tree/deeper", "tree"])
def test_nothing_is_copied_into_itself(told, tree, to):
    refused = told("copy", "-r", tree, tree.parent / to)

    assert refused.code is ExitCode.REFUSED
    assert "lies within what is to be copied there" in refused.err
    assert contents(tree) == FILES


def test_a_part_of_a_container_is_not_copied_into_itself(azure):
    bakeferry = azure(holding("a/one", "ab/two"))

    inside = bakeferry("copy", "-r", "bulk/files/a/", "bulk/files/a/b")
    beside = bakeferry("copy", "-r", "bulk/files/a/", "bulk/files/a2")

    assert inside.code is ExitCode.REFUSED
    assert beside.code == 0


@pytest.mark.parametrize("what", ["bulk/nobody", "bulk/files/typo/"])
def test_a_slip_in_a_name_is_no_success(azure, home, what):
    done = azure(holding("a/one"))("copy", "-r", what, home)

    assert done.code is ExitCode.REMOTE
    assert "Is the name right?" in done.err


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


def test_looking_at_a_tree_makes_nothing(azure, home):
    bakeferry = azure(holding("a/one", "b"))

    looked = bakeferry(
        "copy", "-r", "bulk/files", home / "new", "--dry-run", "-o", "json"
    )

    assert [item["outcome"] for item in copies(looked)] == ["planned", "planned"]
    assert list(home.iterdir()) == []


def test_the_events_of_a_tree_keep_to_their_schema(azure, home):
    found = events(
        azure(holding("a", "b"))("copy", "-r", "bulk/files", home, "-o", "jsonl")
    )

    assert [one["event"] for one in found if one["event"] != "progress"] == [
        "start", "item", "item", "end",
    ]  # fmt: skip


def test_a_way_that_does_not_lead_there_is_a_slip(told, tree, home):
    found = told("copy", "-r", tree, home, "--only", "upload")

    assert found.code == ExitCode.USAGE


def test_a_signed_container_is_listed_by_its_signature_alone(azure, home):
    bakeferry = azure(holding("a b", "c"))
    address = f"{bakeferry.origin}/bulk/{quote('files')}?sp=rl&sig=c2VjcmV0"

    found = bakeferry("copy", "-r", address, home)

    asked = [one for one in bakeferry.simulator.heard if one.operation == "List Blobs"]
    assert found.code is ExitCode.PERMISSION
    assert asked
    assert "c2VjcmV0" not in found.out + found.err


def test_a_tree_goes_through_an_account_that_only_a_signature_opens(
    azurite, told, tree, home
):
    there = signed(container(azurite, "bakeferryone", "trees"), "bakeferryone")
    reach = ("--allow-private", "127.0.0.1")

    up = told("copy", "-r", tree, there, *reach)
    down = told("copy", "-r", there, home, *reach)

    assert (up.code, down.code) == (0, 0)
    assert contents(home) == FILES
    assert "sig=" not in up.out + up.err + down.out + down.err


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


def test_a_tree_goes_on_in_the_background(azure, tree, home):
    bakeferry = azure()

    begun = bakeferry("copy", "-r", tree, home, "--no-wait")
    bakeferry("jobs", "watch")
    again = bakeferry("copy", "-r", tree, home)

    assert begun.code == 0
    assert again.code == 0
    assert contents(home) == FILES
