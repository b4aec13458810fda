"""lint and verify with what only Azure knows."""

import pytest
from submissions import artifacts, template_file

from transfer.simulator.tokens import Rights
from tui.cli.exit_codes import ExitCode

SMALL = {"vmSize": "Standard_D2s_v5", "osDiskSizeGB": 10}


def rules(told, schema):
    return {one["rule"] for one in told.document(schema)["findings"]}


def test_lint_asks_azure_only_when_told_to(azure, tmp_path):
    bakeferry = azure()
    file = template_file(tmp_path, vmProfile=SMALL)

    offline = bakeferry("lint", file, "-o", "json")
    asked_before = len(bakeferry.simulator.heard)
    online = bakeferry("lint", file, "--online", "-o", "json")

    assert asked_before == 0
    assert "AIB143" not in rules(offline, "lint")
    assert "AIB143" in rules(online, "lint")
    assert online.code is ExitCode.FINDINGS


def test_verify_judges_by_artifacts_and_by_azure(azure, tmp_path):
    bakeferry = azure()
    file = template_file(tmp_path, vmProfile=SMALL)

    told = bakeferry(
        "verify", file, "--online", "--map", artifacts(tmp_path), "-o", "json"
    )

    assert {"AIB143", "AIB310"} <= rules(told, "verify")
    assert told.code is ExitCode.FINDINGS


@pytest.mark.parametrize("command", ["lint", "verify"])
def test_a_right_that_is_missing_leaves_the_fact_open_and_is_told(
    azure, tmp_path, command
):
    bakeferry = azure(rights=Rights(wrong_tenant=True))

    told = bakeferry(
        command, template_file(tmp_path), "--online",
        *(("--map", artifacts(tmp_path)) if command == "verify" else ()),
    )  # fmt: skip

    assert told.code == 0
    assert "not known: the base image" in told.err


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize("command", ["lint", "verify"])
def test_where_azure_cannot_be_asked_nothing_is_reported(
    bakeferry, capsys, tmp_path, command
):
    file = template_file(tmp_path)

    code = bakeferry(
        command, file, "--online", "-o", "json",
        *(("--map", artifacts(tmp_path)) if command == "verify" else ()),
    )  # fmt: skip

    told = capsys.readouterr()
    assert code == ExitCode.PERMISSION
    assert "not signed in to Azure" in told.err
    assert "findings" not in told.out


def test_a_vhd_that_is_only_in_staging_is_a_finding_of_its_template(azure, tmp_path):
    bakeferry = azure()
    file = template_file(tmp_path, "win11-avd")

    named = bakeferry("lint", file, "--online", "-g", "rg-golden", "-o", "json")
    elsewhere = bakeferry("lint", file, "--online", "-g", "rg-edge", "-o", "json")
    unplaced = bakeferry("lint", file, "--online", "-o", "json")

    assert "AIB451" in rules(named, "lint")
    assert "AIB451" not in rules(elsewhere, "lint")
    assert "AIB451" not in rules(unplaced, "lint")
