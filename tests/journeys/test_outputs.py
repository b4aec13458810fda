"""Run outputs and VHDs in staging, listed."""

import re

import pytest

from transfer.simulator.tokens import DataRole, Rights
from tui.cli.exit_codes import ExitCode


def test_what_would_be_lost_is_listed_alone(azure):
    told = azure()("outputs", "list", "--at-risk", "-o", "json")

    document = told.document("outputs")
    assert [one["template"] for one in document["items"]] == [
        "ubuntu-golden",
        "ubuntu-golden",
        "win11-avd",
        "rhel9-base",
    ]
    assert document["summary"] == {"outputs": 4, "atRisk": 4, "older": 1}


@pytest.mark.parametrize("command", ["list", "show"])
def test_a_vhd_of_an_earlier_run_is_listed_and_marked(azure, command):
    run = azure()

    told = run("outputs", command, "ubuntu-golden", "-o", "json")
    table = run("outputs", command, "ubuntu-golden")

    now, _, older = told.document("outputs")["items"]
    assert (now["isOlder"], older["isOlder"]) == (False, True)
    assert re.fullmatch(rf"{now['name']}_\d+\.vhd", older["name"])
    assert (older["status"], older["size"]) == ("atRisk", 64 * 1024**2 + 512)
    assert re.search(rf"{older['name']} +older VHD +at risk +64.0 MiB", table.out)
    assert "2 run outputs, 1 older VHD; 2 at risk" in table.err


def test_the_id_of_a_vhd_of_an_earlier_run_is_one_that_rescue_knows(azure, tmp_path):
    run = azure()
    listed = run("outputs", "list", "ubuntu-golden", "--at-risk", "-o", "json")
    older = listed.document("outputs")["items"][-1]

    rescued = run("rescue", older["id"], "--to", tmp_path, "-q")

    assert rescued.code is ExitCode.DONE
    again = run("outputs", "list", "ubuntu-golden", "-o", "json").document("outputs")
    assert again["items"][-1]["status"] == "rescued"
    assert again["items"][-1]["place"] == str(tmp_path / older["name"])


def test_a_list_takes_no_key_to_look_into_staging_and_says_what_may_be_missing(azure):
    run = azure(rights=Rights(blobs=DataRole.NONE))

    listed = run("outputs", "list", "-o", "json")

    assert listed.document("outputs")["summary"]["older"] == 0
    assert "VHDs of earlier runs may be missing: 3 staging groups" in listed.err
    assert "List Keys" not in [one.operation for one in run.simulator.heard]


def test_a_vhd_that_is_deleted_while_its_staging_group_lives_is_lost(azure):
    run = azure()
    for account in run.simulator.world.accounts.values():
        if vhds := account.containers.get("vhds"):
            for name in [one for one in vhds.blobs if "rhel9" in one]:
                del vhds.blobs[name]

    listed = run("outputs", "list", "-o", "json").document("outputs")
    risky = run("outputs", "list", "--at-risk", "-o", "json").document("outputs")
    shown = run("outputs", "show", "rhel9-base", "-o", "json").document("outputs")

    [found] = [one for one in listed["items"] if one["name"] == "rhel9-base-vhd"]
    assert (found["status"], found["place"]) == ("lost", "gone from staging")
    assert listed["summary"]["atRisk"] == len(risky["items"]) == 3
    assert [one["status"] for one in shown["items"]] == ["lost"]


def test_outputs_of_named_templates_are_listed_alone(azure):
    told = azure()("outputs", "list", "edge-iot", "win11-avd", "-o", "json")

    statuses = {one["name"]: one["status"] for one in told.document("outputs")["items"]}
    assert statuses == {"edge-iot-vhd": "delivered", "win11-avd-vhd": "atRisk"}


def test_outputs_say_how_large_vhds_are(azure):
    told = azure()("outputs", "list", "win11-avd", "-o", "json")

    (disk,) = told.document("outputs")["items"]
    assert disk["size"] == 256 * 1024**2 + 512
    assert "role" not in told.err


def test_the_role_that_sizes_want_is_said_once(azure):
    bakeferry = azure(rights=Rights(blobs=DataRole.NONE))

    told = bakeferry("outputs", "list")

    assert told.err.count("Storage Blob Data Reader") == 1
    assert "4 sizes cannot be read" in told.err


def test_a_vhd_whose_staging_group_is_gone_is_lost_and_not_at_risk(azure, tmp_path):
    bakeferry = azure()
    world = bakeferry.simulator.world
    (group,) = [name for name in world.groups if "win11-avd" in name]
    world.remove_group(group)

    listed = bakeferry("outputs", "list", "win11-avd", "-o", "json")
    refused = bakeferry("rescue", "win11-avd", "--to", tmp_path)
    deleted = bakeferry("delete", "win11-avd", "-y")

    (disk,) = listed.document("outputs")["items"]
    assert (disk["status"], disk["size"]) == ("lost", None)
    assert listed.document("outputs")["summary"]["atRisk"] == 0
    assert "only a new build makes it" in refused.err
    assert deleted.code == 0, deleted.err


def test_one_output_is_no_outputs(azure):
    told = azure()("outputs", "list", "win11-avd")

    assert "1 run output; 1 at risk: a VHD dies with its template" in told.err
