"""A template's whole life, from the command line and against the simulator."""

import json

from short_room import room_for
from submissions import DIGEST, artifacts, template_body, template_file

from tui.cli.exit_codes import ExitCode


def test_a_template_lives_from_its_submission_to_its_deletion(azure, tmp_path):
    bakeferry = azure()
    file, mapped = template_file(tmp_path), artifacts(tmp_path)
    before = bakeferry("templates", "list", "-o", "json").document("templates")

    submitted = bakeferry(
        "submit", file, "-g", "rg-golden", "--map", mapped, "-o", "json"
    )
    built = bakeferry("run", "fresh", "-o", "json")
    watched = bakeferry("watch", "fresh", "-o", "json")
    log = bakeferry("logs", "fresh")
    outputs = bakeferry("outputs", "show", "fresh", "-o", "json").document("outputs")
    refused = bakeferry("delete", "fresh", "-y")
    deleted = bakeferry("delete", "fresh", "--accept-loss", "fresh", "-o", "json")
    after = bakeferry("templates", "list", "-o", "json").document("templates")

    assert submitted.document("action")["outcome"] == "ready"
    assert built.document("action")["outcome"] == "succeeded"
    assert watched.document("action")["template"]["lastRun"]["runState"] == "Succeeded"
    assert '── customize 1 "harden" (shell)' in log.lines
    assert [(one["name"], one["status"]) for one in outputs["items"]] == [
        ("fresh-vhd", "atRisk")
    ]
    assert outputs["items"][0]["size"] > 0
    assert refused.code is ExitCode.REFUSED
    assert [one["name"] for one in deleted.document("action")["lost"]] == ["fresh-vhd"]
    assert names(after) == names(before)
    assert bakeferry.changes == ["Put Template", "Run Template", "Delete Template"]


def names(document):
    return [one["name"] for one in document["items"]]


def test_one_command_submits_builds_and_follows(azure, tmp_path):
    bakeferry = azure()

    told = bakeferry(
        "submit", template_file(tmp_path), "-g", "rg-golden", "--run",
        "--map", artifacts(tmp_path),
    )  # fmt: skip

    assert told.code == 0
    assert told.lines[0] == "fresh: build succeeded"
    assert "fresh-vhd: only in staging, dies with the template" in told.out
    for state in ("Queued", "Building", "Customizing", "Distributing"):
        assert f"fresh  Running, {state}" in told.err
    assert 'customize 1 "harden" (shell)' in told.err


def test_what_is_submitted_has_the_digests_that_were_verified(azure, tmp_path):
    bakeferry = azure()

    bakeferry(
        "submit", template_file(tmp_path), "-g", "rg-golden",
        "--map", artifacts(tmp_path),
    )  # fmt: skip

    world = bakeferry.simulator.world
    step = world.template("rg-golden", "fresh").properties["customize"][0]
    assert step["sha256Checksum"] == DIGEST


def test_what_if_shows_the_request_and_sends_nothing(azure, tmp_path):
    bakeferry = azure()

    told = bakeferry(
        "submit", template_file(tmp_path), "-g", "rg-golden", "--what-if",
        "--map", artifacts(tmp_path),
    )  # fmt: skip

    assert told.code == 0
    assert told.lines[0].startswith("PUT http://127.0.0.1:")
    assert told.lines[0].endswith("/imageTemplates/fresh?api-version=2024-02-01")
    assert f'"sha256Checksum": "{DIGEST}"' in told.out
    assert bakeferry.changes == []


def test_a_parameter_that_is_not_declared_is_told_before_anything_is_sent(
    azure, tmp_path
):
    bakeferry = azure()
    file = tmp_path / "deploy.json"
    resource = template_body("fresh")
    declared = {"region": {"type": "string", "defaultValue": "westeurope"}}
    file.write_text(json.dumps({"parameters": declared, "resources": [resource]}))

    told = bakeferry(
        "submit", file, "-g", "rg-golden", "--what-if", "--params", "regoin=eastus",
        "--map", artifacts(tmp_path),
    )  # fmt: skip

    assert told.code == 0
    assert "parameter 'regoin' is not declared by the template" in told.err
    assert "did you mean 'region'?" in told.err


def test_a_value_that_fills_nothing_is_told_before_anything_is_sent(azure, tmp_path):
    bakeferry = azure()
    mapped = ("--map", artifacts(tmp_path), "--set", "regoin=eastus")

    told = bakeferry(
        "submit", template_file(tmp_path), "-g", "rg-golden", "--what-if", *mapped
    )

    assert told.code == 0
    assert "--set regoin: no placeholder has this name" in told.err


def test_nobody_waits_who_does_not_want_to(azure):
    bakeferry = azure(pace=0.0)

    told = bakeferry("run", "ubuntu-golden", "--no-wait", "-o", "json")

    assert told.code == 0
    assert told.document("action")["outcome"] == "begun"
    shown = bakeferry("templates", "show", "ubuntu-golden", "-o", "json")
    assert shown.document("template")["template"]["lastRun"]["runState"] == "Running"


def test_a_deletion_that_nobody_waits_for_has_begun_and_is_not_called_done(azure):
    bakeferry = azure(pace=0.0)

    told = bakeferry("delete", "edge-iot", "-y", "--no-wait", "-o", "json")

    assert told.code == 0
    assert told.document("action")["outcome"] == "begun"
    assert bakeferry.changes == ["Delete Template"]


def test_a_build_that_fails_exits_8_and_names_its_step(azure):
    bakeferry = azure()

    told = bakeferry("watch", "sles15-sap", "-o", "json")

    document = told.document("action")
    assert told.code is ExitCode.BUILD_FAILED
    assert document["exitCode"] == 8
    assert document["outcome"] == "failed"
    assert document["step"] == 'customize 4 "cluster" (shell)'


def test_a_build_that_is_cancelled_ends_and_exits_0(azure):
    bakeferry = azure()
    bakeferry("run", "ubuntu-golden", "--no-wait")

    told = bakeferry("cancel", "ubuntu-golden", "-y", "-o", "json")

    assert told.code == 0
    assert told.document("action")["outcome"] == "canceled"
    assert bakeferry("watch", "ubuntu-golden").code is ExitCode.BUILD_FAILED


def test_a_watch_that_may_not_last_leaves_the_build_alone(azure):
    bakeferry = azure(pace=0.0)

    told = bakeferry("watch", "sles15-sap", "--timeout", "0s")

    assert told.code is ExitCode.PARTIAL
    assert "sles15-sap is still being built; it goes on in Azure" in told.err


def test_a_watch_leaves_a_build_that_has_come_far_enough(azure):
    bakeferry = azure()

    told = bakeferry("watch", "sles15-sap", "--until", "customizing", "-o", "json")
    document = told.document("action")

    assert told.code == 0
    assert document["outcome"] == "running"
    assert document["template"]["lastRun"]["runSubState"] == "Customizing"


def test_a_build_that_fails_is_an_end_too(azure):
    bakeferry = azure()

    told = bakeferry("watch", "sles15-sap", "--until", "ended", "-o", "json")
    never = bakeferry("watch", "sles15-sap", "--until", "distributing")

    assert told.code == 0
    assert told.document("action")["outcome"] == "failed"
    assert never.code is ExitCode.BUILD_FAILED


def test_a_template_is_pulled_as_a_file_that_says_the_same(azure, tmp_path):
    bakeferry = azure()

    pulled = bakeferry("templates", "pull", "ubuntu-golden", "--out", "pulled.json")
    same = bakeferry("templates", "diff", "pulled.json", "--no-drift")
    judged = bakeferry("lint", "pulled.json", "-o", "json")

    assert pulled.code == 0
    assert (same.code, same.out) == (0, "The file says what stands in Azure.\n")
    text = (tmp_path / "pulled.json").read_text()
    for added in ("provisioningState", "lastRunStatus", "exactVersion", "artifactTags"):
        assert added not in text
    assert judged.document("lint")["summary"]["templates"] == 1


def test_of_a_template_that_finds_no_room_nothing_is_left(azure, tmp_path):
    bakeferry = azure()
    with room_for(100):
        pulled = bakeferry("templates", "pull", "ubuntu-golden", "--out", "pulled.json")

    assert pulled.code == 5
    assert "bakeferry: pulled.json: File too large\n" in pulled.err
    assert not (tmp_path / "pulled.json").exists()


def test_a_file_that_differs_is_told_by_the_place_of_each_difference(azure, tmp_path):
    bakeferry = azure()
    mapped = artifacts(tmp_path)
    bakeferry("submit", template_file(tmp_path), "-g", "rg-golden", "--map", mapped)
    other = template_file(tmp_path, buildTimeoutInMinutes=120)

    told = bakeferry("templates", "diff", other, "--map", mapped, "-o", "json")

    document = told.document("diff")
    assert told.code is ExitCode.FINDINGS
    assert document["drift"] == []
    assert document["items"] == [
        {
            "pointer": "/properties/buildTimeoutInMinutes",
            "change": "added",
            "here": "120",
            "live": None,
        }
    ]


def test_an_artifact_that_changed_since_its_submission_is_drift(azure, tmp_path):
    bakeferry = azure()
    file = template_file(tmp_path)
    bakeferry("submit", file, "-g", "rg-golden", "--map", artifacts(tmp_path))

    told = bakeferry(
        "templates", "diff", file, "-o", "json",
        "--map", artifacts(tmp_path, b"echo something else\n"),
    )  # fmt: skip

    (drift,) = told.document("diff")["drift"]
    assert told.code is ExitCode.INTEGRITY
    assert drift["step"] == "customize[0] 'harden'"
    assert drift["stored"] == DIGEST
    assert drift["today"] not in (None, DIGEST)


def test_an_artifact_that_is_gone_since_its_submission_leaves_drift_unknown(
    azure, tmp_path
):
    bakeferry = azure()
    file, mapped = template_file(tmp_path), artifacts(tmp_path)
    bakeferry("submit", file, "-g", "rg-golden", "--map", mapped)
    (tmp_path / "artifacts" / "linux" / "harden.sh").unlink()

    told = bakeferry("templates", "diff", file, "-o", "json", "--map", mapped)

    (drift,) = told.document("diff")["drift"]
    assert told.code is ExitCode.PARTIAL
    assert drift["today"] is None
    assert drift["problem"]


def test_a_build_that_has_ended_has_no_time_left(azure):
    told = azure()("watch", "win11-avd")

    assert "took 6:40" in told.err
    assert "left before the timeout" not in told.err


def test_what_to_do_names_the_template_once(azure):
    told = azure()("watch", "sles15-sap")

    assert (told.out + told.err).count("bakeferry logs sles15-sap --errors") == 1
    assert "NAME" not in told.out + told.err
