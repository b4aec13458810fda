"""Every command that reaches Azure, where Azure cannot be reached or lets nobody in.

One message each, with the command or the role that mends it, and no traceback.
"""

import command
import pytest
from pretended_azure import pretended
from submissions import artifacts, template_file

from transfer.simulator.tokens import Rights
from tui.azure_session import SIMULATED_SUBSCRIPTION
from tui.cli.exit_codes import ExitCode

pytestmark = pytest.mark.usefixtures("state")

BUILDER = "Microsoft.VirtualMachineImages/imageTemplates"
READ = f"{BUILDER}/read"

COMMANDS = {
    "templates list": READ,
    "templates show win11-avd": READ,
    "templates pull win11-avd": READ,
    "templates diff FILE -g rg-golden": READ,
    "outputs list": f"{BUILDER}/runOutputs/read",
    "outputs show win11-avd": f"{BUILDER}/runOutputs/read",
    "triggers list": f"{BUILDER}/triggers/read",
    "triggers create win11-avd": f"{BUILDER}/triggers/write",
    "triggers delete win11-avd mine -y": f"{BUILDER}/triggers/read",
    "submit FILE -g rg-golden --no-verify": f"{BUILDER}/write",
    "run ubuntu-golden": f"{BUILDER}/run/action",
    "watch win11-avd": READ,
    "logs win11-avd": READ,
    "cancel sles15-sap -y": f"{BUILDER}/cancel/action",
    "delete edge-iot -y": f"{BUILDER}/delete",
    "delete win11-avd --rescue-first -y": f"{BUILDER}/delete",
    "rescue win11-avd": f"{BUILDER}/runOutputs/read",
}
each_command = pytest.mark.parametrize("line", COMMANDS)

NOTES = ("subscription ", "cloud ", "was found in", "not known: ", "goes to ")
"""What is told beside a complaint: guesses, and what judging could not find out."""


@pytest.fixture
def words(tmp_path):
    """A command's words, with a file of ours in place of FILE."""

    def of(line):
        file = template_file(tmp_path, "fresh")
        found = [str(file) if word == "FILE" else word for word in line.split()]
        if line.startswith("templates diff"):
            found += ["--map", artifacts(tmp_path)]
        return found

    return of


def complaint(found):
    """The one message that says what is wrong."""
    assert "Traceback" not in found.err
    lines = [line for line in found.err.splitlines() if line.startswith("bakeferry: ")]
    told = [line for line in lines if not any(note in line for note in NOTES)]
    assert len(told) == 1, found.err
    return told[0]


@each_command
@pytest.mark.usefixtures("nobody")
def test_without_a_sign_in_each_names_the_command_for_it(told, words, line):
    found = told(*words(line))

    assert found.code is ExitCode.PERMISSION
    assert "`az login`" in complaint(found)


@each_command
def test_without_a_network_each_says_so(told, words, monkeypatch, free_port, line):
    monkeypatch.setenv("BAKEFERRY_SIMULATOR", f"http://127.0.0.1:{free_port}")

    found = told(*words(line))

    assert found.code is ExitCode.REMOTE
    assert "is there a network?" in complaint(found)


@each_command
def test_in_another_tenant_each_names_the_sign_in_that_is_meant(azure, words, line):
    bakeferry = azure(rights=Rights(wrong_tenant=True))

    found = bakeferry(*words(line))

    assert found.code is ExitCode.PERMISSION
    assert "az login --tenant" in complaint(found)
    assert bakeferry.changes == []


@each_command
def test_without_its_role_each_names_it(azure, words, line):
    bakeferry = azure(rights=Rights(refused_actions=frozenset((COMMANDS[line],))))

    found = bakeferry(*words(line))

    assert found.code is ExitCode.PERMISSION
    role = "Reader" if COMMANDS[line].endswith("/read") else "Contributor"
    assert f'the role "{role}" would do: az role assignment create' in found.err


@pytest.mark.usefixtures("nobody")
def test_libraries_for_signing_in_say_nothing_of_their_own():
    found = command.bakeferry("templates", "list", env=command.environment())

    told = found.stderr.decode().splitlines()
    assert found.returncode == ExitCode.PERMISSION
    assert "not signed in to Azure" in told[-1]
    assert all(line.startswith("bakeferry: ") for line in told)


def test_the_doctor_and_the_account_answer_where_others_complain(told, nobody):
    with pretended(rights=Rights(wrong_tenant=True)) as (_, origin):
        for word in ("show", "doctor"):
            found = told(
                "account", word, "--cloud", origin,
                "--subscription", SIMULATED_SUBSCRIPTION,
            )  # fmt: skip
            assert found.code is ExitCode.PERMISSION
            assert "az login" in found.out
