"""A template that exists is deleted and submitted anew, when somebody wants that."""

import json
from dataclasses import replace

import pytest
from command import BAKEFERRY
from submissions import ADDRESS, DIGEST, artifacts, template_file
from terminal import Terminal

from transfer.simulator.demo import demo_scenario
from transfer.simulator.faults import done_but, done_but_reply_lost, refuse
from transfer.simulator.tokens import Rights
from tui.cli.exit_codes import ExitCode

pytestmark = pytest.mark.usefixtures("state")

HINT = "`--recreate --rescue-first` copies them before."
ANEW = ["Delete Template", "Put Template"]


def submitting(tmp_path, name, *more, group="rg-golden"):
    """The words that submit a template of that name, which is another than stands there."""
    file = template_file(tmp_path, name, buildTimeoutInMinutes=75)
    return ("submit", file, "-g", group, "--map", artifacts(tmp_path), *more)


def timeout_of(bakeferry, name, group="rg-golden"):
    """By this the new template differs from the old; None: there is none."""
    found = bakeferry.simulator.world.template(group, name)
    return found and found.properties.get("buildTimeoutInMinutes")


def asked(bakeferry, state, *words):
    """The command on a terminal of its own."""
    told = {"BAKEFERRY_SIMULATOR": bakeferry.origin, "BAKEFERRY_STATE_DIR": str(state)}
    words = [str(word) for word in words]
    return Terminal([*BAKEFERRY, *words], columns=120, lines=50, env=told)


def test_where_nobody_can_be_asked_the_option_is_named(azure, tmp_path):
    bakeferry = azure()

    told = bakeferry(*submitting(tmp_path, "win11-avd"))

    assert told.code is ExitCode.REFUSED
    assert "win11-avd-vhd (VHD, 256.0 MiB): at risk" in told.err
    assert "--recreate deletes it, and submits it anew" in told.err
    assert "Get Blob" not in {one.operation for one in bakeferry.simulator.heard}
    assert bakeferry.changes == []


@pytest.mark.parametrize("more", [(), ("-y",), ("--accept-loss", "rhel9-base")])
def test_a_vhd_at_risk_is_not_lost_for_it_without_the_templates_name(
    azure, tmp_path, more
):
    bakeferry = azure()

    told = bakeferry(*submitting(tmp_path, "win11-avd", "--recreate", *more))

    assert told.code is ExitCode.REFUSED
    assert "With win11-avd goes:" in told.err
    assert "--accept-loss" in told.err
    assert bakeferry.changes == []


def test_with_its_name_it_is_deleted_and_submitted_anew(azure, tmp_path):
    bakeferry = azure()

    told = bakeferry(
        *submitting(tmp_path, "win11-avd", "--recreate", "--accept-loss", "win11-avd"),
        "-o", "json",
    )  # fmt: skip

    document = told.document("action")
    assert (told.code, document["outcome"]) == (0, "ready")
    assert document["replaced"] is True
    assert [one["name"] for one in document["lost"]] == ["win11-avd-vhd"]
    assert timeout_of(bakeferry, "win11-avd") == 75
    assert bakeferry.changes == ANEW
    assert told.err.count("With win11-avd goes:") == 1
    assert HINT not in told.err
    assert "~ /properties/buildTimeoutInMinutes" in told.err
    step = bakeferry.simulator.world.template("rg-golden", "win11-avd").properties
    assert step["customize"][0]["sha256Checksum"] == DIGEST


def test_where_no_vhd_is_at_risk_the_option_alone_is_enough(azure, tmp_path):
    bakeferry = azure()

    told = bakeferry(
        *submitting(tmp_path, "edge-iot", "--recreate", group="rg-edge"), "--no-wait"
    )

    assert (told.code, told.out) == (0, "edge-iot: being submitted\n")
    assert timeout_of(bakeferry, "edge-iot", "rg-edge") == 75
    assert bakeferry.changes == ANEW


def test_where_none_of_that_name_stands_it_is_only_submitted(azure, tmp_path):
    bakeferry = azure()

    told = bakeferry(*submitting(tmp_path, "fresh", "--recreate", "-o", "json"))

    document = told.document("action")
    assert (document["replaced"], document["lost"]) == (False, [])
    assert bakeferry.changes == ["Put Template"]


def test_its_vhds_are_rescued_before_and_it_is_built_after(azure, tmp_path, home):
    bakeferry = azure()

    told = bakeferry(
        *submitting(tmp_path, "rhel9-base", "--recreate", "--rescue-first", "-y"),
        "--to", home, "--run", "-o", "json",
    )  # fmt: skip

    document = told.document("action")
    assert (told.code, document["outcome"]) == (0, "succeeded")
    assert document["replaced"] is True
    assert {one["status"] for one in document["lost"]} == {"rescued"}
    assert len(list(home.glob("*.vhd"))) == 1
    assert bakeferry.changes == [*ANEW, "Run Template"]


def test_what_if_shows_both_requests_and_sends_neither(azure, tmp_path):
    bakeferry = azure()

    told = bakeferry(*submitting(tmp_path, "win11-avd", "--recreate", "--what-if"))

    deletion, creation, *body = told.lines
    assert told.code == 0
    assert deletion.startswith("DELETE http://127.0.0.1:")
    assert creation.startswith("PUT http://127.0.0.1:")
    assert "/imageTemplates/win11-avd?api-version=" in deletion
    assert json.loads("\n".join(body))["properties"]["buildTimeoutInMinutes"] == 75
    assert "win11-avd-vhd (VHD, 256.0 MiB): at risk" in told.err
    assert bakeferry.changes == []


def test_on_a_terminal_it_is_shown_and_the_typed_name_does_it(azure, tmp_path, state):
    bakeferry = azure()

    with asked(bakeferry, state, *submitting(tmp_path, "win11-avd")) as terminal:
        screen = terminal.wait_for("Type the template's name to lose them")
        terminal.type("win11-avd\n")
        code = terminal.wait_for_end()

    assert code == 0
    assert "~ /properties/buildTimeoutInMinutes" in screen
    assert "win11-avd-vhd (VHD, 256.0 MiB): at risk" in screen
    assert HINT in screen
    assert timeout_of(bakeferry, "win11-avd") == 75


def test_on_a_terminal_any_other_answer_keeps_it(azure, tmp_path, state):
    bakeferry = azure()
    words = submitting(tmp_path, "edge-iot", group="rg-edge")

    with asked(bakeferry, state, *words) as terminal:
        terminal.wait_for("Delete edge-iot, and submit it anew? [y/N]")
        terminal.type("\n")
        code = terminal.wait_for_end()

    assert code == ExitCode.REFUSED
    assert bakeferry.changes == []


def test_a_build_that_runs_is_named_among_what_would_be_lost(azure, tmp_path):
    bakeferry = azure(pace=0.0)

    told = bakeferry(*submitting(tmp_path, "sles15-sap"))

    assert told.code is ExitCode.REFUSED
    assert "its build, which has not ended (Running)" in told.err


def test_who_leaves_while_it_is_deleted_is_told_what_goes_on(azure, tmp_path, state):
    bakeferry = azure(pace=0.0)
    words = submitting(tmp_path, "edge-iot", "--recreate", group="rg-edge")

    with asked(bakeferry, state, *words) as terminal:
        terminal.wait_for("delete  ")
        terminal.type("\x03")
        terminal.wait_for("edge-iot is being deleted in Azure; `bakeferry submit")
        code = terminal.wait_for_end()

    assert code == ExitCode.INTERRUPTED
    assert bakeferry.changes == ["Delete Template"]


def test_a_file_that_changes_while_it_is_asked_is_not_submitted(azure, tmp_path, state):
    bakeferry = azure()

    with asked(bakeferry, state, *submitting(tmp_path, "win11-avd")) as terminal:
        terminal.wait_for("Type the template's name to lose them")
        template_file(tmp_path, "win11-avd", buildTimeoutInMinutes=80)
        terminal.type("win11-avd\n")
        terminal.wait_for("nothing was deleted, nothing was submitted")
        code = terminal.wait_for_end()

    assert code == ExitCode.REFUSED
    assert bakeferry.changes == []


def test_a_deletion_that_is_refused_leaves_it_as_it_was_and_says_so(azure, tmp_path):
    action = "Microsoft.VirtualMachineImages/imageTemplates/delete"
    bakeferry = azure(rights=Rights(refused_actions=frozenset((action,))))

    told = bakeferry(*submitting(tmp_path, "edge-iot", "--recreate", group="rg-edge"))

    assert told.code is ExitCode.PERMISSION
    assert "edge-iot stands in Azure (Succeeded): `bakeferry submit" in told.err
    assert timeout_of(bakeferry, "edge-iot", "rg-edge") != 75


def test_a_deletion_whose_reply_is_lost_goes_on_to_the_submission(azure, tmp_path):
    bakeferry = azure()
    bakeferry.simulator.faults.add("Delete Template", done_but_reply_lost)

    told = bakeferry(*submitting(tmp_path, "edge-iot", "--recreate", group="rg-edge"))

    assert told.code == 0
    assert timeout_of(bakeferry, "edge-iot", "rg-edge") == 75


def test_a_submission_refused_after_the_deletion_says_what_goes_on(azure, tmp_path):
    bakeferry = azure()
    quota = refuse(400, "QuotaExceeded")
    bakeferry.simulator.faults.add("Put Template", quota)
    words = submitting(tmp_path, "edge-iot", "--recreate", group="rg-edge")

    told = bakeferry(*words)
    again = bakeferry(*words)

    assert told.code is ExitCode.REMOTE
    assert "edge-iot is deleted, and was not submitted anew: `bakeferry submit" in (
        told.err
    )
    assert "-g rg-edge -n edge-iot --recreate`" in told.err
    assert again.code == 0
    assert timeout_of(bakeferry, "edge-iot", "rg-edge") == 75


def test_what_cannot_be_looked_at_any_more_is_said_not_to_be_known(azure, tmp_path):
    bakeferry = azure()
    faults, denied = bakeferry.simulator.faults, refuse(403, "AuthorizationFailed")

    def deny_from_now_on(request, handler):
        faults.add("Get Template", denied, times=99)
        return denied(request, handler)

    faults.add("Put Template", deny_from_now_on)

    told = bakeferry(*submitting(tmp_path, "edge-iot", "--recreate", group="rg-edge"))

    assert told.code is ExitCode.PERMISSION
    assert "whether edge-iot stands in Azure is not known: `bakeferry submit" in (
        told.err
    )


def test_a_new_template_that_comes_up_all_the_same_is_left_to_come_up(azure, tmp_path):
    bakeferry = azure()
    bakeferry.simulator.faults.add("Put Template", done_but(400, "BadRequest"))

    told = bakeferry(*submitting(tmp_path, "edge-iot", "--recreate", group="rg-edge"))

    assert told.code is ExitCode.REMOTE
    assert "edge-iot stands in Azure (Creating)" in told.err
    assert "`bakeferry templates show edge-iot -g rg-edge` tells" in told.err


def test_a_new_template_that_fails_is_told_as_it_stands(azure, tmp_path):
    missing = frozenset((ADDRESS,))
    bakeferry = azure(replace(demo_scenario(), missing_artifacts=missing))

    told = bakeferry(*submitting(tmp_path, "edge-iot", "--recreate", group="rg-edge"))

    assert told.code is ExitCode.REMOTE
    assert "Downloading external file" in told.err
    assert "edge-iot stands in Azure (Failed): `bakeferry submit" in told.err


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--rescue-first",), "--rescue-first is of --recreate"),
        (("--accept-loss", "win11-avd"), "--accept-loss is of --recreate"),
        (("--recreate", "--to", "x"), "--to says where --rescue-first copies to"),
    ],
)
def test_options_that_do_not_go_together_are_a_slip(azure, tmp_path, more, says):
    bakeferry = azure()

    told = bakeferry(*submitting(tmp_path, "win11-avd", *more))

    assert told.code == ExitCode.USAGE
    assert says in told.err
    assert bakeferry.simulator.heard == []
