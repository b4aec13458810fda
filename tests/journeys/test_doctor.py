"""Everything between this machine and Azure, looked at by one command."""

from dataclasses import replace

import pytest

from transfer.simulator.demo import demo_scenario
from transfer.simulator.tokens import DataRole, Rights
from tui.cli.exit_codes import ExitCode

BUILDER = "Microsoft.VirtualMachineImages/imageTemplates"


def checks(told):
    return {one["check"]: one for one in told.document("doctor")["items"]}


def test_where_all_is_well_nothing_has_to_be_mended(azure):
    bakeferry = azure()

    told = bakeferry("account", "doctor", "--json")

    found = checks(told)
    assert told.code == 0
    for name in ("management", "sign-in", "subscription", "provider"):
        assert found[name]["state"] == "ok", name
    assert {one["state"] for key, one in found.items() if key.startswith("roles")} == {
        "ok"
    }
    assert {"sha256", "terminal", "state", "cache"} <= found.keys()
    assert told.document("doctor")["summary"]["failed"] == 0
    assert bakeferry.changes == []


def test_folders_that_may_not_be_looked_at_are_told(
    azure, closed, unprivileged, monkeypatch
):
    bakeferry = azure()
    monkeypatch.setenv("BAKEFERRY_STATE_DIR", str(closed / "state"))
    monkeypatch.setenv("BAKEFERRY_CACHE_DIR", str(closed / "cache"))

    found = checks(bakeferry("account", "doctor", "--json"))

    for name, variable in (("state", "STATE"), ("cache", "CACHE")):
        assert found[name]["state"] == "warning"
        assert found[name]["remedy"] == f"name another with BAKEFERRY_{variable}_DIR"


def test_a_person_reads_one_line_a_check(azure):
    told = azure()("account", "doctor")

    assert any(
        line.startswith("✓ Image Builder") and line.endswith("is registered")
        for line in told.lines
    )


@pytest.mark.parametrize(
    ("refused", "check", "state", "role"),
    [
        ("read", "roles:list-and-read-templates", "failed", "Reader"),
        ("run/action", "roles:start-builds", "warning", "Contributor"),
    ],
)
def test_a_missing_right_is_named_with_its_role(azure, refused, check, state, role):
    rights = Rights(refused_actions=frozenset((f"{BUILDER}/{refused}",)))

    told = azure(rights=rights)("account", "doctor", "-o", "json", "-g", "rg-golden")

    found = checks(told)[check]
    assert found["state"] == state
    assert f'--role "{role}"' in found["remedy"]
    assert found["remedy"].endswith("/resourceGroups/rg-golden")
    assert told.code is (ExitCode.PERMISSION if state == "failed" else ExitCode.DONE)


def test_the_role_for_blobs_does_in_place_of_the_keys(azure):
    keys = frozenset(("Microsoft.Storage/storageAccounts/listKeys/action",))
    with_role, without = Rights(refused_actions=keys), None
    without = Rights(refused_actions=keys, blobs=DataRole.NONE)
    check = "roles:read-logs-and-VHDs-in-staging"

    allowed = checks(azure(rights=with_role)("account", "doctor", "--json"))
    denied = checks(azure(rights=without)("account", "doctor", "--json"))

    assert allowed[check]["state"] == "ok"
    assert "Storage Blob Data Reader" in denied[check]["remedy"]


def test_a_subscription_that_does_not_know_the_service_is_told_how_to(azure):
    scenario = replace(demo_scenario(), registration="NotRegistered")

    told = azure(scenario)("account", "doctor", "--json")

    assert told.code is ExitCode.PERMISSION
    assert checks(told)["provider"]["remedy"] == (
        "`az provider register --namespace Microsoft.VirtualMachineImages`"
    )


def test_another_tenant_is_seen_at_the_subscription(azure):
    told = azure(rights=Rights(wrong_tenant=True))("account", "doctor", "--json")

    found = checks(told)
    assert told.code is ExitCode.PERMISSION
    assert "az login --tenant" in found["subscription"]["remedy"]
    assert found["roles"]["state"] == "skipped"


def test_without_a_network_that_is_what_failed(told, monkeypatch, free_port):
    monkeypatch.setenv("BAKEFERRY_SIMULATOR", f"http://127.0.0.1:{free_port}")

    answer = told("account", "doctor", "--json")

    found = checks(answer)
    assert answer.code is ExitCode.REMOTE
    assert found["management"]["state"] == "failed"
    assert "--proxy" in found["management"]["remedy"]


@pytest.mark.usefixtures("nobody")
def test_without_a_sign_in_each_way_says_why(told, free_port):
    nowhere = f"http://127.0.0.1:{free_port}"

    answer = told("account", "doctor", "--json", "--proxy", nowhere)

    found = checks(answer)
    assert answer.code is ExitCode.PERMISSION
    assert "not found" in found["way:az-login"]["found"]
    assert found["way:environment"]["found"] == "left out by AZURE_TOKEN_CREDENTIALS"
    assert "az login" in found["sign-in"]["remedy"]
    assert found["subscription"]["state"] == "skipped"
