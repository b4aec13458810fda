"""What is refused, and what each refusal says would mend it."""

from dataclasses import replace

import pytest
from submissions import ADDRESS, artifacts, template_file

from transfer.simulator.demo import demo_scenario
from tui.cli.exit_codes import ExitCode


def submitting(tmp_path, file, *more):
    mapped = artifacts(tmp_path)
    return ("submit", file, "-g", "rg-golden", "--map", mapped, *more)


def test_a_template_with_an_error_is_not_submitted(azure, tmp_path):
    bakeferry = azure()
    file = template_file(tmp_path, buildTimeoutInMinutes=961)

    told = bakeferry(*submitting(tmp_path, file))

    assert told.code is ExitCode.FINDINGS
    assert "961" in told.err
    assert "nothing was submitted" in told.err
    assert bakeferry.changes == []


def test_a_warning_keeps_a_strict_project_from_submitting(azure, tmp_path):
    (tmp_path / "bakeferry.toml").write_text("strict = true\n")
    bakeferry = azure()
    file = template_file(tmp_path)

    told = bakeferry(*submitting(tmp_path, file))

    assert told.code is ExitCode.FINDINGS
    assert "AIB450 warning" in told.err
    assert bakeferry.changes == []


def test_an_artifact_that_differs_from_its_checksum_is_not_submitted(azure, tmp_path):
    bakeferry = azure()
    step = {"type": "Shell", "scriptUri": ADDRESS, "sha256Checksum": "0" * 64}
    file = template_file(tmp_path, customize=[step])

    told = bakeferry(*submitting(tmp_path, file))

    assert told.code is ExitCode.INTEGRITY
    assert bakeferry.changes == []


def test_an_artifact_that_is_not_there_is_not_submitted(azure, tmp_path):
    bakeferry = azure()
    step = {"type": "Shell", "scriptUri": "https://artifacts.example.com/gone.sh"}

    told = bakeferry(*submitting(tmp_path, template_file(tmp_path, customize=[step])))

    assert told.code is ExitCode.REMOTE
    assert bakeferry.changes == []


@pytest.mark.parametrize("command", [("submit",), ("templates", "diff")], ids=" ".join)
def test_a_file_that_is_not_there_is_not_found(azure, command):
    bakeferry = azure()

    told = bakeferry(*command, "gone.json", "-g", "rg-golden")

    assert told.code is ExitCode.REMOTE
    assert told.err == "bakeferry: gone.json: no such file\n"
    assert bakeferry.changes == []


def test_a_file_without_a_template_is_sent_to_what_says_why(azure, tmp_path):
    broken = tmp_path / "win11.json"
    broken.write_text('{"type": ')

    told = azure()("submit", str(broken), "-g", "rg-golden")

    assert told.code == ExitCode.USAGE
    assert f"`bakeferry lint {broken}` says why" in told.err


def test_an_empty_name_is_no_template(azure):
    told = azure()("delete", "", "--force")

    assert told.code == ExitCode.USAGE
    assert "the template's name is empty" in told.err


def test_what_azure_knows_counts_too(azure, tmp_path):
    bakeferry = azure()
    small = {"vmSize": "Standard_D2s_v5", "osDiskSizeGB": 10}
    file = template_file(tmp_path, vmProfile=small)

    told = bakeferry(*submitting(tmp_path, file))

    assert told.code is ExitCode.FINDINGS
    assert "AIB143 error" in told.err
    assert bakeferry.changes == []


def test_a_value_that_is_not_known_is_not_submitted(azure, tmp_path):
    bakeferry = azure()
    file = template_file(tmp_path, buildTimeoutInMinutes="<minutes>")

    told = bakeferry(*submitting(tmp_path, file))

    assert told.code == ExitCode.USAGE
    assert "--set" in told.err


def test_a_piece_of_a_template_is_not_submitted(azure, tmp_path):
    bakeferry = azure()
    file = tmp_path / "steps.json"
    file.write_text('[{"type": "Shell", "inline": ["true"]}]')

    told = bakeferry(*submitting(tmp_path, str(file)))

    assert told.code == ExitCode.USAGE
    assert "holds only a piece of an image template" in told.err
    assert bakeferry.changes == []


def test_what_a_templating_tool_is_still_to_choose_is_not_submitted(azure, tmp_path):
    bakeferry = azure()
    file = template_file(tmp_path, buildTimeoutInMinutes=120)
    file.write_text(file.read_text().replace("120", "{% if x %}120{% endif %}"))

    told = bakeferry(*submitting(tmp_path, str(file)))

    assert told.code == ExitCode.USAGE
    assert "submit the file that the tool writes" in told.err
    assert bakeferry.changes == []


def test_a_submission_needs_a_resource_group(azure, tmp_path):
    told = azure()("submit", template_file(tmp_path))

    assert told.code == ExitCode.USAGE
    assert "which resource group? Name it with -g" in told.err


def test_the_service_refusing_an_artifact_is_told_with_a_way_out(azure, tmp_path):
    scenario = replace(demo_scenario(), missing_artifacts=frozenset((ADDRESS,)))
    bakeferry = azure(scenario)

    told = bakeferry(*submitting(tmp_path, template_file(tmp_path)))

    assert told.code is ExitCode.REMOTE
    assert "Downloading external file" in told.err
    shown = bakeferry("templates", "show", "fresh")
    assert "the service could not fetch an artifact" in shown.out


@pytest.mark.parametrize("more", [(), ("-y",), ("--accept-loss", "rhel9-base")])
def test_a_vhd_is_not_lost_without_its_templates_name(azure, more):
    bakeferry = azure()

    told = bakeferry("delete", "win11-avd", *more)

    assert told.code is ExitCode.REFUSED
    assert "staging IT_rg-golden_win11-avd_" in told.err
    assert bakeferry.changes == []


def test_a_vhd_is_lost_when_force_is_said(azure):
    bakeferry = azure()

    told = bakeferry("delete", "win11-avd", "--force")

    assert (told.code, told.out) == (0, "win11-avd: deleted\n")
    assert bakeferry.changes == ["Delete Template"]


def test_a_template_without_a_vhd_in_staging_goes_with_a_yes(azure):
    bakeferry = azure()

    asked = bakeferry("delete", "edge-iot")
    told = bakeferry("delete", "edge-iot", "-y")

    assert asked.code is ExitCode.REFUSED
    assert "Nobody is there to ask; -y says yes" in asked.err
    assert (told.code, told.out) == (0, "edge-iot: deleted\n")


def test_a_template_that_is_being_built_is_not_built_twice(azure):
    bakeferry = azure(pace=0.0)

    told = bakeferry("run", "sles15-sap")

    assert told.code is ExitCode.REFUSED
    assert "is being built already (Running)" in told.err
    assert bakeferry.changes == []


def test_nothing_is_cancelled_that_does_not_run(azure):
    told = azure()("cancel", "ubuntu-golden", "-y")

    assert told.code is ExitCode.REMOTE
    assert "ubuntu-golden is not being built" in told.err


def test_a_cancel_asks_first(azure):
    bakeferry = azure(pace=0.0)

    told = bakeferry("cancel", "sles15-sap")

    assert told.code is ExitCode.REFUSED
    assert bakeferry.changes == []


def test_what_never_ran_cannot_be_watched(azure):
    told = azure()("watch", "legacy-2019")

    assert told.code is ExitCode.REMOTE
    assert "legacy-2019 has never run" in told.err


def test_what_is_not_verified_is_judged_all_the_same(azure, tmp_path):
    bakeferry = azure()
    step = {"type": "Shell", "scriptUri": ADDRESS, "sha256Checksum": "0" * 64}
    wrong = template_file(tmp_path, "wrong", buildTimeoutInMinutes=961)
    file = template_file(tmp_path, customize=[step])

    refused = bakeferry("submit", wrong, "-g", "rg-golden", "--no-verify")
    told = bakeferry("submit", file, "-g", "rg-golden", "--no-verify")

    assert (refused.code, told.code) == (ExitCode.FINDINGS, ExitCode.DONE)
    world = bakeferry.simulator.world
    sent = world.template("rg-golden", "fresh").properties["customize"][0]
    assert sent["sha256Checksum"] == "0" * 64


def test_a_vhd_of_an_earlier_run_is_not_lost_either(azure):
    told = azure()("delete", "ubuntu-golden", "-y")

    assert told.code is ExitCode.REFUSED
    assert told.err.count("at risk: only in staging") == 2
    assert "staging, of an earlier run" in told.err


def test_what_was_never_submitted_whole_is_not_built_and_the_way_out_is_told(azure):
    told = azure()("run", "legacy-2019")

    assert told.code is ExitCode.REMOTE
    assert "it was never submitted whole" in told.err
    assert "`bakeferry templates show` says why" in told.err
