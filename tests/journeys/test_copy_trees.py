"""Whole folders and containers copied with -r: what goes along, and what never does."""

from urllib.parse import quote

import pytest
from small_disks import container, signed
from transferring import copies, events
from trees import FILES, contents, holding

from transfer.simulator.blobs import containers
from tui.cli.exit_codes import ExitCode

pytestmark = pytest.mark.usefixtures("state")


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


def test_a_tree_goes_on_in_the_background(azure, tree, home):
    bakeferry = azure()

    begun = bakeferry("copy", "-r", tree, home, "--no-wait")
    bakeferry("jobs", "watch")
    again = bakeferry("copy", "-r", tree, home)

    assert begun.code == 0
    assert again.code == 0
    assert contents(home) == FILES
