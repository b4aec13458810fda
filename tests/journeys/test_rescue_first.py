"""A template is deleted after its VHDs were rescued, and only then."""

import json
import os
import re
from types import SimpleNamespace

import pytest
from command import answering
from live_side import ALWAYS
from transferring import copies

from integrity.sizes import MIB
from transfer.simulator.accounts import BlobKind
from transfer.simulator.demo import _GOLDEN_DISK
from transfer.simulator.disks import fixed_vhd
from transfer.simulator.faults import change_headers, corrupt, first, refuse
from tui.cli.exit_codes import ExitCode

pytestmark = pytest.mark.usefixtures("state")


def gone(bakeferry, name):
    return bakeferry.simulator.world.template("rg-golden", name) is None


def test_every_vhd_is_rescued_then_the_template_is_deleted(azure, home):
    bakeferry = azure()

    told = bakeferry(
        "delete", "ubuntu-golden", "--rescue-first", "--to", home, "-y", "-o", "json"
    )

    document = told.document("action")
    assert told.code == 0
    assert gone(bakeferry, "ubuntu-golden")
    assert {one["status"] for one in document["lost"]} == {"rescued"}
    copies = list(home.glob("*.vhd"))
    assert len(copies) == len(document["lost"]) == 2
    whole = fixed_vhd(_GOLDEN_DISK)
    assert {one.read_bytes() for one in copies} == {whole.read(0, whole.size)}
    assert told.err.count(": rescued, verified") == 2


def test_who_names_no_place_has_them_in_this_folder(azure, home, monkeypatch):
    bakeferry = azure()
    monkeypatch.chdir(home)

    told = bakeferry("delete", "rhel9-base", "--rescue-first", "-y")

    assert told.code == 0
    assert len(list(home.glob("*.vhd"))) == 1


def test_what_has_a_copy_is_not_copied_again(azure, home):
    bakeferry = azure()
    bakeferry("rescue", "ubuntu-golden/ubuntu-golden-vhd", "--to", home)
    made = {path.name for path in home.glob("*.vhd")}

    told = bakeferry("delete", "ubuntu-golden", "--rescue-first", "--to", home, "-y")

    assert told.code == 0
    assert gone(bakeferry, "ubuntu-golden")
    assert len(made) == told.err.count(": rescued, verified") == 1
    assert len(list(home.glob("*.vhd"))) == 2


def test_a_copy_in_another_account_is_read_back_before_anything_is_deleted(azure):
    bakeferry = azure()

    told = bakeferry(
        "delete", "rhel9-base", "--rescue-first", "--to", "contosoimages/images", "-y"
    )

    assert told.code == 0
    assert "rhel9-base/rhel9-base-vhd: rescued, verified" in told.err
    assert gone(bakeferry, "rhel9-base")


def test_a_vhd_that_cannot_be_rescued_keeps_its_template(azure, home):
    bakeferry = azure()
    denied = refuse(403, "AuthorizationFailure")
    bakeferry.simulator.faults.add("Get Blob", denied, after=6, times=10**6)

    told = bakeferry("delete", "rhel9-base", "--rescue-first", "--to", home, "-y")

    assert told.code is ExitCode.PERMISSION
    assert "AuthorizationFailure" in told.err
    assert "1 VHD could not be verified" in told.err
    assert "bakeferry jobs resume" in told.err
    assert "nothing was deleted" in told.err
    assert not gone(bakeferry, "rhel9-base")
    assert bakeferry.changes == []


def test_bytes_that_differ_keep_the_template(azure, home):
    bakeferry = azure()
    bakeferry.simulator.faults.add("Get Blob", corrupt, after=4, times=10**6)

    told = bakeferry("delete", "rhel9-base", "--rescue-first", "--to", home, "-y")

    assert told.code is not ExitCode.DONE
    assert not gone(bakeferry, "rhel9-base")
    assert bakeferry.changes == []


def test_a_copy_that_no_checksum_vouches_for_keeps_the_template(azure, home):
    bakeferry = azure()
    untold = change_headers(x_ms_content_crc64="", Content_MD5="")
    bakeferry.simulator.faults.add("Get Blob", untold, times=ALWAYS)

    told = bakeferry("delete", "rhel9-base", "--rescue-first", "--to", home, "-y")

    assert told.code is ExitCode.INTEGRITY
    assert "1 VHD could not be verified" in told.err
    assert not gone(bakeferry, "rhel9-base")


def test_a_vhd_that_comes_up_meanwhile_keeps_the_template(azure, home):
    bakeferry = azure()
    world = bakeferry.simulator.world
    staging = world.accounts[world.template("rg-golden", "rhel9-base").staging_account]
    (old,) = staging.containers["vhds"].blobs.values()

    def come_up():
        now = world.clock.now()
        staging.put("vhds", "new.vhd", old.content, now, kind=BlobKind.PAGE)

    bakeferry.simulator.faults.add("List Run Outputs", first(come_up), after=1)

    told = bakeferry("delete", "rhel9-base", "--rescue-first", "--to", home, "-y")

    assert told.code is ExitCode.REFUSED
    assert "meanwhile new.vhd would be lost, too; nothing was deleted" in told.err
    assert bakeferry.changes == []


def test_a_copy_that_is_lost_while_another_is_made_keeps_the_template(azure, home):
    bakeferry = azure()

    def lose():
        for copy in home.glob("*.vhd"):
            copy.unlink()

    bakeferry.simulator.faults.add("List Run Outputs", first(lose), after=1)

    told = bakeferry("delete", "rhel9-base", "--rescue-first", "--to", home, "-y")

    assert told.code is ExitCode.REFUSED
    assert "the copy is not there any more" in told.err
    assert "meanwhile rhel9-base-vhd would be lost, too; nothing" in told.err
    assert bakeferry.changes == []


def test_copies_that_no_journal_remembers_are_enough_when_they_are_verified(
    azure, home, state, caplog
):
    bakeferry = azure()
    state.write_text("a file, not a folder")

    told = bakeferry("delete", "rhel9-base", "--rescue-first", "--to", home, "-y")

    assert told.code == 0
    assert "copies are not remembered" in caplog.text
    assert gone(bakeferry, "rhel9-base")
    assert len(list(home.glob("*.vhd"))) == 1


def test_what_cannot_all_fit_is_neither_copied_nor_deleted(azure, home, monkeypatch):
    bakeferry = azure()
    # Enough for each of the two alone.
    room = SimpleNamespace(f_bavail=16 * MIB, f_frsize=1)
    monkeypatch.setattr(os, "statvfs", lambda _: room)

    told = bakeferry("delete", "ubuntu-golden", "--rescue-first", "--to", home, "-y")

    assert told.code is ExitCode.PARTIAL
    assert list(home.iterdir()) == []
    assert bakeferry.changes == []


def test_nobody_there_to_agree_rescues_and_deletes_nothing(azure, home):
    bakeferry = azure()

    told = bakeferry("delete", "win11-avd", "--rescue-first", "--to", home)

    assert told.code is ExitCode.REFUSED
    assert (
        f"to {home}, then delete win11-avd? Nobody is there to ask; -y says yes"
        in told.err
    )
    assert list(home.iterdir()) == []
    assert bakeferry.changes == []


def test_one_answer_agrees_to_both(azure, home, state):
    bakeferry = azure()

    shown = answering(
        "delete", "rhel9-base", "--rescue-first", "--to", home,
        prompt=b"then delete rhel9-base? [y/N]", answer=b"y",
        BAKEFERRY_SIMULATOR=bakeferry.origin, BAKEFERRY_STATE_DIR=str(state),
    )  # fmt: skip

    assert shown.code == 0
    assert gone(bakeferry, "rhel9-base")
    assert len(list(home.glob("*.vhd"))) == 1


def test_a_template_without_a_vhd_at_risk_is_deleted_as_ever(azure):
    bakeferry = azure()

    asked = bakeferry("delete", "edge-iot", "--rescue-first")
    told = bakeferry("delete", "edge-iot", "--rescue-first", "-y")

    assert "Delete edge-iot? Nobody is there to ask" in asked.err
    assert told.code == 0
    assert bakeferry.changes == ["Delete Template"]


@pytest.mark.parametrize("more", [("--accept-loss", "edge-iot"), ("--force",)])
def test_who_accepts_every_loss_is_not_asked_where_there_is_none(azure, more):
    bakeferry = azure()

    told = bakeferry("delete", "edge-iot", *more)

    assert told.code == 0
    assert bakeferry.changes == ["Delete Template"]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--rescue-first", "--accept-loss", "win11-avd"), "leave out --accept-loss"),
        (("--rescue-first", "--force"), "leave out --force"),
        (("--to", "elsewhere"), "--to says where --rescue-first copies to"),
    ],
)
def test_options_that_contradict_each_other_are_a_slip(azure, more, says):
    bakeferry = azure()

    told = bakeferry("delete", "win11-avd", *more)

    assert told.code == ExitCode.USAGE
    assert says in told.err
    assert bakeferry.simulator.heard == []


def test_a_copy_that_is_lost_while_somebody_is_asked_keeps_the_template(
    azure, home, state
):
    bakeferry = azure()
    bakeferry("rescue", "rhel9-base", "--to", home)
    (copy,) = home.glob("*.vhd")
    faults = bakeferry.simulator.faults
    faults.add("List Run Outputs", first(copy.unlink), after=1)  # once it has asked

    shown = answering(
        "delete", "rhel9-base", prompt=b"Delete rhel9-base? [y/N]", answer=b"y",
        BAKEFERRY_SIMULATOR=bakeferry.origin, BAKEFERRY_STATE_DIR=str(state),
    )  # fmt: skip

    assert shown.code == ExitCode.REFUSED
    assert "meanwhile rhel9-base-vhd would be lost, too; nothing" in str(shown.data)
    assert not gone(bakeferry, "rhel9-base")


def test_a_vhd_of_an_earlier_run_is_rescued_by_its_own_name(azure, home):
    bakeferry = azure()
    refused = bakeferry("delete", "ubuntu-golden")
    old = re.search(r"Output +(\S+) .*\n *staging, of an earlier run", refused.err)

    told = bakeferry("rescue", f"ubuntu-golden/{old[1]}", "--to", home, "-o", "json")

    assert told.code is ExitCode.DONE
    assert len(copies(told)) == len(list(home.glob("*.vhd"))) == 1


@pytest.mark.parametrize("name", ["golden image.vhd", "2026/05/golden.vhd"])
def test_a_vhd_of_an_earlier_run_is_rescued_by_its_id_whatever_its_blob_is_called(
    azure, home, name
):
    bakeferry = azure()
    world = bakeferry.simulator.world
    account = world.accounts[
        world.template("rg-golden", "ubuntu-golden").staging_account
    ]
    vhds = account.containers["vhds"].blobs
    old, *_ = (one for one in vhds if one.startswith("ubuntu-golden-vhd_"))
    account.put("vhds", name, vhds[old].content, world.clock.now(), kind=BlobKind.PAGE)
    listed = bakeferry("outputs", "list", "ubuntu-golden", "--at-risk", "-o", "json")
    (found,) = [one for one in json.loads(listed.out)["items"] if one["name"] == name]

    by_id = bakeferry("rescue", found["id"], "--to", home, "-o", "json")
    by_name = bakeferry("rescue", f"ubuntu-golden/{name}", "--to", home, "-o", "json")

    assert by_id.code is by_name.code is ExitCode.DONE
    assert copies(by_id)[0]["sha256"] == copies(by_name)[0]["sha256"]
    assert [one.name for one in home.glob("*.vhd")] == [name.rpartition("/")[2]]
