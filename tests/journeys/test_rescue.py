"""Disks come home from the command line, fast and proven, before staging is gone."""

import os
import re
import subprocess
import time

import pytest
from command import answering
from live_side import ALWAYS
from simulating import seed
from small_disks import DATA, SIZE, container, signed, small_vhd
from transferring import copies, sha256_of
from virtual_disks import QEMU

from transfer.simulator.faults import refuse
from transfer.simulator.scenario import Scenario
from transfer.simulator.tokens import DataRole, Rights
from tui.cli.exit_codes import ExitCode

pytestmark = pytest.mark.usefixtures("state")
needs_qemu = pytest.mark.skipif(QEMU is None, reason="qemu-img is not installed")


@needs_qemu
def test_a_disk_goes_up_across_and_home_and_is_the_same(azurite, told, tmp_path, home):
    path = small_vhd(tmp_path / "golden.vhd")
    digest = subprocess.run(
        ["sha256sum", path], check=True, capture_output=True, text=True
    ).stdout[:64]
    one = signed(container(azurite, "bakeferryone", "vhds"), "bakeferryone")
    two = signed(container(azurite, "bakeferrytwo", "vhds"), "bakeferrytwo")
    first, second = (each.replace("?", "/golden.vhd?") for each in (one, two))
    reach = ("--allow-private", "127.0.0.1", "-o", "json")

    up = told("copy", path, one, *reach)
    across = told("copy", first, two, *reach)
    down = told("rescue", second, "--to", home, *reach)

    assert [up.code, across.code, down.code] == [0, 0, 0]
    went = [item for each in (up, across, down) for item in copies(each)]
    assert [item["strategy"] for item in went] == ["upload", "streamed", "download"]
    assert sha256_of(home / "golden.vhd") == digest
    assert went[-1]["sha256"] == digest
    assert went[-1]["level"] == "verified"
    for item in went:
        assert item["size"] == SIZE
        assert item["movedBytes"] <= (DATA + 512) * 1.01


def test_an_expired_signature_is_told_as_one(azurite, told, home):
    address = container(azurite, "bakeferryone", "vhds")
    expired = signed(f"{address}/gone.vhd", "bakeferryone", hours=-24)

    found = told("rescue", expired, "--to", home, "--allow-private", "127.0.0.1")

    assert found.code is ExitCode.PERMISSION
    assert "signature" in found.err
    assert list(home.iterdir()) == []


def test_a_private_address_is_refused_and_told_once_how_to_allow_it(told, home):
    found = told("rescue", "http://127.0.0.1:1/vhds/disk.vhd", "--to", home)

    assert found.code is ExitCode.REFUSED
    assert found.err.count("--allow-private") == 1
    assert "--allow-private 127.0.0.1. Nothing was sent" in found.err


def test_a_blob_that_is_not_there_is_not_found(azurite, told, home):
    address = container(azurite, "bakeferryone", "vhds")
    gone = signed(f"{address}/never.vhd", "bakeferryone")

    found = told("rescue", gone, "--to", home, "--allow-private", "127.0.0.1")

    assert found.code is ExitCode.REMOTE
    assert "never.vhd" in found.err


def test_the_service_rescues_an_output_to_another_account(azure):
    bakeferry = azure()

    rescued = bakeferry(
        "rescue", "rhel9-base", "--to", "contosoimages/images", "-o", "json"
    )

    (item,) = copies(rescued)
    assert rescued.code == 0
    assert item["strategy"] == "server-side"
    assert item["level"] == "transfer-checked"
    assert "Put Page From URL" in {
        heard.operation for heard in bakeferry.simulator.heard
    }


def test_outputs_and_delete_know_what_was_rescued(azure):
    bakeferry = azure()
    bakeferry("rescue", "rhel9-base", "--to", "contosoimages/images")

    listed = bakeferry("outputs", "list", "rhel9-base", "-o", "json")
    deleted = bakeferry("delete", "rhel9-base", "-y")

    (output,) = listed.document("outputs")["items"]
    assert output["status"] == "rescued"
    assert "/contosoimages/images/rhel9-base-vhd_" in output["place"]
    assert deleted.code == 0


def test_a_copy_that_is_gone_from_the_disk_rescues_nothing(azure, home):
    bakeferry = azure()
    bakeferry("rescue", "rhel9-base", "--to", home)
    (copy,) = home.glob("*.vhd")
    copy.unlink()

    listed = bakeferry("outputs", "list", "rhel9-base", "-o", "json")
    refused = bakeferry("delete", "rhel9-base", "-y")

    assert listed.document("outputs")["items"][0]["status"] == "atRisk"
    assert refused.code is ExitCode.REFUSED


def test_a_copy_that_was_written_to_counts_again_once_it_was_compared(azure, home):
    bakeferry = azure()
    bakeferry("rescue", "rhel9-base", "--to", home)
    (path,) = home.glob("*.vhd")
    now = time.time()  # the file system's clock may be some milliseconds behind
    os.utime(path, (now, now))
    with_it = ("outputs", "show", "rhel9-base", "-o", "json")

    doubted = bakeferry(*with_it)
    again = bakeferry("rescue", "rhel9-base", "--to", home, "-o", "json")
    known = bakeferry(*with_it)

    assert f"{path}: the copy was written to after it was made" in doubted.err
    assert doubted.document("outputs")["items"][0]["status"] == "atRisk"
    assert copies(again)[0]["movedBytes"] == 0
    assert known.document("outputs")["items"][0]["status"] == "rescued"


def test_a_copy_that_was_removed_is_made_again_whole(azure, home):
    bakeferry = azure()
    first = bakeferry("rescue", "rhel9-base", "--to", home, "-o", "json")
    (path,) = home.glob("*.vhd")
    path.unlink()
    for beside in home.iterdir():
        beside.unlink()

    again = bakeferry("rescue", "rhel9-base", "--to", home, "-o", "json")

    (before,), (after,) = copies(first), copies(again)
    assert again.code == 0
    assert after["movedBytes"] == before["movedBytes"] > 0
    assert sha256_of(path) == before["sha256"]


def test_a_copy_in_the_staging_account_is_refused(azure):
    bakeferry = azure()
    shown = bakeferry("outputs", "show", "rhel9-base", "-o", "json")
    address = shown.document("outputs")["items"][0]["address"]

    refused = bakeferry("rescue", "rhel9-base", "--to", f"{address}.copy")

    assert refused.code is ExitCode.REFUSED
    assert "dies with the template" in refused.err


def test_everything_at_risk_is_shown_and_asked_for_once(azure, home):
    bakeferry = azure()

    refused = bakeferry("rescue", "--at-risk", "--to", home)

    assert refused.code is ExitCode.REFUSED
    assert "Rescue 4 VHDs" in refused.err
    assert "-y says yes" in refused.err
    assert "rhel9-base/rhel9-base-vhd" in refused.err
    assert "128.0 MiB, 20.0 MiB of data" in refused.err
    assert list(home.iterdir()) == []


def test_everything_at_risk_comes_home_with_a_receipt_each(azure, home):
    bakeferry = azure()

    rescued = bakeferry("rescue", "--all", "-y", "-q", "--to", home, "-o", "json")
    again = bakeferry("rescue", "--at-risk", "-y", "--to", home, "-o", "json")

    items = copies(rescued)
    now, older, *others = [item["name"] for item in items]
    assert now == "ubuntu-golden/ubuntu-golden-vhd"
    assert re.fullmatch(rf"{now}_\d+\.vhd", older), "of an earlier run, by its blob"
    assert others == ["win11-avd/win11-avd-vhd", "rhel9-base/rhel9-base-vhd"]
    for item in items:
        assert (
            sha256_of(home / item["destination"].rpartition("/")[2]) == item["sha256"]
        )
    assert rescued.err == ""
    assert (again.code, copies(again)) == (0, [])


def test_a_yes_on_the_terminal_lets_everything_come(azure, home):
    azure()

    shown = answering(
        "rescue", "--at-risk", "--to", home, prompt=b"[y/N] ", answer=b"y"
    )

    assert shown.code == 0, shown.data
    assert b"4 of 4 copies" in shown.data
    assert len(list(home.glob("*.vhd"))) == 4


def test_what_has_no_vhd_in_staging_says_why(azure, home):
    bakeferry = azure()

    built = bakeferry("rescue", "legacy-2019", "--to", home)
    delivered = bakeferry("rescue", "edge-iot/edge-iot-vhd", "--to", home)
    unknown = bakeferry("rescue", "rhel9-base/other", "--to", home)

    assert {built.code, delivered.code, unknown.code} == {ExitCode.REMOTE}
    assert "no build has brought it forth" in built.err
    assert "nothing of it is in staging" in delivered.err
    assert "no such run output" in unknown.err


def test_whoever_may_not_read_blobs_gets_them_by_a_short_signature(azure, home):
    bakeferry = azure(rights=Rights(blobs=DataRole.NONE))

    rescued = bakeferry("rescue", "rhel9-base", "--to", home, "-o", "json")

    assert rescued.code == 0
    assert "Storage Blob Data Reader" in rescued.err
    assert "sig=" not in rescued.err.replace("sig=…", "")


def test_a_run_output_is_named_by_its_id_too(azure, home):
    bakeferry = azure()
    listed = bakeferry("outputs", "list", "rhel9-base", "-o", "json")
    own_id = listed.document("outputs")["items"][0]["id"]

    assert bakeferry("rescue", own_id, "--to", home, "--dry-run").code == 0


def test_all_at_risk_and_one_by_name_are_not_asked_for_at_once(told):
    both = told("rescue", "win11-avd", "--at-risk", "-y")

    assert both.code == ExitCode.USAGE
    assert "name none besides" in both.err


def test_two_of_one_name_each_get_their_templates_name(azure, home):
    bakeferry = azure(
        Scenario(
            templates=(
                seed("linux", ran_before=(86_400.0,)),
                seed("windows", ran_before=(86_400.0,)),
            )
        )
    )

    shown = bakeferry("rescue", "--at-risk", "--to", home)
    rescued = bakeferry("rescue", "--at-risk", "-y", "--to", home, "-o", "json")

    names = [path.name.partition("-disk_")[0] for path in sorted(home.glob("*.vhd"))]
    assert names == ["linux", "windows"]
    assert f"to        {home}/linux-disk_" in shown.err
    assert rescued.code == 0
    assert len(copies(rescued)) == 2


def of_one_name(*templates):
    """Templates whose disks have one name."""
    return Scenario(
        templates=tuple(seed(name, ran_before=(86_400.0,)) for name in templates)
    )


def places(told):
    return {item["name"]: item["destination"] for item in copies(told)}


@pytest.mark.parametrize("jobs", [1, 2], ids=["never begun", "broken off"])
def test_what_is_left_of_one_name_goes_where_it_was_to_go_with_the_others(
    azure, home, jobs
):
    bakeferry = azure(of_one_name("linux", "windows"))
    every = ("rescue", "--at-risk", "-y", "-q", "--to", home, "-o", "json")
    denied = refuse(403, "AuthorizationPermissionMismatch")
    bakeferry.simulator.faults.add("Get Blob", denied, after=6 * jobs, times=ALWAYS)
    first = bakeferry(*every, "--jobs", jobs)
    bakeferry.simulator.faults.clear()
    one, other = copies(first)
    bakeferry("rescue", one["name"], "--to", one["destination"])

    again = bakeferry(*every)

    assert first.code is ExitCode.PERMISSION
    assert places(again) == {other["name"]: other["destination"]}
    assert len(list(home.glob("*.vhd"))) == 2
    assert list(home.glob("*.part")) == []
